"""The mid-term interview: one form for the talk with a mentee and with the mentor (design 4, D12).

What is between people is asked twice, for oneself and for the other side: where the answers of both sides do not meet
lies a blind spot.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.default_texts import everywhere, lazily
from documents.forms import agreement, choice, day, line, long_text, number, pick, progress
from documents.kinds import Answers, DocumentKind, Parts, Section, TextList, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role
from programmes.training.expectations import at_the_start

from .. import collecting, prefilling
from . import statements

MODES = (("person", _("in person")), ("video", _("video call")), ("phone", _("phone")))
HOMEWORK = (("all", _("all or nearly all")), ("half", _("about half")), ("little", _("little")), ("none", _("none")))
REASONS = (
    ("time", pgettext_lazy("what held a goal back", "time")),
    ("topic", pgettext_lazy("what held a goal back", "the topic")),
    ("motivation", pgettext_lazy("what held a goal back", "motivation")),
    ("group", pgettext_lazy("what held a goal back", "the group")),
    ("mentor", pgettext_lazy("what held a goal back", "the mentor")),
    ("outside", pgettext_lazy("what held a goal back", "life outside")),
    ("changed", _("the goal has changed")),
)
MET = (
    ("beyond", _("more than met")),
    ("met", _("met")),
    ("partly", _("partly met")),
    ("not", _("not met so far")),
)
_TOGETHER: tuple[tuple[str, Any], ...] = (
    ("ease", _("I feel at ease when we meet.")),
    ("heard", _("I am heard when I say something.")),
    ("useful", _("I leave our sessions with something I can use.")),
    ("challenged", _("I am asked to do a little more than I would by myself.")),
    ("time", _("We begin and end when we said, and we keep our dates.")),
    ("trust", _("What I say stays among us.")),
)
STANDARD: dict[str, Any] = {**statements.STANDARD, "together": lazily(_TOGETHER)}


class Talk(forms.Form):
    """The talk, and what the group has done so far."""

    on = day(_("Date of the talk"), required=True)
    mode = choice(_("How"), MODES)
    planned = number(_("Sessions planned so far"), most=200)
    held = number(_("Sessions held"), most=200)
    homework = choice(_("Homework done"), HOMEWORK)


class GoalSoFar(forms.Form):
    """One goal half-way."""

    goal = line(_("Goal"), required=True)
    rating = progress(_("How far"), required=True)
    reason = pick(_("If behind: because of"), REASONS)
    note = line(_("In words"))

    def clean(self) -> dict[str, Any]:
        """What is behind has a reason."""
        said = super().clean() or {}
        if said.get("rating") in ("-1", "-2") and not said.get("reason"):
            self.add_error("reason", _("Choose what it is mainly due to."))
        return said


class Hopes(forms.Form):
    """Whether it is what was hoped for (R53)."""

    mine = choice(_("My expectations are"), MET, required=True)
    others = choice(_("As I see it, the expectations of the others are"), MET, required=True)
    words = long_text(_("In words"), rows=2, help_text=_("For example: “I hoped for contacts and got courage.”"))


class Insight(forms.Form):
    """What works, and what nobody says."""

    works = long_text(_("What works"), rows=3, required=True)
    unseen = long_text(
        _("What are we not seeing or not saying?"),
        rows=3,
        required=True,
        help_text=_(
            "Give it time. “Nothing that I know of” is an answer too. No details about health. For example: “We never "
            "talk about money, and it is what worries most of us.”"
        ),
    )
    change = long_text(_("What should change"), rows=2)
    advice = long_text(_("What the person recommends"), rows=2)


class Verdict(forms.Form):
    """What the manager makes of it (R55, R57)."""

    conclusion = long_text(_("Conclusion"), rows=3, required=True)
    decision = long_text(_("Decision"), rows=2, help_text=_("For example: “The group meets every week in May.”"))
    owner = line(_("Who sees to it"))
    due = day(_("Until when"))


def sections(texts: Texts) -> tuple[Section, ...]:
    """The interview with the statements of a programme."""
    between = texts.get("together") or STANDARD["together"]
    agree = agreement(between)
    return (
        Section("talk", _("The talk"), Talk),
        statements.section(
            "statements",
            _("Where you stand"),
            texts,
            note=_(
                "How far do you agree? A mentor answers as the mentees would, all taken together. Leave out what cannot "
                "be said."
            ),
        ),
        Section(
            "goals",
            _("The goals so far"),
            GoalSoFar,
            many=True,
            at_most=10,
            layout="table",
            note=_("Compared with what could be expected by now."),
        ),
        Section("hopes", _("Expectations"), Hopes),
        Section("mine", _("Between us"), agree, layout="statements", note=_("How far do you agree?")),
        Section(
            "theirs",
            _("What would the other side say?"),
            agree,
            layout="statements",
            note=_(
                "The same sentences again, as the other side would answer them: mentees for the mentor, a mentor for the mentees."
            ),
        ),
        Section("insight", _("What works, and what is not said"), Insight),
        Section("verdict", _("What the manager concludes"), Verdict),
    )


def propose(document: Document, texts: Texts) -> Answers:
    """The sessions so far, and the goals of the person."""
    return {"talk": prefilling.session_counts(document), "goals": prefilling.goal_rows(document)}


MID_TERM_INTERVIEW = register(
    DocumentKind(
        slug="mid-term-interview",
        title=_("Mid-term interview"),
        purpose=_("A talk half-way with one person: what moves, what is stuck, and what nobody says."),
        sections=sections(STANDARD),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MANAGER}),
            readers=frozenset({Role.MANAGER}),
            about=frozenset({Role.MENTEE, Role.MENTOR}),
        ),
        stage="monitoring",
        must=False,
        per_meeting=True,
        meetings=("monitoring",),
        keeps=24,
        texts=(
            statements.STATEMENTS,
            TextList("together", _("Statements on how people get on"), everywhere(_TOGETHER), at_most=12),
        ),
        sections_from=sections,
        prefill=propose,
        recalls=at_the_start,
        on_sealed=collecting.into_ledger(collecting.answer_of("insight", "advice"), collecting.role_of_person),
    )
)

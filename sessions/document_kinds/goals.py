"""The goal sheet of a mentee: what they want to reach, in small steps (R27; design 4, D3).

Whose sheet it is and the date stand in the heading. Who reads a sheet is the same for all its goals; the
owner says for each goal whether it may be spoken of in the group.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere, lazily
from documents.forms import choice, day, line, long_text, number, pick, progress, several, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, TextList, Texts, register
from documents.models import Document, Version
from documents.workflows import REVIEWED
from policy.permissions import Role
from programmes.choices import AREAS

from ..goals import follow_sheet, with_steps_of_today

SPOKEN_OF = (("yes", _("yes")), ("no", _("no, only with the mentor")))
WHEN = (("initial", _("at the start")), ("mid", _("half-way")), ("final", _("at the end")))


def areas(texts: list[dict[str, Any]]) -> type[forms.Form]:
    """The pick-list of what a mentee may want to work on, and room for what is not on it."""
    words = [(text["key"], text["text"]) for text in texts]
    fields = {"areas": several(_("I would like to work on"), words), "own": line(_("Something of my own"))}
    return type("Areas", (forms.Form,), fields)


class Goal(forms.Form):
    """One goal."""

    goal = line(
        _("My goal, in my own words"), required=True, help_text=_("For example: “Have a CV that gets an answer”.")
    )
    why = long_text(_("Why it matters to me"), rows=2)
    now = line(
        _("Where I am now"), required=True, help_text=_("In words, or on a line from 0 (nothing yet) to 10 (reached).")
    )
    measure = line(
        _("How I will know that it is reached"),
        required=True,
        help_text=_("Something that can be seen or counted. For example: “two invitations to an interview”."),
    )
    help = line(_("Help I need, and from whom"), help_text=_("From the mentor, the group, or somebody else."))
    obstacles = line(_("What may get in the way"))
    due = day(_("By when"), required=True)
    group = choice(
        _("May this goal be spoken of in the group?"),
        SPOKEN_OF,
        help_text=_(
            "If yes, the others see this goal, where you are now and how far you have come. Your steps and all else stay "
            "with you, your mentor and the managers."
        ),
    )


class SmallStep(forms.Form):
    """One objective: a small step towards one of the goals."""

    goal = number(_("For goal no."), least=1, most=5)
    step = line(_("Step"), required=True)
    due = day(_("By when"), required=True)
    done = tick(_("Done"))


class Expectations(forms.Form):
    """What the mentee expects."""

    mentoring = long_text(_("What I expect of the mentoring"), rows=3)
    group = long_text(_("What I expect of the group"), rows=3)


class Review(forms.Form):
    """How far one goal has come, at one of three moments."""

    goal = line(_("Goal"), required=True)
    when = pick(_("When"), WHEN, required=True)
    rating = progress(_("How far"), required=True)
    note = line(_("Note"))


REVIEW = Section(
    "review",
    _("Looking at it again"),
    Review,
    many=True,
    at_most=15,
    layout="table",
    note=_("Half-way and at the end, open a new version of this sheet and say for each goal how far it has come."),
)


def personal(texts: Texts) -> tuple[Section, ...]:
    """The sheet with the pick-list of a programme."""
    return (
        Section("areas", _("What I want to work on"), areas(texts.get("areas") or lazily(AREAS))),
        Section(
            "goals",
            _("My goals"),
            Goal,
            many=True,
            at_least=1,
            at_most=5,
            note=_("One to three are enough. What cannot be reached in the time of this mentoring is too big."),
        ),
        Section(
            "steps",
            _("My small steps"),
            SmallStep,
            many=True,
            at_least=1,
            at_most=30,
            layout="table",
            note=_("So small that each can be done in a week or two. Tick what is done on the page of your goal."),
        ),
        Section("expectations", _("What I expect"), Expectations),
        REVIEW,
    )


def bring_along(document: Document, texts: Texts) -> Answers:
    """Of a mentee who comes from another group of the programme: the goals of before, as their owner begins a new sheet.

    Nobody reads them here until the owner hands the sheet in (docs/adr/0021).
    """
    if document.person_id is None:
        return {}
    before = Version.objects.filter(
        document__kind_slug=document.kind_slug,
        document__person=document.person_id,
        document__space__within=document.space.within_id,
    )
    rows = before.exclude(document__space=document.space_id).select_related("document")
    last = rows.order_by("-document__created_at", "-number").first()
    return with_steps_of_today(last.document, last.answers) if last else {}


PERSONAL_GOALS = register(
    DocumentKind(
        slug="personal-goals",
        title=_("Personal goals and objectives"),
        purpose=_("What you want to reach, and the small steps towards it. One to three goals are enough."),
        sections=personal({"areas": lazily(AREAS)}),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTEE}),
            own=True,
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MANAGER}),
            kept=frozenset({Role.MENTEE}),
        ),
        stage="initial",
        texts=(TextList("areas", _("What goals can be about"), everywhere(AREAS)),),
        sections_from=personal,
        prefill=bring_along,
        carry_on=with_steps_of_today,
        on_sealed=follow_sheet,
    )
)

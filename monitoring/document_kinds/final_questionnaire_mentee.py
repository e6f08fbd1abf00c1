"""The final questionnaire of a mentee: what was reached, what stopped it, what next (design 4, D13)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, line, long_text, progress, several, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role
from programmes.training.expectations import at_the_start

from .. import collecting, prefilling
from . import statements
from .mid_term_interview import MET

RESULTS = (
    ("job", _("a job, or a better one")),
    ("interviews", _("invitations to interviews")),
    ("studies", _("studies or a training")),
    ("business", _("a business of my own")),
    ("voluntary", _("voluntary work")),
    ("network", _("people who can help me")),
    ("direction", _("I know what I want")),
    ("nothing", _("nothing of this yet")),
)
MANNER = _(
    "There is no right or wrong. Only you and the managers read it. What the programme learns from all answers "
    "together is reported without names."
)


class GoalReached(forms.Form):
    """One goal at the end (R54, R66)."""

    goal = line(_("Goal"), required=True)
    rating = progress(_("Reached"), required=True)
    why = line(_("What stopped it, if something did"))
    gained = line(
        _("What else I gained"), required=True, help_text=_("Also when it was not reached. “Nothing” is fine.")
    )

    def clean(self) -> dict[str, Any]:
        """What was not reached has a reason, in words."""
        said = super().clean() or {}
        if said.get("rating") in ("-1", "-2") and not said.get("why"):
            self.add_error("why", _("Say in a few words what stopped it."))
        return said


class Outcome(forms.Form):
    """What was done and what came of it."""

    steps = long_text(
        _("What I have done since we began that I had not done before"),
        rows=3,
        help_text=_("For example: “I rang two employers without being asked to.”"),
    )
    results = several(_("What has come of it so far"), RESULTS)
    words = line(_("In words"))


class LookingBack(forms.Form):
    """How it was."""

    most = long_text(_("What was most useful"), rows=2, required=True)
    least = long_text(_("What was least useful"), rows=2)
    mine = choice(_("My expectations were"), MET, required=True)
    others = choice(_("As I see it, the expectations of the others were"), MET, required=True)
    group = long_text(_("What the group did for me"), rows=2, help_text=_("In individual mentoring this stays empty."))


class Recommendation(forms.Form):
    """One thing to do better; the first row matters most."""

    what = line(_("What I recommend"), required=True)
    why = line(_("Because"))


class Onward(forms.Form):
    """What comes next."""

    next = long_text(
        _("My next step, and by when"),
        rows=2,
        required=True,
        help_text=_("For example: “I send three applications before 1 July.”"),
    )
    help = long_text(_("Help I still need, and from whom"), rows=2)
    later = tick(
        _("You may ask me afterwards how it went on"),
        help_text=_("By letter, after three, six and twelve months at most. You can stop it with one click."),
    )
    call = tick(_("I would like the manager to call me"))


RECOMMENDED = Section(
    "recommendations",
    _("What I recommend for the next programme"),
    Recommendation,
    many=True,
    at_least=1,
    at_most=8,
    layout="table",
    note=_("The most important one first."),
)


def sections(texts: Texts) -> tuple[Section, ...]:
    """The mentee's questionnaire with the statements of a programme."""
    return (
        statements.section(
            "statements", _("Where I stand now"), texts, required=True, note=_("How far do you agree today?")
        ),
        Section("goals", _("My goals"), GoalReached, many=True, at_least=1, at_most=10, layout="table", note=MANNER),
        Section("outcome", _("What came of it"), Outcome),
        Section("back", _("Looking back"), LookingBack),
        statements.on_the_programme(texts),
        RECOMMENDED,
        Section("onward", _("What next"), Onward),
    )


def propose(document: Document, texts: Texts) -> Answers:
    """The goals of one's own goal sheet."""
    return {"goals": prefilling.goal_rows(document)}


FINAL_QUESTIONNAIRE_MENTEE = register(
    DocumentKind(
        slug="final-questionnaire-mentee",
        title=_("Final questionnaire of the mentee"),
        purpose=_("What you reached and what you would change. It takes about ten minutes."),
        sections=sections(statements.STANDARD),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MANAGER})),
        stage="final",
        per_meeting=True,
        meetings=("monitoring", "final"),
        keeps=24,
        texts=(statements.STATEMENTS, statements.ASPECTS),
        sections_from=sections,
        prefill=propose,
        recalls=at_the_start,
        on_sealed=collecting.into_ledger(collecting.rows_of("recommendations"), "mentee"),
    )
)

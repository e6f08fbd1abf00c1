"""The final questionnaire of a mentor: preparation, support, how far the mentees have come (design 4, D13; T14)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, line, long_text, progress, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role
from programmes.training.expectations import at_the_start

from .. import collecting, prefilling
from . import statements
from .final_questionnaire_mentee import MANNER, RECOMMENDED
from .mid_term_interview import MET

AGAIN = (
    ("yes", _("yes")),
    ("maybe", _("perhaps")),
    # Translators: the answer to a question, beside “yes”
    ("no", _("no")),
)


class MyPart(forms.Form):
    """How a mentor prepared and was supported."""

    prepared = long_text(_("How well I was prepared for this group"), rows=2, required=True)
    support = long_text(
        _("The support I had, and the support I missed"),
        rows=2,
        required=True,
        help_text=_("From the manager, from other mentors, from materials."),
    )
    learned = long_text(_("What I have learned myself"), rows=3, required=True)
    most = long_text(_("What was most useful for the mentees, as I see it"), rows=2)
    least = long_text(_("What was least useful"), rows=2)
    mine = choice(_("My expectations were"), MET, required=True)
    others = choice(_("As I see it, the expectations of the mentees were"), MET, required=True)


class Progress(forms.Form):
    """How far one mentee has come."""

    mentee = line(_("Mentee"), required=True)
    rating = progress(_("Progress"), required=True)
    words = line(_("What I have seen"), help_text=_("What the mentee did or said. Nothing about health."))


class Again(forms.Form):
    """What comes next for a mentor."""

    again = choice(_("Would I do it again?"), AGAIN, required=True)
    words = line(_("In words"))
    later = tick(_("You may ask me in six months what came of it"))
    call = tick(_("I would like the manager to call me"))


def sections(texts: Texts) -> tuple[Section, ...]:
    """The mentor's questionnaire with the statements of a programme."""
    return (
        statements.section(
            "statements",
            _("Where my mentees stand now"),
            texts,
            note=_("What would your mentees say of themselves, all taken together? Leave out what you cannot judge."),
        ),
        Section(
            "progress",
            _("How far each mentee has come"),
            Progress,
            many=True,
            at_least=1,
            at_most=12,
            layout="table",
            note=MANNER,
        ),
        Section("part", _("My part"), MyPart),
        statements.on_the_programme(texts),
        RECOMMENDED,
        Section("again", _("What next"), Again),
    )


def propose(document: Document, texts: Texts) -> Answers:
    """The mentees of the group."""
    return {"progress": prefilling.progress_rows(document)}


FINAL_QUESTIONNAIRE_MENTOR = register(
    DocumentKind(
        slug="final-questionnaire-mentor",
        title=_("Final questionnaire of the mentor"),
        purpose=_("What your mentees reached, what you learned, what you would change. It takes about ten minutes."),
        sections=sections(statements.STANDARD),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTOR}), own=True, readers=frozenset({Role.MANAGER})),
        stage="final",
        must=False,
        per_meeting=True,
        meetings=("monitoring", "final"),
        keeps=24,
        texts=(statements.STATEMENTS, statements.ASPECTS),
        sections_from=sections,
        prefill=propose,
        recalls=at_the_start,
        on_sealed=collecting.into_ledger(collecting.rows_of("recommendations"), "mentor"),
    )
)

"""The diary: the record of one session on the agenda, by its keeper, closed with the mentor's comments (R35-R40)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import REVIEWED
from policy.permissions import Role

AGENDA = (
    _("How is everyone?"),
    _("Current issues"),
    _("Dealing with the target"),
    _("Topic of the next session"),
    _("Homework for the next session"),
)


class Facts(forms.Form):
    """When, and who came."""

    when = line(_("Date and time"), required=True)
    present = line(_("Present"), required=True)
    missing = line(_("Excused or absent"))
    topic = line(_("Topic"))


class Review(forms.Form):
    """What became of the homework."""

    homework = long_text(
        _("How did the homework go?"),
        rows=3,
        help_text=_("For example: “CV drafted by all; Ela waits for her reference.”"),
    )


class Agenda(forms.Form):
    """The five points."""

    how = long_text(
        AGENDA[0],
        rows=3,
        required=True,
        help_text=_(
            "One line for each. No details about health. For example: “Nia is tired but glad about her interview.”"
        ),
    )
    issues = long_text(AGENDA[1], rows=3, help_text=_("For example: “The job centre changed its opening hours.”"))
    target = long_text(
        AGENDA[2],
        rows=5,
        required=True,
        help_text=_(
            "What you worked on and learned. For example: “We compared three CVs and rewrote the first lines.”"
        ),
    )
    next_topic = line(AGENDA[3], required=True, help_text=_("For example: “Telling my story in an interview”."))
    homework = long_text(AGENDA[4], rows=3, required=True, help_text=_("One task a line: who does what until when."))


class Reflection(forms.Form):
    """Looking back."""

    notice = long_text(_("Since last time we notice …"), rows=2)
    takeaway = long_text(_("We take away …"), rows=2)


DIARY = register(
    DocumentKind(
        slug="diary",
        title=_("Diary"),
        purpose=_("What your group talked about and agreed on. The mentor adds comments and publishes it."),
        sections=(
            Section("facts", _("The session"), Facts),
            Section("review", _("Homework since last time"), Review),
            Section("agenda", _("What we talked about"), Agenda),
            Section("reflection", _("Looking back"), Reflection),
        ),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTEE}),
            own=True,
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MENTEE, Role.MANAGER}),
        ),
        stage="task",
        per_meeting=True,
    )
)

"""The certificate: one page that a mentee or a mentor takes home, sealed with the organisation's own certificate."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role
from programmes.models import Group

from ..models import Attendance, Meeting

UNBROKEN, ON_ONE_PAGE = 40, 600  # characters


class Words(forms.Form):
    """What stands on it, in the order in which it is read. The template is made for these fields."""

    name = line(_("Name"), required=True, at_most=150)
    deed = line(_("What the person did"), required=True)
    begins_on = day(_("From"), required=True)
    ends_on = day(_("Until"), required=True)
    extent = line(_("How much"), help_text=_("For example: “12 sessions of one hour”."))
    about = long_text(
        _("What it was about, or what was shown"),
        rows=3,
        help_text=_("Two or three sentences that can be shown to anybody. Ask before you name a personal goal."),
        validators=[MaxLengthValidator(ON_ONE_PAGE)],
    )
    place = line(_("Place"), required=True, at_most=80)
    on = day(_("Date"), required=True)
    signer = line(_("Signed by"), required=True, at_most=150)
    function = line(_("Function and organisation"), at_most=150)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = super().clean() or {}
        if said.get("begins_on") and said.get("ends_on") and said["ends_on"] < said["begins_on"]:
            self.add_error("ends_on", _("It must end after it begins."))
        return said


def propose(document: Document, texts: Texts) -> Answers:
    """Who took part as what, from when to when and how often."""
    group: Group = document.space.group
    programme, person = group.programme, document.person
    people = document.space.people()
    managers = [row.person.name for row in people if row.role == Role.MANAGER]
    is_mentor = any(row.person_id == document.person_id and row.role == Role.MENTOR for row in people)
    deed = (
        gettext("has led a group as mentor in the mentoring programme “%(programme)s”")
        if is_mentor
        else gettext("has taken part as mentee in the mentoring programme “%(programme)s”")
    )
    words = {
        "name": person.name if person else "",
        "deed": deed % {"programme": _unbroken(programme.name)},
        "begins_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "extent": sessions_attended(document),
        "on": timezone.now().astimezone(ZoneInfo(programme.time_zone)).date().isoformat(),
        "signer": managers[0] if managers else "",
        "function": gettext("manager of the programme"),
    }
    return {"words": words}


def _unbroken(name: str) -> str:
    """A short name that stays on one line."""
    return name.replace(" ", "\u00a0") if len(name) <= UNBROKEN else name


def sessions_attended(document: Document) -> str:
    """How many sessions of the group the person was at, and how many minutes they were, in words."""
    held = Meeting.objects.filter(group__space=document.space_id, state=Meeting.State.HELD)
    was_at = held.filter(attendances__person=document.person, attendances__came=Attendance.Came.PRESENT)
    minutes = [meeting.minutes for meeting in was_at]
    if not minutes:
        return ""
    words = ngettext("%(n)d session (%(minutes)d minutes)", "%(n)d sessions (%(minutes)d minutes in all)", len(minutes))
    return words % {"n": len(minutes), "minutes": sum(minutes)}


CERTIFICATE = register(
    DocumentKind(
        slug="certificate",
        title=_("Certificate of participation"),
        purpose=_("One page that the person takes home. They read it here and can download it as soon as you send it."),
        sections=(Section("words", "", Words, layout="certificate"),),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MANAGER}),
            readers=frozenset({Role.MANAGER, Role.OWNER}),
            about=frozenset({Role.MENTEE, Role.MENTOR}),
        ),
        stage="final",
        must=False,
        after_end=True,
        stamped=True,
        keeps=24,
        prefill=propose,
    )
)

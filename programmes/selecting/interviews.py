"""An interview with an applicant: arranged, moved, called off; the applicant is told with an entry for the calendar."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import calendar_file, clocks
from people.calendar_file import Entry
from people.mail import speaking_to, write_to
from policy.machine import NotNow
from policy.permissions import Action, require

from ..models import Application, Interview

TOLD = ("starts_at", "minutes", "place", "link", "with_whom")
OPEN = (Application.State.APPLIED, Application.State.RESERVE, Application.State.SELECTED)


def of(application: Application) -> Interview | None:
    """The interview of an application, unless it was called off."""
    row = Interview.objects.filter(application=application, is_cancelled=False).first()
    if row is not None:
        row.application = application
    return row


def arrange(application: Application, told: Mapping[str, Any], *, by: Any) -> Interview:
    """Arrange the interview, or change it; the applicant gets one letter for each change, and none where nothing is new.

    ``told``: ``starts_at``, ``minutes``, ``place``, ``link``, ``with_whom``. Raises ``NotNow`` when it is settled.
    """
    require(by, Action.SELECT, application)
    if application.state not in OPEN:
        raise NotNow(_("This application is closed, so there is no interview any more."))
    with transaction.atomic():
        Application.objects.select_for_update().get(pk=application.pk)  # whoever else arranges it waits here
        row = Interview.objects.filter(application=application).first()
        if row is not None and not row.is_cancelled and all(getattr(row, name) == told[name] for name in TOLD):
            return row
        if row is None:
            row = Interview.objects.create(application=application, by=by, **told)
        else:
            row.sequence, row.is_cancelled, row.by = row.sequence + 1, False, by
            for name in TOLD:
                setattr(row, name, told[name])
            row.save()
        row.application = application
        _tell(row)
    return row


def call_off(application: Application, *, by: Any) -> None:
    """Call the interview off; a second time it tells nobody."""
    require(by, Action.SELECT, application)
    strike_out(application)


def strike_out(application: Application) -> None:
    """Take an interview that is still to come out of the applicant's calendar."""
    with transaction.atomic():
        rows = Interview.objects.select_for_update().filter(application=application, is_cancelled=False)
        row = rows.filter(starts_at__gt=timezone.now()).first()
        if row is not None:
            row.sequence, row.is_cancelled = row.sequence + 1, True
            row.save(update_fields=("sequence", "is_cancelled"))
            row.application = application
            _tell(row)


def when(interview: Interview) -> str:
    """When it is, for the active reader: on their clock, and on the programme's where the two differ."""
    return clocks.both(interview.starts_at, interview.application.programme.time_zone)


def _tell(interview: Interview) -> None:
    application = interview.application
    person, programme = application.person, application.programme
    with speaking_to(person):
        words = {"interview": interview, "programme": programme, "when": when(interview)}
        entry = _entry(interview)
    name, now = "interview.ics", timezone.now()
    file = calendar_file.file_of(entry, person, name=name, organiser=str(programme), now=now)
    write_to(
        person,
        "programmes/interview_off" if interview.is_cancelled else "programmes/interview",
        about=f"interview {interview.pk} {interview.sequence}",
        words=words,
        path=application.get_absolute_url(),
        files=[file],
    )


def _entry(interview: Interview) -> Entry:
    programme = interview.application.programme
    return Entry(
        pk=interview.pk,
        sequence=interview.sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        zone=programme.time_zone,
        summary=_("Interview – %(programme)s") % {"programme": programme},
        location=interview.place or _("online"),
        path=interview.application.get_absolute_url(),
        is_cancelled=interview.is_cancelled,
    )

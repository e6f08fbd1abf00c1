"""Write to people of the list: invite them, take letters back that have not gone, invite once more."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.utils import timezone

from people import invitations, mail
from people.models import Letter, User
from policy.permissions import Action, Role, require

from ..models import Application, Arrival, Inviting, Programme

ASKED = invitations.Letters("programmes/ask_to_apply", "programmes/ask_to_apply_known")
WELCOMED = invitations.Letters()
AGAIN_AFTER = timedelta(days=1)
PASSWORD_NOT_CHOSEN = Q(person__password__startswith="!")  # noqa: S106 - no password, but how Django marks that there is none


def write(application: Application, arrival: Arrival) -> Inviting:
    """Write to one person of an arrival, and say so in a row that is not saved yet.

    Whoever is selected takes part, everybody else is asked to apply.
    """
    takes_part = application.state == Application.State.SELECTED
    invitation = invitations.invite(
        application.person,
        to_what=arrival.programme.name,
        as_what=str(Role(application.role).label),
        about=about(arrival, application.pk),
        by=arrival.by,
        letters=WELCOMED if takes_part else ASKED,
        path="" if takes_part else application.get_absolute_url(),
        not_before=arrival.letters_at,
    )
    return Inviting(application=application, arrival=arrival, invitation=invitation, goes_at=arrival.letters_at)


def about(arrival: Arrival, application: Any) -> str:
    """What a letter of an arrival is about: so that nobody gets two."""
    return f"arrival {arrival.pk} {application}"


def sample(programme: Programme, way: str, name: str, role: str, *, by: Any) -> tuple[str, str]:
    """Subject and text of the letter to somebody new of this name, in the language of the programme."""
    person = User(name=name, language=programme.language, time_zone=programme.time_zone)
    letters = WELCOMED if way == Arrival.Way.TAKE_PART else ASKED
    return invitations.sample(person, to_what=programme.name, as_what=str(Role(role).label), by=by, letters=letters)


def take_back(arrival: Arrival, *, by: Any) -> int:
    """Take the letters back that have not gone; returns how many. Their people stay on the list as not invited.

    Whoever was selected stays selected. A second time takes back nothing.
    """
    require(by, Action.RUN, arrival.programme)
    with transaction.atomic():
        Arrival.objects.select_for_update().get(pk=arrival.pk)
        invited = {about(arrival, row.application_id): row for row in arrival.invitings.exclude(goes_at=None)}
        letters = mail.take_back(Letter.objects.filter(about__in=list(invited)))
        back = [invited[letter.about] for letter in letters]
        for row in back:
            if row.invitation:
                row.invitation.delete()
        Inviting.objects.filter(pk__in=[row.pk for row in back]).update(goes_at=None)
        Arrival.objects.filter(pk=arrival.pk, taken_back=None).update(taken_back=len(back))
    return len(back)


def expected(programme: Programme) -> Any:
    """The people on the list who may still come.

    ``asked_at``: when they were last written to. ``was_asked``: somebody meant to. ``is_new``: they have not chosen a
    password, so they have not accepted.
    """
    mine = Inviting.objects.filter(application=OuterRef("pk"))
    gone = (Application.State.DECLINED, Application.State.WITHDRAWN, Application.State.ENDED)
    rows = programme.applications.exclude(state__in=gone)
    return rows.annotate(
        asked_at=Subquery(mine.exclude(goes_at=None).order_by("-goes_at").values("goes_at")[:1]),
        was_asked=Exists(mine),
        is_new=Case(When(PASSWORD_NOT_CHOSEN, then=True), default=False),
    )


def standing(programme: Programme) -> dict[str, int]:
    """How many are on the list, were invited, have accepted, can be invited now, and again now. One query."""
    asked = Q(asked_at__isnull=False)
    return expected(programme).aggregate(
        listed=Count("pk"),
        invited=Count("pk", filter=asked),
        accepted=Count("pk", filter=asked & Q(is_new=False)),
        first=Count("pk", filter=_not_asked()),
        again=Count("pk", filter=_to_ask_again()),
    )


def whom(programme: Programme, which: str) -> list[str]:
    """Ids of those who are to be invited for the ``first`` time, or ``again``; who came first stands first."""
    clause = _to_ask_again() if which == "again" else _not_asked()
    rows = expected(programme).filter(clause).order_by("created_at", "pk")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _not_asked() -> Q:
    """No letter went, and they could not sign in without one, or theirs was taken back."""
    return Q(asked_at=None) & (Q(is_new=True) | Q(was_asked=True))


def _to_ask_again() -> Q:
    """They have not accepted, and were not written to for a day."""
    return Q(is_new=True, asked_at__lte=timezone.now() - AGAIN_AFTER)


def missing(programme: Programme) -> Any:
    """Those who were invited and have not accepted, who was written to longest ago first."""
    rows = expected(programme).filter(is_new=True, asked_at__isnull=False)
    return rows.select_related("person").order_by("asked_at", "person__name")

"""A mentee begins a round, rates themselves, asks people outside, reminds them once, takes a link back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from people import mail, tokens
from people.models import User
from policy.machine import NotNow
from policy.permissions import Action, require
from programmes.models import Group

from ..models import FeedbackLink, FeedbackRound

ROUNDS, PEOPLE, A_DAY, DAYS = 6, 12, 20, 21
# With those who were taken back: fewer than three fives can answer. Between the second five and the third a relation
# could grow by one person, and whoever had read it before would know how that one rated.
EVER = 14
REMINDED_AFTER = timedelta(days=3)


def begin(group: Group, told: Mapping[str, Any], *, by: Any, pk: UUID) -> FeedbackRound:
    """A new round of ``by``. The same form (same ``pk``) sent twice makes one.

    ``told``: ``goal`` or ``None``, ``statements`` with their keys, ``names``. Raises ``NotNow`` when the group has
    ended or too many rounds are there.
    """
    require(by, Action.ASK_OTHERS, group)
    _require_open(group)
    with transaction.atomic():
        _hold(by)
        mine = FeedbackRound.objects.filter(space=group.space, person=by)
        if again := mine.filter(pk=pk).first():
            return again
        if mine.count() >= ROUNDS:
            raise NotNow(_("There are %(n)d rounds already. Read what they say before you ask again.") % {"n": ROUNDS})
        is_free = not FeedbackRound.objects.filter(pk=pk).exists()
        return FeedbackRound.objects.create(pk=pk if is_free else uuid4(), space=group.space, person=by, **told)


def rate_oneself(row: FeedbackRound, own: Mapping[str, str], *, by: Any) -> None:
    """Keep how the mentee sees it, by key of the statement. Raises ``NotNow`` once somebody has been asked."""
    require(by, Action.ASK_OTHERS, row)
    with transaction.atomic():
        _hold(by)
        require_unasked(row)
        row.own = dict(own)
        row.save(update_fields=("own",))


def remove(row: FeedbackRound, *, by: Any) -> None:
    """Take out a round of which nobody outside knows yet; else ``NotNow``."""
    require(by, Action.ASK_OTHERS, row)
    with transaction.atomic():
        _hold(by)
        require_unasked(row)
        row.delete()


def require_unasked(row: FeedbackRound) -> None:
    """Raise ``NotNow`` once somebody has been asked: what they were told stays as it is."""
    if row.links.exists():
        raise NotNow(_("People have been asked already, so this stays as it is. You can begin another round."))


def invite(row: FeedbackRound, told: Mapping[str, Any], *, by: Any, pk: UUID) -> FeedbackLink:
    """Ask one person: a letter with a personal link goes out. The same form (same ``pk``) sent twice asks once.

    ``told``: ``name``, ``email``, ``relation``. Raises ``NotNow`` with what to do.
    """
    require(by, Action.ASK_OTHERS, row)
    _require_open(row.space.group)
    token, digest = tokens.fresh()
    with transaction.atomic():
        _hold(by)
        if again := row.links.filter(pk=pk).first():
            return again
        mark = _mark(row, told["email"])
        _require_room(row, mark, by)
        until = timezone.now() + timedelta(days=DAYS)
        is_free = not FeedbackLink.objects.filter(pk=pk).exists()
        link = FeedbackLink(
            pk=pk if is_free else uuid4(), round=row, digest=digest, until=until, mark=mark, **told
        )  # fmt: skip
        link.save(force_insert=True)
        _write(link, token, "monitoring/others_asked", _about(link)[0])
    return link


def remind(link: FeedbackLink, *, by: Any) -> None:
    """Remind the person, once, with a second link that ends on the same day: a form that is open is not lost.

    Where answers are read together nobody learns here who has answered: then no letter goes out, and nothing is said.
    """
    require(by, Action.ASK_OTHERS, link)
    if reason := why_no_reminder(link):
        raise NotNow(reason)
    token, digest = tokens.fresh()
    with transaction.atomic():
        rows = FeedbackLink.objects.filter(pk=link.pk, reminded_at=None, taken_back_at=None)
        if not rows.update(reminded_at=timezone.now()):
            return
        if rows.model.objects.filter(pk=link.pk, answered_at=None, declined_at=None).update(reminder_digest=digest):
            _write(link, token, "monitoring/others_reminded", _about(link)[1])


def why_no_reminder(link: FeedbackLink, now: datetime | None = None) -> str:
    """Why somebody cannot be reminded now; empty when they can. Says nothing of an answer that is read together."""
    now = now or timezone.now()
    if link.is_settled and not link.round.is_together:
        return _("An answer has come already.")
    if link.reminded_at:
        return _("The reminder has been sent. One is enough.")
    if now >= link.until or link.round.space.group.has_ended:
        return _("The link has ended.")
    if now < link.created_at + REMINDED_AFTER:
        return _("Give it three days before you remind somebody.")
    return ""


def take_back(link: FeedbackLink, *, by: Any) -> None:
    """End a link and forget whom it was for. An answer that has come stays; with the name it is not taken back."""
    require(by, Action.ASK_OTHERS, link)
    if link.is_settled and not link.round.is_together:
        raise NotNow(_("An answer has come already. It stays."))
    with transaction.atomic():
        forgotten = {"name": "", "email": "", "mark": ""}
        FeedbackLink.objects.filter(pk=link.pk).update(taken_back_at=timezone.now(), **forgotten)
        forget_letters([link])


def forget_letters(links: list[FeedbackLink]) -> None:
    """Take out the letters to these people, whether they have gone out or not."""
    mail.forget_outside([about for link in links for about in _about(link)])


def _require_open(group: Group) -> None:
    if group.has_ended:
        raise NotNow(_("The group has ended. Nobody can be asked any more."))


def _require_room(row: FeedbackRound, mark: str, by: Any) -> None:
    if set(row.own) != {one["key"] for one in row.statements}:
        raise NotNow(_("First say how you see it yourself. Then ask others."))
    if row.links.filter(taken_back_at=None).count() >= PEOPLE:
        raise NotNow(_("You have asked %(n)d people in this round. More cannot be asked.") % {"n": PEOPLE})
    if row.links.count() >= EVER:
        raise NotNow(_("You have asked and taken back too often in this round. Begin another one."))
    if row.links.filter(mark=mark).exists():
        raise NotNow(_("This address has been asked in this round already."))
    today = timezone.now() - timedelta(days=1)
    if FeedbackLink.objects.filter(round__person=by, created_at__gt=today).count() >= A_DAY:
        raise NotNow(_("You have asked %(n)d people within a day. Ask the next ones tomorrow.") % {"n": A_DAY})


def _mark(row: FeedbackRound, email: str) -> str:
    return salted_hmac("feedback", f"{row.pk} {email.lower()}").hexdigest()


def _about(link: FeedbackLink) -> tuple[str, str]:
    """What the letters to one person are about: the first, and the reminder."""
    return f"feedback {link.pk}", f"feedback {link.pk} again"


def _write(link: FeedbackLink, token: str, template: str, about: str) -> None:
    programme = link.round.space.group.programme
    words = {
        "name": link.name,
        "who": link.round.person.name,
        "until": link.until,
        "is_together": link.round.is_together,
    }
    mail.write_outside(
        link.email,
        template,
        about=about,
        words=words,
        path=reverse("monitoring:others_answer", args=(token,)),
        language=programme.language,
        zone=ZoneInfo(programme.time_zone),
    )


def _hold(person: Any) -> None:
    """One after the other, where the same person sends two forms at once."""
    User.objects.select_for_update().get(pk=person.pk)

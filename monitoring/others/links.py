"""The personal link of somebody who is asked: it opens one form, for one answer, and dies with it.

A link that was never made, is used, has ended or was taken back is the same as none.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from people import tokens
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group

from ..models import FeedbackLink
from .asking import forget_letters


def of_token(token: str) -> FeedbackLink | None:
    """The link that can be answered now by this token. Two queries."""
    rows = FeedbackLink.objects.filter(tokens.opens(token), until__gt=timezone.now(), **_OPEN)
    link = rows.select_related("round__person", "round__space__group__programme").first()
    return link if link and _asks_still(link) else None


def was_sent_with(token: str, once: str) -> bool:
    """Whether the answer behind this token came with this very form: it was sent twice."""
    try:
        return FeedbackLink.objects.filter(tokens.opens(token), once=UUID(once)).exists()
    except ValueError:
        return False


def answer(link: FeedbackLink, answers: dict[str, Any], *, once: UUID | None) -> bool:
    """Take the answer and forget the address; whether it counted. Of two at the same moment one does."""
    return _settle(link, answers=answers, once=once, answered_at=timezone.now())


def decline(link: FeedbackLink) -> bool:
    """The person would rather not: the address goes at once, and no reminder comes."""
    return _settle(link, declined_at=timezone.now())


_OPEN: dict[str, Any] = {"answered_at": None, "declined_at": None, "taken_back_at": None}


def _settle(link: FeedbackLink, **changes: Any) -> bool:
    with transaction.atomic():
        rows = FeedbackLink.objects.filter(pk=link.pk, until__gt=timezone.now(), **_OPEN)
        is_first = bool(rows.update(email="", **changes))
        forget_letters([link])
    return is_first


def _asks_still(link: FeedbackLink) -> bool:
    """Whether the mentee who asks is still in the group, and the group runs."""
    space, person = link.round.space, link.round.person
    mentee = Participation.objects.of(person, Role.MENTEE).filter(space=space)
    return space.group.state != Group.State.ENDED and mentee.exists()

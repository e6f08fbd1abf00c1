"""Who was asked, as the mentee may know it: where answers are read together, nothing tells who has answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from people.moments import date_format

from ..models import FeedbackLink, FeedbackRound
from .asking import why_no_reminder


@dataclass(frozen=True)
class Asked:
    """One person who was asked: where it stands in words, and what can be done now."""

    link: FeedbackLink
    words: str
    tone: str
    can_be_reminded: bool
    can_be_taken_back: bool


def shown(row: FeedbackRound, links: Sequence[FeedbackLink]) -> list[Asked]:
    """Everybody who counts as asked. Asks the database nothing."""
    for link in links:
        link.round = row
    return [_asked(link) for link in links if not link.taken_back_at]


def _asked(link: FeedbackLink) -> Asked:
    is_told = link.is_settled and not link.round.is_together
    has_ended = timezone.now() >= link.until
    if is_told:
        words, tone = (_("has answered"), "done") if link.answered_at else (_("would rather not"), "plain")
    elif has_ended:
        words, tone = _("the link has ended"), "plain"
    else:
        words = _("asked, until %(day)s") % {"day": date_format(timezone.localtime(link.until), "j F")}
        tone = "waiting"
    return Asked(link, words, tone, not why_no_reminder(link), not (is_told or has_ended))

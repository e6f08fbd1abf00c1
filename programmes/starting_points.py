"""Ready-made starting points of a programme: what is usual, so that a name and a first day are enough."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .choices import Mode, SpokenLanguage
from .heading import months_after
from .models import Programme


@dataclass(frozen=True)
class StartingPoint:
    """A programme as it is often run: ``months`` long, and the settings it begins with."""

    slug: str
    title: str | Promise
    words: str | Promise
    purpose: str | Promise
    months: int
    mode: Mode
    is_individual: bool
    group_at_most: int
    diary_readers: Programme.DiaryReaders

    def settings(self) -> dict[str, Any]:
        """Its settings, with the purpose in the language of now."""
        return {
            "purpose": str(self.purpose),
            "mode": self.mode.value,
            "is_individual": self.is_individual,
            "group_at_most": self.group_at_most,
            "diary_readers": self.diary_readers.value,
        }

    def ends_on(self, starts_on: date) -> date:
        """The last day of one that starts on this day."""
        return months_after(starts_on, self.months) - timedelta(days=1)


STARTING_POINTS = (
    StartingPoint(
        "groups",
        _("Mentoring in groups, 8 sessions in 6 months"),
        _("One mentor with up to six mentees. They meet face to face and online, every three weeks."),
        _("People who look for work find their next step, together with others and a mentor."),
        months=6,
        mode=Mode.BLENDED,
        is_individual=False,
        group_at_most=6,
        diary_readers=Programme.DiaryReaders.MANAGERS,
    ),
    StartingPoint(
        "one-to-one",
        _("One to one, 9 months"),
        _("One mentor with one mentee, about twice a month. Only the two of them read their diaries."),
        _("Each mentee reaches a goal of their own with a mentor beside them."),
        months=9,
        mode=Mode.BLENDED,
        is_individual=True,
        group_at_most=1,
        diary_readers=Programme.DiaryReaders.GROUP,
    ),
    StartingPoint(
        "short",
        _("Short programme in groups, 3 months"),
        _("One mentor with up to eight mentees. They meet face to face in one place, every week or two."),
        _("A group gets to know one topic and its people, and everyone leaves with a plan."),
        months=3,
        mode=Mode.FACE_TO_FACE,
        is_individual=False,
        group_at_most=8,
        diary_readers=Programme.DiaryReaders.MANAGERS,
    ),
)
BY_SLUG = {one.slug: one for one in STARTING_POINTS}


def languages_of(person: Any) -> dict[str, Any]:
    """Languages and documents in the language of whoever sets up, where people meet in it; otherwise English."""
    code = person.language if person.language in SpokenLanguage.values else SpokenLanguage.ENGLISH.value
    return {"languages": [code], "language": person.language}

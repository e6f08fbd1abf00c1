"""What managers read of it: numbers without names, from five answers on and in fives; texts likewise (R69)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.models import Programme

from .. import saying
from ..measuring import About
from ..models import FollowUp, FollowUpAnswer
from ..models.afterwards import MONTHS
from ..suppression import in_steps, is_enough
from .asking import day_of, ends_of, months_of
from .wording import QUESTIONS


@dataclass(frozen=True)
class Wave:
    """Those who were asked after so many months. ``said``: the answers that are counted, which nobody hands out."""

    months: int
    is_on: bool
    asked: int = 0
    said: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    next_on: date | None = None

    @property
    def title(self) -> str:
        """“After 3 months”."""
        return ngettext("After %(n)d month", "After %(n)d months", self.months) % {"n": self.months}

    @property
    def short(self) -> str:
        """“3 months”, for a narrow screen."""
        return ngettext("%(n)d month", "%(n)d months", self.months) % {"n": self.months}

    @property
    def asked_words(self) -> str:
        """How many were asked; a small number is not said."""
        if not self.asked:
            return _("nobody yet")
        many = ngettext("%(n)d person", "%(n)d people", self.asked) % {"n": self.asked}
        return many if is_enough(self.asked) else saying.too_few(About.PEOPLE)

    @property
    def answered_words(self) -> str:
        """How many answered, in fives."""
        n = len(self.said)
        return ngettext("at least %(n)d", "at least %(n)d", n) % {"n": n} if n else saying.too_few()

    def counted(self, question: str) -> dict[str, str]:
        """How many gave which answer to a question, in words; nothing where nothing may be said."""
        many = Counter(one for said in self.said for one in _as_list(said.get(question)))
        options = dict(QUESTIONS[question][1]) if self.said else {}
        return {key: _("%(got)s of %(of)s") % {"got": many[key], "of": len(self.said)} for key in options}

    @property
    def helped(self) -> list[str]:
        """What helped most, in their words: by the alphabet, so that the order tells nothing; from five texts on."""
        texts = [text for said in self.said if (text := str(said.get("helped") or ""))]
        return sorted(texts, key=str.casefold) if is_enough(len(texts)) else []


def compared(found: Sequence[Wave]) -> list[tuple[str, list[tuple[str, list[tuple[Wave, str]]]]]]:
    """Each question with its answers as rows and the waves as columns; none as long as nothing may be said."""
    if not any(wave.said for wave in found):
        return []
    rows = []
    for name, (label, options) in QUESTIONS.items():
        told = [(wave, wave.counted(name)) for wave in found]
        cells = [(str(words), [(wave, many.get(key, "")) for wave, many in told]) for key, words in options]
        rows.append((str(label), cells))
    return rows


def _as_list(said: Any) -> list[str]:
    return said if isinstance(said, list) else [said]


def waves(programme: Programme, *, now: datetime) -> list[Wave]:
    """How it stands with each of `MONTHS`. Four queries."""
    plan = months_of([programme])[programme.pk]
    rows = FollowUp.objects.filter(space=programme.space_id).order_by()
    asked = dict(rows.values_list("months").annotate(n=Count("pk")))
    said: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    told = FollowUpAnswer.objects.filter(space=programme.space_id).order_by("created_at", "pk")
    for months, answers in told.values_list("months", "answers"):
        said[months].append(answers)
    ends = list(ends_of(programme.groups.all()).values_list("ended_at", flat=True))
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    return [
        Wave(
            months,
            months in plan,
            asked.get(months, 0),
            said[months][: len(in_steps(range(len(said[months]))))],
            min((day for at in ends if (day := day_of(at, months, programme)) > today), default=None),
        )
        for months in MONTHS
    ]

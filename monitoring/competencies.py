"""How the competencies of the mentees of a group have moved, as they and as their mentor see it (R48)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents import wordings
from documents.kinds import Texts
from documents.models import Version
from policy.permissions import Role
from programmes.models import Group

from . import charts
from .charts import Bar
from .document_kinds.competencies import COMPETENCIES, COMPETENCIES_BY_MENTOR, COMPETENCIES_OWN, LEVELS, RATED

SITTINGS = 12  # at most, the newest ones


@dataclass(frozen=True)
class Sitting:
    """One sheet: who saw it (mentee or mentor), when, and the level of each competency (1 is the lowest)."""

    by_mentor: bool
    on: datetime
    url: str
    levels: dict[str, int]


@dataclass(frozen=True)
class Row:
    """One competency of one mentee: its levels in the order of the sittings, ``None`` where none was given.

    ``names`` are the levels of the programme in words, the lowest first.
    """

    text: str
    levels: tuple[int | None, ...]
    sittings: tuple[Sitting, ...]
    names: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The levels in words; empty where none was given."""
        return [self.name(level) for level in self.levels]

    def name(self, level: int | None) -> str:
        """A level in words; a number that the programme has no word for any more as the number."""
        if level is None:
            return ""
        return self.names[level - 1] if level <= len(self.names) else str(level)

    def last(self, *, by_mentor: bool) -> int | None:
        """The newest level that one side gave."""
        said = [n for n, one in zip(self.levels, self.sittings, strict=True) if one.by_mentor == by_mentor and n]
        return said[-1] if said else None

    @property
    def first(self) -> int | None:
        """The first level that the mentee gave."""
        said = [n for n, one in zip(self.levels, self.sittings, strict=True) if not one.by_mentor and n]
        return said[0] if said else None


@dataclass(frozen=True)
class Portrait:
    """One mentee with every sitting that the reader may read."""

    person: Any
    sittings: tuple[Sitting, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The levels in words, the lowest first."""
        return self.rows[0].names if self.rows else ()


def of_group(group: Group, reader: Any) -> list[Portrait]:
    """The mentees of whom ``reader`` may read something, by name; as many queries for any number of sheets."""
    slugs = (COMPETENCIES_OWN.slug, COMPETENCIES_BY_MENTOR.slug)
    rows = (
        Version.objects.visible_to(reader)
        .in_force()
        .filter(document__space=group.space_id, document__kind_slug__in=slugs)
    )
    found: dict[UUID, list[Version]] = defaultdict(list)
    for version in rows.defer("sheet").select_related("document").order_by("sealed_at"):
        if version.document.person_id:
            found[version.document.person_id].append(version)
    texts = wordings.in_use(COMPETENCIES_OWN, group.programme.space)
    mentees = [seat.person for seat in group.space.people(Role.MENTEE)]
    return [_portrait(person, found[person.pk][-SITTINGS:], texts) for person in mentees if found[person.pk]]


def drawn(portrait: Portrait) -> SafeString:
    """The chart of one mentee: for each competency where the mentee began, where both sides see it now."""
    bars = [bar for row in portrait.rows for bar in _bars(row)]
    title = _("Competencies of %(name)s") % {"name": portrait.person.name}
    description = _("For each competency the first and the newest answer of the mentee, and the newest of the mentor.")
    return charts.bars(bars, key=f"of-{portrait.person.pk}-chart", title=title, description=description)


def _bars(row: Row) -> list[Bar]:
    first, now, seen = row.first, row.last(by_mentor=False), row.last(by_mentor=True)
    told = [(_("mentee at first: %(n)d"), first if first != now else None)]
    told += [(_("mentee: %(n)d"), now), (_("mentor: %(n)d"), seen)]
    found = [(words % {"n": level}, level) for words, level in told if level]
    return [
        Bar("" if place else row.text, words, level / max(len(row.names), level))
        for place, (words, level) in enumerate(found)
    ]


def _portrait(person: Any, versions: list[Version], texts: Texts) -> Portrait:
    sittings = tuple(_sitting(version) for version in versions)
    names = tuple(level["text"] for level in texts[LEVELS.slug])
    rows = (
        Row(one["text"], tuple(sitting.levels.get(one["key"]) for sitting in sittings), sittings, names)
        for one in texts[COMPETENCIES.slug]
    )
    return Portrait(person, sittings, tuple(rows))


def _sitting(version: Version) -> Sitting:
    given = version.answers.get(RATED)
    levels = {key: int(value) for key, value in (given or {}).items() if isinstance(value, str) and value.isdecimal()}
    by_mentor = version.document.kind_slug == COMPETENCIES_BY_MENTOR.slug
    assert version.sealed_at is not None  # it is in force
    return Sitting(by_mentor, version.sealed_at, version.get_absolute_url(), levels)

"""What is recommended in a document goes into the ledger when the document is sealed (R55, R57).

A newer version of the same document changes the words of what is not decided yet; what was decided stays as it was.
"""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from documents import wordings
from documents.models import Version
from policy.models import Space
from policy.permissions import Role
from programmes.models import Programme

from .models import Recommendation

Told = Callable[[Version], list[str]]
Speaker = Callable[[Version], str]
Open = Recommendation.State.OPEN


def into_ledger(told: Told, speaker: str | Speaker, source: str = Recommendation.Source.FORM) -> Any:
    """For a kind: what ``told`` finds in a version that is sealed becomes recommendations said by ``speaker``."""

    def collect(version: Version, by: Any) -> None:
        if version.is_scan:  # what the paper says nobody has typed
            return
        said_by = speaker if isinstance(speaker, str) else speaker(version)
        _collect(version, _once_each(told(version)), {"said_by": str(said_by), "source": source})

    return collect


def rows_of(section: str) -> Told:
    """Each row of a section: what is recommended, and under it why."""
    return lambda version: [
        "\n".join(part for part in (_text(row, "what"), _text(row, "why")) if part) for row in _rows(version, section)
    ]


def answer_of(section: str, field: str) -> Told:
    """One answer of a section."""
    return lambda version: [_text(version.answers.get(section), field)]


def talked_about(section: str, texts: str, key: str) -> Told:
    """What was said to one question out of a list of the programme's own: the one that has ``key``."""

    def told(version: Version) -> list[str]:
        assert version.kind
        lists = wordings.texts_of(version.kind, version.space, version.wording)
        asked = {text["text"] for text in lists.get(texts, []) if text["key"] == key}
        return [_text(row, "text") for row in _rows(version, section) if _text(row, "title") in asked]

    return told


def role_of_person(version: Version) -> str:
    """What the person whom a document is about is in the group."""
    mentors = [row.person_id for row in version.space.people(Role.MENTOR)]
    said_by = Recommendation.From
    return said_by.MENTOR if version.document.person_id in mentors else said_by.MENTEE


def _collect(version: Version, said: list[str], told: dict[str, Any]) -> None:
    rows = list(Recommendation.objects.filter(document=version.document_id).order_by("place"))
    known = {row.words for row in rows}
    by_place = {row.place: row for row in rows if row.words not in said}  # no longer said in these words
    last = max((row.place for row in rows), default=0)
    programme = _programme(version)
    told |= {"said_on": timezone.localdate(version.sealed_at, ZoneInfo(programme.time_zone))}
    for place, words in enumerate(said, start=1):
        if words in known:
            continue
        if row := by_place.pop(place, None):  # in other words now: of what is decided the words stay
            Recommendation.objects.filter(pk=row.pk, state=Open).update(words=words, **told)
            continue
        last += 1
        fresh = Recommendation(space=programme.space, document=version.document, place=last, words=words, **told)
        fresh.save(force_insert=True)
    taken_back = [row.pk for row in by_place.values() if not row.decision]
    Recommendation.objects.filter(pk__in=taken_back, state=Open).delete()


def _programme(version: Version) -> Programme:
    space: Space = version.space
    programme: Programme = space.programme if space.kind == Space.Kind.PROGRAMME else space.group.programme
    return programme


def _once_each(said: list[str]) -> list[str]:
    return list(dict.fromkeys(words for words in said if words))


def _rows(version: Version, section: str) -> list[Any]:
    rows = version.answers.get(section)
    return rows if isinstance(rows, list) else []


def _text(row: Any, name: str) -> str:
    """What a row of answers says there, whatever shape it has: it was read from the database."""
    value = row.get(name) if isinstance(row, dict) else None
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""

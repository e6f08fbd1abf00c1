"""Feedback that mentees have released to their mentor (R45): one by one with the name, or in averages of many.

The documents themselves are read by their writers and the managers alone; what a mentor hears is decided here, anew at
each reading: the newest version of an answer counts, so that whoever takes a release back is not read any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from documents.models import Version
from policy.models import Participation
from policy.permissions import Action, Role, require
from programmes.models import Group

from .document_kinds.mentee_feedback import MENTEE_FEEDBACK, PACE, SHARING, Session, Words

ANSWERS_AT_LEAST, PEOPLE_AT_LEAST = 5, 3
AT_MOST = 500
RATINGS = ("useful", "heard", "way", "pushed")
Line = tuple[str, str]


@dataclass(frozen=True)
class Heard:
    """One answer that may be read with the name: whose, of which session, what it says."""

    version: Version
    lines: list[Line]


@dataclass(frozen=True)
class Received:
    """What a mentor reads: answers with names, the newest first, and averages where enough answers are in them."""

    named: list[Heard]
    averages: list[tuple[str, float]]


def for_mentor(group: Group, *, by: Any) -> Received:
    """What was released to the mentor of a group about the time since they came. Two queries and the right to ask.

    Raises ``PermissionDenied`` for anybody else. Of what was not released nothing is told, not even that it is there.
    """
    require(by, Action.HEAR, group)
    since = Participation.objects.of(by, Role.MENTOR).filter(space=group.space).order_by("starts_at").first()
    if since is None:
        return Received([], [])
    answers = Version.objects.in_force().filter(
        document__space=group.space,
        document__kind_slug=MENTEE_FEEDBACK.slug,
        document__created_at__gte=since.starts_at,  # what a mentor before was told is not the next one's to read
    )
    rows = answers.defer("sheet").select_related("document__person").order_by("document__created_at")[:AT_MOST]
    by_choice: dict[str, list[Version]] = {"name": [], "summary": []}
    for version in rows:
        by_choice.get(_part(version, "afterwards").get("may_read", ""), []).append(version)
    return Received(
        [Heard(version, list(_lines(version))) for version in reversed(by_choice["name"])],
        _averages(_enough(by_choice["summary"])),
    )


def _enough(versions: Sequence[Version]) -> list[Version]:
    """The answers that averages may be made of: whole lots of at least five from at least three people.

    One more answer changes nothing until the next lot is whole, so that nobody can work out what it said.
    """
    whole: list[Version] = []
    lot: list[Version] = []
    for version in versions:
        lot.append(version)
        if len(lot) >= ANSWERS_AT_LEAST and len({one.document.person_id for one in lot}) >= PEOPLE_AT_LEAST:
            whole, lot = [*whole, *lot], []
    return whole


def _averages(versions: Sequence[Version]) -> list[tuple[str, float]]:
    """For each statement the mean of what was answered, where enough people did."""
    found = []
    for name in RATINGS:
        given = [(one.document.person_id, value) for one in versions if (value := _rating(one, name))]
        if len(given) >= ANSWERS_AT_LEAST and len({person for person, _value in given}) >= PEOPLE_AT_LEAST:
            found.append((_label(name), round(sum(value for _person, value in given) / len(given), 1)))
    return found


def _lines(version: Version) -> Iterator[Line]:
    """What one answer says, without what is meant for the managers: the wish for a call, and the choice itself."""
    session, said = _part(version, "session"), _part(version, "words")
    for name, field in Session.base_fields.items():
        choices: Any = {"sharing": SHARING, "pace": PACE}.get(name) or getattr(field, "choices", ())
        if words := dict(choices).get(session.get(name, "")):
            yield str(field.label), str(words)
    for name, field in Words.base_fields.items():
        if words := str(said.get(name) or ""):
            yield str(field.label), words


def _part(version: Version, section: str) -> dict[str, Any]:
    found = version.answers.get(section)
    return found if isinstance(found, dict) else {}


def _rating(version: Version, name: str) -> int:
    value = str(_part(version, "session").get(name) or "")
    return int(value) if value in ("1", "2", "3", "4", "5") else 0


def _label(name: str) -> str:
    return str(Session.base_fields[name].label)

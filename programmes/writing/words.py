"""What stands in a letter for each person: placeholders, filled in the person's language and zone."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import mail
from people.models import User
from people.moments import date_format
from policy.models import Participation
from policy.permissions import Role

from ..models import Group, Writing

# Translators: these stand beside a word in braces that is replaced by what they say.
PLACEHOLDERS: dict[str, Any] = {
    "name": gettext_lazy("what the reader is called"),
    "programme": gettext_lazy("the name of the programme"),
    "group": gettext_lazy("the reader's group"),
    "mentor": gettext_lazy("the mentor of that group"),
    "next_session": gettext_lazy("when the group meets next"),
}
HOLE = re.compile(r"{([^{}\n]{0,40})}")
NextSessions = Callable[[list[UUID], datetime], Mapping[UUID, datetime]]
_next_sessions: list[NextSessions] = []


def next_sessions_from(source: NextSessions) -> None:
    """Hand down what knows when groups meet next: their ids and the moment go in, moments by group come out."""
    _next_sessions[:] = [source]


def unknown(text: str) -> list[str]:
    """What stands in braces and is no placeholder, as it was written."""
    return sorted({hole for hole in HOLE.findall(text) if hole not in PLACEHOLDERS})


@dataclass(frozen=True)
class Known:
    """What is known of the people of a letter: their group, its mentor, and when it meets next."""

    writing: Writing
    groups: Mapping[UUID, Group] = field(default_factory=dict)
    mentors: Mapping[UUID, str] = field(default_factory=dict)
    next: Mapping[UUID, datetime] = field(default_factory=dict)

    def words_for(self, person: User) -> dict[str, str]:
        """Every placeholder for one person, in the active language and zone; something sensible where nothing is known."""
        group = self.groups.get(person.pk)
        meets = self.next.get(group.pk) if group else None
        return {
            "name": person.greeting_name,
            "programme": self.writing.programme.name,
            "group": group.name if group else _("your group"),
            "mentor": (self.mentors.get(group.pk) if group else None) or _("your mentor"),
            "next_session": _moment(meets) if meets else _("not planned yet"),
        }

    def without(self, people: Iterable[User]) -> dict[str, int]:
        """For how many of these the letter uses a placeholder of which nothing is known, by placeholder."""
        used = {hole for one in self.writing.texts.values() for text in one.values() for hole in HOLE.findall(text)}
        rows = [self.groups.get(person.pk) for person in people]
        missing = {
            "group": sum(group is None for group in rows),
            "mentor": sum(group is None or not self.mentors.get(group.pk) for group in rows),
            "next_session": sum(group is None or group.pk not in self.next for group in rows),
        }
        return {name: n for name, n in missing.items() if n and name in used}


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l j F Y, H:i")


def known(writing: Writing, people: Iterable[User], *, now: datetime) -> Known:
    """Ask once for all of ``people``; of several groups the first running one counts, or the group that is written to."""
    spaces = writing.programme.groups.exclude(state=Group.State.ENDED).order_by("-number")
    if writing.group:
        spaces = spaces.filter(pk=writing.group.pk)
    groups = {group.space_id: group for group in spaces}
    held = Participation.objects.running().filter(space__in=list(groups)).select_related("person")
    mine: dict[UUID, Group] = {}
    mentors: dict[UUID, str] = {}
    wanted = {person.pk for person in people}
    for row in sorted(held, key=lambda row: -groups[row.space_id].number):
        if row.person_id in wanted:
            mine[row.person_id] = groups[row.space_id]
        if row.role == Role.MENTOR:
            mentors[groups[row.space_id].pk] = row.person.name
    of = sorted({group.pk for group in mine.values()})
    return Known(writing, mine, mentors, _next_sessions[0](of, now) if _next_sessions and of else {})


def language_for(writing: Writing, person: User) -> str:
    """The language in which this person gets the letter: their own where it has a text, else the programme's."""
    own = writing.texts.get(person.letter_language, {})
    return person.letter_language if own.get("subject") and own.get("text") else writing.programme.language


def filled(writing: Writing, person: User, facts: Known) -> tuple[str, str]:
    """Subject and text for one person, in their zone and the language of ``language_for``."""
    said = writing.texts.get(language_for(writing, person), {})
    with mail.speaking_to(person):
        words = facts.words_for(person)
    subject, text = (
        HOLE.sub(lambda hole: words.get(hole[1], hole[0]), said.get(part, "")) for part in ("subject", "text")
    )
    return " ".join(subject.split())[:200], text.strip()

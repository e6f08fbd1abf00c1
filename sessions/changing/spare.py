"""The mentors who lead no group, for the managers who may have somebody for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from programmes import proposing, without_group
from programmes.models import Application, Programme
from programmes.training import trained_people


@dataclass(frozen=True)
class Spare:
    """A mentor who leads no group: which one they led last, in words, whether they are trained, for how many they have room."""

    application: Application
    words: str
    is_trained: bool
    room: int


def told(programme: Programme, mentors: Sequence[Application]) -> list[Spare]:
    """What is told of these mentors, who lead no group. As many queries for one as for many."""
    if not mentors:
        return []
    words, trained = without_group.in_words(programme, mentors), trained_people(programme)
    return [
        Spare(row, words.get(row.pk, ""), row.person_id in trained, proposing.room(row, programme)) for row in mentors
    ]

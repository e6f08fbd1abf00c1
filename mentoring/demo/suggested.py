"""The library of the demo, and what Tomas suggests from it. The links lead to example.org: nobody's real page is meant."""

import uuid
from typing import Any

from programmes.models import Group, Programme, Resource
from programmes.resources import library
from sessions import suggesting
from sessions.models import Meeting

from .cast import Cast

LIBRARY: tuple[dict[str, Any], ...] = (
    {
        **{"title": "The first three lines of a CV", "topic": "cv", "level": "first", "minutes": 10, "licence": "by"},
        "about": "What a reader looks for in the first ten seconds, with two examples to mend.",
    },
    {
        **{"title": "Ten questions of every interview", "topic": "interviews", "level": "on", "minutes": 25},
        **{"licence": "by-sa", "about": "Answer each aloud, then read what an employer wanted to hear."},
    },
    {
        **{"title": "Kaip rasti neskelbiamą darbą", "topic": "vacancies", "level": "on", "minutes": 20},
        **{
            "language": "lt",
            "licence": "by-nc",
            "about": "Jobs that are never advertised, and whom to ask about them.",
        },
    },
    {
        **{"title": "What does an hour of mine cost?", "topic": "money", "level": "first", "minutes": 30},
        **{"licence": "cc0", "about": "A sheet to work out a price that one can live on."},
    },
    {
        **{"title": "A business plan on one page", "topic": "plan", "level": "depth", "minutes": 90},
        "about": "Nine boxes, each with a question and an example.",
    },
)


def fill(programme: Programme, *, by: Any) -> list[Resource]:
    """Put the resources into a library."""
    return [
        library.add(Resource(programme=programme, link=f"https://example.org/resources/{n}", **told), None, by=by)
        for n, told in enumerate(LIBRARY, start=1)
    ]


def suggest(ausra: Group, coming: Meeting, rows: list[Resource], people: Cast) -> None:
    """Two to both mentees, one to Nia alone; Ela has said that one helped."""
    task, by = coming.homework.first(), people.tomas
    helped, *_others = [
        suggesting.suggest(row, ausra, whom, why, pk=uuid.uuid4(), by=by)
        for row, whom, why in (
            (rows[0], suggesting.For(meeting=coming, homework=task), "Before you rewrite your first lines."),
            (rows[1], suggesting.For(meeting=coming), "We shall try four of them aloud."),
            (rows[2], suggesting.For(people.nia), "You asked how your cousin found hers."),
        )
    ]
    suggesting.say(helped, "yes", "I cut mine from nine lines to three.", by=people.ela)

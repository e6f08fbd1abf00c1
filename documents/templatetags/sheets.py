"""How the answers of a sheet stand under each other."""

from collections.abc import Sequence

from django import template

register = template.Library()
Line = dict[str, str]
BESIDE = 110  # characters of an answer up to which it stands beside its question


@register.filter
def answered(entry: Sequence[Line]) -> list[Line]:
    """The answers that are there, each with its ``look``: ``line`` beside its question, ``text`` below it, ``tick`` behind.

    Running texts of an entry look the same; where most answers stand below their questions, all of them do.
    """
    there = [line for line in entry if line["answer"]]
    are_long = any(_is_long(line) for line in there if line["shape"] == "text")
    below = [_is_long(line) or (are_long and line["shape"] == "text") for line in there]
    mostly = 2 * sum(below) > len(there)
    return [_looking(line, mostly or is_below) for line, is_below in zip(there, below, strict=True)]


@register.filter
def under(row: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    """Each cell of a row with the title of its column, which stands beside it where a phone has no room for columns."""
    return list(zip(columns, row, strict=True))


@register.filter
def unanswered(entry: Sequence[Line]) -> list[str]:
    """The questions that nobody answered."""
    return [line["question"] for line in entry if not line["answer"]]


def _looking(line: Line, is_below: bool) -> Line:
    look = "tick" if line["shape"] == "tick" else "text" if is_below else "line"
    return {**line, "look": look}


def _is_long(line: Line) -> bool:
    return len(line["answer"]) > BESIDE or "\n" in line["answer"]

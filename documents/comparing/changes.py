"""What changed between two sheets: sections, questions, clauses and rows, and the words in them. Pure: no database.

It compares the words that were frozen, whatever kind of document they come from and whatever code laid them out.
Signatures and comments are not compared: they belong to one version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import alignment
from .marks import NEW, REMOVED, SAME, Effort, Marks, Piece, compare
from .passages import Entry, Section, passages_of

CHANGED, MOVED = "changed", "moved"


@dataclass(frozen=True)
class Part:
    """One answer, cell or text: the question over it, and its words with marks."""

    label: str
    how: str
    marks: Marks


@dataclass(frozen=True)
class Change:
    """One clause, row or set of answers that is ``new``, ``removed``, ``changed`` or only ``moved``.

    ``head`` is what it is called, with marks. ``was`` and ``now`` are its places in the list, counted from 1 (``None``
    where there is no list); ``is_moved``: it changed places with others, not merely pushed by something new.
    """

    how: str
    head: Marks = ()
    was: int | None = None
    now: int | None = None
    is_moved: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def ordinal(self) -> str:
        """Its place as a list shows it; nothing where there is none, or where its name is a number already."""
        has_number = bool(self.head) and self.head[-1].words.rpartition(" ")[2].isdigit()
        return f"{self.now}." if self.now and not has_number else ""


@dataclass(frozen=True)
class SectionChanges:
    """What changed in one section; ``how``: the whole section is ``new`` or ``removed``, or something in it changed."""

    title: Marks
    how: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Changes:
    """All that changed from version ``old`` to version ``new``; false when nothing did."""

    old: int | None
    new: int | None
    sections: tuple[SectionChanges, ...]
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.sections)


def between(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """What changed from the sheet ``old`` to the sheet ``new``, in the order of the new one.

    Takes sheets of any shape: what it does not know is compared as text. However long they are, one call costs at most
    an ``Effort``; texts beyond it are shown as gone and new as a whole.
    """
    before, after, effort = passages_of(old), passages_of(new), Effort()
    pairs = alignment.by_name([one.title for one in before], [one.title for one in after])
    found = [
        _of_section(None if i is None else before[i], None if j is None else after[j], effort)
        for i, j in _renamed(pairs, before, after)
    ]
    language = str(new.get("language", ""))
    return Changes(old.get("version"), new.get("version"), tuple(one for one in found if one), language)


def _renamed(pairs: list[alignment.Pair], before: Sequence[Section], after: Sequence[Section]) -> list[alignment.Pair]:
    """A section that stands where one has gone, and is of the same make, is that one under another title."""
    alone = {i for i, j in pairs if i is not None and j is None}
    came = {j for i, j in pairs if i is None and j is not None}
    again = {n for n in alone & came if before[n].is_list == after[n].is_list}
    return [(j, j) if j in again and i is None else (i, j) for i, j in pairs if j is not None or i not in again]


def _of_section(was: Section | None, now: Section | None, effort: Effort) -> SectionChanges | None:
    old, new = was or Section(""), now or Section("")
    changes = [*_of_note(old, new, effort), *_of_entries(old, new, effort)]
    how = CHANGED if was and now else NEW if now else REMOVED
    title = compare(old.title, new.title, effort) if was and now else _whole(how, (now or old).title)
    if changes or how != CHANGED or old.title != new.title:
        return SectionChanges(title, how, tuple(changes))
    return None


def _of_note(old: Section, new: Section, effort: Effort) -> Iterator[Change]:
    if old.note != new.note:
        marks = compare(old.note, new.note, effort)
        yield Change(CHANGED, parts=(Part("", CHANGED, marks),))


def _of_entries(old: Section, new: Section, effort: Effort) -> Iterator[Change]:
    is_list = old.is_list or new.is_list
    pairs: list[alignment.Pair] = [(0, 0)] if old.entries and new.entries else []
    if is_list or not pairs:
        pairs = alignment.by_words([one.named for one in old.entries], [one.named for one in new.entries])
    went = alignment.moved(pairs) if is_list else set()
    for i, j in pairs:
        was, now = (None if i is None else old.entries[i]), (None if j is None else new.entries[j])
        if was != now or j in went:
            places = (None if i is None else i + 1, None if j is None else j + 1) if is_list else (None, None)
            change = _change(was, now, places, j in went, effort)
            if change.parts or change.is_moved or any(piece.how != SAME for piece in change.head):
                yield change  # else only questions without an answer came or went


def _change(
    was: Entry | None, now: Entry | None, places: tuple[int | None, int | None], is_moved: bool, effort: Effort
) -> Change:
    if was and now:
        how = MOVED if was == now else CHANGED
        head = compare(was.head, now.head, effort)
        return Change(how, head, *places, is_moved, tuple(_parts(was, now, effort)))
    one, how = (now, NEW) if now else (was, REMOVED)
    assert one is not None
    parts = tuple(Part(label, how, _whole(how, text)) for label, text in one.texts if text)
    return Change(how, _whole(how, one.head), *places, False, parts)


def _parts(was: Entry, now: Entry, effort: Effort) -> Iterator[Part]:
    """The answers that differ; a question that is new or gone counts when it has an answer."""
    for i, j in alignment.by_name([label for label, _text in was.texts], [label for label, _text in now.texts]):
        old, new = ("" if i is None else was.texts[i][1]), ("" if j is None else now.texts[j][1])
        if old != new:
            label = was.texts[i][0] if i is not None else now.texts[j or 0][0]
            how = CHANGED if i is not None and j is not None else REMOVED if j is None else NEW
            yield Part(label, how, compare(old, new, effort))


def _whole(how: str, text: str) -> Marks:
    return (Piece(how, text),) if text else ()

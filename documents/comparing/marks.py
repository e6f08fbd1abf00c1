"""Which words of a text are new and which are gone: two texts become one with marks. Pure, and quick for any text.

The longest common run of words is found with whole rows of bits at a time. ``difflib`` is not used: a text made for it
keeps it busy for minutes (1,200 words: 15 s, measured), and texts come from people we do not know.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

SAME, NEW, REMOVED = "same", "new", "removed"
WORD = re.compile(r"\s+|[.,;:!?()\[\]{}\"“”„«»]+|[^\s.,;:!?()\[\]{}\"“”„«»]+")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
AT_MOST = 150_000_000  # words × words of one pair of texts: 12,000 × 12,000, and as many bits kept
PIECES = 500  # in more pieces nobody reads it: then line by line, or all of it


@dataclass(frozen=True)
class Piece:
    """A run of words: the ``SAME`` in both texts, ``NEW``, or ``REMOVED``."""

    how: str
    words: str


Marks = tuple[Piece, ...]


@dataclass
class Effort:
    """What comparing may still cost, in words × words; one for a whole page, so that many long texts do not add up."""

    left: int = 1_000_000_000

    def spend(self, cost: int) -> bool:
        """Whether so much is left; then it is spent."""
        affordable = cost <= min(self.left, AT_MOST)
        self.left -= cost if affordable else 0
        return affordable


def compare(old: str, new: str, effort: Effort | None = None) -> Marks:
    """``old`` and ``new`` as one text with marks.

    Without the new pieces it reads exactly as ``old``, without the removed ones exactly as ``new``. Word by word; line
    by line where that would cost too much or fall to pieces; else all of it gone and all of it new.
    """
    effort = effort or Effort()
    if old == new:
        return (Piece(SAME, old),) if old else ()
    for unit in (WORD, LINE):
        before, after = _cut(unit, old), _cut(unit, new)
        pairs = _affordable([word for _space, word in before], [word for _space, word in after], effort)
        if pairs is not None and len(marks := _smooth(_runs(before, after, pairs))) <= PIECES:
            return marks
    return tuple(piece for piece in (Piece(REMOVED, old), Piece(NEW, new)) if piece.words)


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of a longest common run of both, in order. Costs ``len(old) × len(new)`` bits, whatever stands in them."""
    where: dict[Hashable, int] = {}
    for place, thing in enumerate(old):
        where[thing] = where.get(thing, 0) | 1 << place
    row = everything = (1 << len(old)) - 1
    rows = []
    for thing in new:
        met = row & where.get(thing, 0)
        row = ((row + met) | (row - met)) & everything
        rows.append(row)
    return _walk_back(old, new, rows)


def _walk_back(old: Sequence[Hashable], new: Sequence[Hashable], rows: list[int]) -> list[tuple[int, int]]:
    """From the end to the start; bit ``i`` of row ``j`` is 0 where thing ``i`` made the common run longer."""
    i, j = len(old), len(new)
    pairs = []
    while i and j:
        if old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif rows[j - 1] >> (i - 1) & 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _affordable(old: list[str], new: list[str], effort: Effort) -> list[tuple[int, int]] | None:
    """The common run of both; what is the same at the start and at the end costs nothing. ``None``: too expensive."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    ends = len(old) - tail, len(new) - tail
    if not effort.spend((ends[0] - head) * (ends[1] - head)):
        return None
    middle = [(head + i, head + j) for i, j in align(old[head : ends[0]], new[head : ends[1]])]
    return [*((n, n) for n in range(head)), *middle, *((ends[0] + n, ends[1] + n) for n in range(tail))]


def _cut(unit: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """The text as space and word, space and word; the last word is empty and carries the space at the end."""
    found, space = [], ""
    for word in unit.findall(text):
        if unit is WORD and word.isspace():
            space = word
        else:
            found.append((space, word))
            space = ""
    return [*found, (space, "")]


@dataclass
class _Run:
    """What is gone and what is new at one place, then what is the same until the next place."""

    gone: str = ""
    come: str = ""
    same: str = ""


def _runs(old: list[tuple[str, str]], new: list[tuple[str, str]], pairs: list[tuple[int, int]]) -> list[_Run]:
    runs, at = [_Run()], (0, 0)
    for i, j in pairs:
        gone = "".join(space + word for space, word in old[at[0] : i])
        come = "".join(space + word for space, word in new[at[1] : j])
        (before, word), (after, _word) = old[i], new[j]
        space = before if before == after else ""
        if gone or come or before != after:
            if runs[-1].same:
                runs.append(_Run())
            runs[-1].gone += gone + (before if before != after else "")
            runs[-1].come += come + (after if before != after else "")
        runs[-1].same += space + word
        at = i + 1, j + 1
    return runs


def _smooth(runs: list[_Run]) -> Marks:
    """As pieces: a word or two that stayed by chance between larger changes is read with them."""
    joined: list[_Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and 2 * len(before.same.strip()) <= min(_weight(before), _weight(run)):
            both = before.same
            joined[-1] = _Run(before.gone + both + run.gone, before.come + both + run.come, run.same)
        else:
            joined.append(run)
    return _merged([piece for run in joined for piece in _pieces(run)])


def _weight(run: _Run) -> int:
    return min(len(run.gone.strip()), len(run.come.strip()))


def _pieces(run: _Run) -> list[Piece]:
    """The space at the start of both is no change."""
    space = 0
    while run.gone[space : space + 1].isspace() and run.gone[space] == run.come[space : space + 1]:
        space += 1
    return [
        Piece(SAME, run.gone[:space]),
        Piece(REMOVED, run.gone[space:]),
        Piece(NEW, run.come[space:]),
        Piece(SAME, run.same),
    ]


def _merged(pieces: list[Piece]) -> Marks:
    """Without empty pieces, and with neighbours of one sort as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.words and found[-1].how == piece.how:
            found[-1] = Piece(piece.how, found[-1].words + piece.words)
        elif piece.words:
            found.append(piece)
    return tuple(found)

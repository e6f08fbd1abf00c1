"""Which clause, row or section of an old sheet is which of the new one: kept, reworded, moved. Pure."""

from collections.abc import Callable, Hashable, Sequence

from .marks import WORD, align

Pair = tuple[int | None, int | None]  # places in the old and in the new list; None where it is not there
Named = tuple[str, str]  # what it is called, and all that it says
ALIKE = 0.5  # share of common words from which two are the same one, reworded
LOOKED_AT = 2_000  # characters of each that decide it
LOOKS = 60  # so many on each side are looked at for it


def by_name(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pairs of the same name, the first with the first and so on; the others stand alone."""
    pairs: dict[int, int] = {}
    _equal(old, new, pairs, lambda name: name)
    return _with_the_others(pairs, len(old), len(new))


def by_words(old: Sequence[Named], new: Sequence[Named]) -> list[Pair]:
    """Pairs of the same words, then of mostly the same words, then of the same name; the others stand alone."""
    pairs: dict[int, int] = {}
    _equal(old, new, pairs, lambda one: one)
    _alike(old, new, pairs)
    _equal(old, new, pairs, lambda one: one[0] or None)
    return _with_the_others(pairs, len(old), len(new))


def moved(pairs: Sequence[Pair]) -> set[int]:
    """Places in the new list of what changed places with others; what was only pushed by something new has not."""
    both = sorted((j, i) for i, j in pairs if i is not None and j is not None)
    order = [i for _j, i in both]
    stayed = {here for here, _there in align(order, sorted(order))}
    return {j for here, (j, _i) in enumerate(both) if here not in stayed}


def _equal(old: Sequence, new: Sequence, pairs: dict[int, int], name: Callable[..., Hashable]) -> None:
    """Add pairs of equal names among those without a partner; ``None`` is no name."""
    waiting: dict[Hashable, list[int]] = {}
    taken = set(pairs.values())
    for i in range(len(old) - 1, -1, -1):
        if i not in taken and name(old[i]) is not None:
            waiting.setdefault(name(old[i]), []).append(i)
    for j, one in enumerate(new):
        if j not in pairs and waiting.get(name(one)):
            pairs[j] = waiting[name(one)].pop()


def _alike(old: Sequence[Named], new: Sequence[Named], pairs: dict[int, int]) -> None:
    """Add pairs that share most of their words, the most alike first."""
    taken = set(pairs.values())
    before = {i: _vocabulary(old[i]) for i in range(len(old)) if i not in taken}
    after = {j: _vocabulary(new[j]) for j in range(len(new)) if j not in pairs}
    scores = [
        (-_likeness(before[i], after[j]), abs(i - j), i, j) for i in list(before)[:LOOKS] for j in list(after)[:LOOKS]
    ]
    for _score, _apart, i, j in sorted(score for score in scores if score[0] <= -ALIKE):
        if i not in taken and j not in pairs:
            pairs[j] = i
            taken.add(i)


def _vocabulary(one: Named) -> frozenset[str]:
    text = f"{one[0]} {one[1]}"[:LOOKED_AT].casefold()
    return frozenset(word for word in WORD.findall(text) if word[0].isalnum())


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _with_the_others(pairs: dict[int, int], old: int, new: int) -> list[Pair]:
    """Every place of both lists, in the order of the new one; what is gone stands behind what it stood behind."""
    partner = {i: j for j, i in pairs.items()}
    found: list[tuple[tuple[float, int], Pair]] = [((j, -1), (pairs.get(j), j)) for j in range(new)]
    behind = -1.0
    for i in range(old):
        if i in partner:
            behind = partner[i]
        else:
            found.append(((behind, i), (i, None)))
    return [pair for _place, pair in sorted(found, key=lambda one: one[0])]

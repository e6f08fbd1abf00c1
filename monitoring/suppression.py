"""What people answered is shown for five people together at least, and no subtraction finds fewer. Pure.

Who reads a total and all but one of its parts knows the part that is left out. So what is left out of a total is either
nothing, or the answers of at least five people (`shown`). Who looks today and tomorrow knows what was added in between.
So outside the house answers are counted in steps of five people (`in_steps`).
"""

from collections.abc import Hashable, Sequence, Set

LEAST = 5


def is_enough(people: int) -> bool:
    """Whether the answers of so many people may be shown together."""
    return people >= LEAST


def shown(parts: Sequence[Set[Hashable]]) -> list[bool]:
    """Which parts of a total may be shown beside it; a part is the set of the people whose answers it is made of.

    The total itself may be shown when all its people together are enough. No part of fewer than five people is shown,
    and as long as the people of the hidden parts are fewer than five, the smallest part that is shown is hidden too.
    The people of two parts may be the same ones (who answers several questions).
    """
    found = [is_enough(len(part)) for part in parts]
    while 0 < len(_hidden(parts, found)) < LEAST and any(found):
        found[min((len(part), n) for n, part in enumerate(parts) if found[n])[1]] = False
    return found


def in_steps(people: Sequence[Hashable]) -> list[Hashable]:
    """Of people in the order in which they answered, so many fives as are full."""
    return list(people[: len(people) // LEAST * LEAST])


def _hidden(parts: Sequence[Set[Hashable]], found: Sequence[bool]) -> set[Hashable]:
    return {person for part, is_shown in zip(parts, found, strict=True) if not is_shown for person in part}

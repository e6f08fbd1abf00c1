"""Lines that somebody pasted, as rows: name, address and role, with or without a line that names the columns."""

import csv
from collections.abc import Iterator

from policy.permissions import Role

from .. import imports

IN_ORDER = ["name", "email", "role"]
SEPARATORS = "\t;,"  # the first of them that stands in a line; a name may hold a comma


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each filled line, with a header first whether there was one or not."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if _is_header(first):
        yield from imports.rows_of(text)
        return
    yield 0, IN_ORDER
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, _in_order(_split(line))


def _is_header(line: str) -> bool:
    names = [imports.column(cell) for cell in _split(line)]
    return "@" not in line and ("email" in names or "name" in names)


def _split(line: str) -> list[str]:
    separator = next((sign for sign in SEPARATORS if sign in line), "\t")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]


def _in_order(cells: list[str]) -> list[str]:
    """Name, address, role, then whatever else there is: an address and a role are known by their looks."""
    left = list(cells)
    address = next((cell for cell in left if "@" in cell), left[1] if len(left) > 1 else "")
    if address:
        left.remove(address)
    role = next((cell for cell in left if cell.casefold() in (Role.MENTOR, Role.MENTEE)), "")
    if role:
        left.remove(role)
    name, *others = [cell for cell in left if cell] or [""]
    if not role and others:  # in the place of a role, and none
        role = others.pop(0)
    return [name, address, role, *others]

"""When somebody's access ends, what is open in front of them must close too, and not only at their next request."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

Told = TypeVar("Told")
Listener = Callable[[list[UUID]], None]
_listeners: list[Listener] = []
_addresses: list[Callable[[Any], None]] = []


def when_access_ends(listener: Listener) -> None:
    """Hand down who is told of the people whose access may have ended. It looks anew what they may still do."""
    if listener not in _listeners:
        _listeners.append(listener)


def access_ends(people: Iterable[Any]) -> None:
    """Say of these people (by id) that a part of theirs, a session or the account ended; told after the commit.

    A listener that fails changes nothing of the deed: rights are asked of the database, this only wakes up.
    """
    whom = list(people)
    for listener in _listeners if whom else ():
        after_commit(listener, whom)


def when_taken_back(switch_off: Callable[[Any], None]) -> None:
    """Hand down what ends a secret address that a person may have made, and needs no session: a calendar."""
    if switch_off not in _addresses:
        _addresses.append(switch_off)


def taken_back(person: Any) -> None:
    """Say that an account is its owner's again: no secret address that was made meanwhile goes on. In the transaction."""
    for switch_off in _addresses:
        switch_off(person)


def after_commit(listener: Callable[[Told], None], about: Told) -> None:
    """Tell a listener once the transaction is committed; its failing is logged and stops nobody else."""

    def tell() -> None:
        listener(about)

    transaction.on_commit(tell, robust=True)

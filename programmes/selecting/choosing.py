"""What a manager decides from a page: told at once, or noted where the programme waits."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.machine import NotNow
from policy.permissions import Action

from .. import selection
from ..models import Application, SelectionRules
from . import reserve
from .noting import NotedMeanwhile, note


@dataclass
class Outcome:
    """What came of it: how many were decided and left, whether only noted, and what others had noted meanwhile.

    ``moved``: how many got another place on the reserve list, of which nobody is told.
    """

    is_noted: bool
    done: int = 0
    left: int = 0
    moved: int = 0
    overtaken: list[str] = field(default_factory=list)

    @property
    def is_worth_saying(self) -> bool:
        """Whether how many were decided is to be told, be it none."""
        return bool(self.done) or not (self.overtaken or self.moved)

    @property
    def words(self) -> str:
        """For how many it is done, and what follows."""
        if self.is_noted:
            words = ngettext(
                "Noted for %(n)d application. Nobody is told before the day that you have set.",
                "Noted for %(n)d applications. Nobody is told before the day that you have set.",
                self.done,
            )
        else:
            words = ngettext(
                "%(n)d application decided. The person is told by mail.",
                "%(n)d applications decided. The people are told by mail.",
                self.done,
            )
        return words % {"n": self.done}

    @property
    def words_left(self) -> str:
        """For how many it was not possible; empty for none."""
        words = ngettext(
            "%(n)d was left as it is: decided so already, or in a group.",
            "%(n)d were left as they are: decided so already, or in a group.",
            self.left,
        )
        return words % {"n": self.left} if self.left else ""


def choose(
    applications: Iterable[Application],
    decision: Action | None,
    *,
    rules: SelectionRules,
    seen: Callable[[Application], int],
    by: Any,
    reason: str = "",
    rank: int | None = None,
) -> Outcome:
    """Decide on applications, or note it (``None``: take back what was noted). ``seen``: see ``noting.note``.

    Who is on the reserve list already and is put on it again with another place changes it; that needs no letter.
    """
    outcome = Outcome(rules.waits())
    if decision == Action.RESERVE and rank is not None:
        applications = list(applications)
        outcome.moved = sum(reserve.put_at(one, rank, by=by) for one in applications)
        applications = applications if not outcome.moved else []
    if not outcome.is_noted:
        if decision is None:
            raise NotNow(_("The day on which people are told has passed. Decide, and they are told at once."))
        done, left = selection.decide(applications, decision, by=by, reason=reason, rank=rank)
        outcome.done, outcome.left = done, left
        return outcome
    for application in applications:
        try:
            note(application, decision, seen=seen(application), by=by, reason=reason, rank=rank)
        except NotedMeanwhile as told:
            outcome.overtaken.append(str(told))
        except NotNow:
            outcome.left += 1
        else:
            outcome.done += 1
    return outcome

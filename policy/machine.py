"""The one door for change: who may, when, compare-and-set, what is recorded and who is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from jobs.queue import enqueue

from .models import Event
from .permissions import Action, Role, require

Guard = Callable[[Any], str | None]


class NotNow(Exception):
    """The right person, the wrong moment. Its text is the plain reason that people read."""


@dataclass(frozen=True)
class Transition:
    """One arrow: ``action`` leads from one of ``source`` to ``target``.

    ``when``: guards; each looks at the thing and answers ``None`` or why not. ``tells``: the roles that get a letter
    (`templates/mail/<app>/<model>_<action>.txt`). ``then``: names of jobs that get an outbox row, with the thing's id.
    ``by_itself``: it also happens when its time has come, and then by nobody.
    """

    action: Action
    source: str | tuple[str, ...]
    target: str
    when: tuple[Guard, ...] = ()
    tells: frozenset[Role] = frozenset()
    then: tuple[str, ...] = ()
    by_itself: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The states it may start from."""
        return (self.source,) if isinstance(self.source, str) else self.source


@dataclass(frozen=True)
class Machine:
    """A life as a table: where it begins, and every arrow."""

    initial: str
    transitions: tuple[Transition, ...]

    def find(self, action: Action, state: str) -> Transition | None:
        """The arrow that ``action`` is from ``state``, if there is one."""
        return next((arrow for arrow in self.transitions if arrow.action == action and state in arrow.sources), None)

    def why_not(self, thing: Any, action: Action) -> str | None:
        """Why ``action`` is not possible now; ``None`` when it is. Looks at *when*, not at *who*."""
        arrow = self.find(action, thing.state)
        if arrow is None:
            # Translators: the state of a thing (“published”), and what somebody tried to do with it (“sign”)
            return _("This is “%(state)s” now, so it is not possible to %(action)s.") % {
                "state": thing.get_state_display(),
                "action": action.label,
            }
        return next((reason for guard in arrow.when if (reason := guard(thing))), None)


def move(thing: Any, action: Action, *, by: Any, where: models.Q | None = None, **changes: Any) -> Event:
    """Do ``action`` on ``thing``: the only way a state changes.

    Checks who (``PermissionDenied``) and when (``NotNow``), changes state and ``changes`` by compare-and-set, so that
    of two people at the same moment exactly one succeeds, records an ``Event`` and writes the outbox rows, all in one
    transaction. ``where`` adds a condition to the statement itself, for what must hold at that very moment.
    ``by`` is ``None`` where the clock does it; only an arrow that says so allows that. ``thing`` carries the new values
    afterwards.
    """
    machine: Machine = thing.machine
    arrow = machine.find(action, thing.state)
    if by is not None:
        require(by, action, thing)
    elif arrow is not None and not arrow.by_itself:
        raise PermissionDenied(_("This does not happen by itself."))
    if reason := machine.why_not(thing, action):
        raise NotNow(reason)
    assert arrow is not None
    with transaction.atomic():
        source = thing.state
        rows = type(thing)._default_manager.filter(pk=thing.pk, state=source)
        if not (rows.filter(where) if where else rows).update(state=arrow.target, **changes):
            raise NotNow(_("Somebody else was faster. Look at how it stands now, then try again."))
        for name, value in {"state": arrow.target, **changes}.items():
            setattr(thing, name, value)
        event = record(thing, action, by=by, source=source, target=arrow.target)
        _write_outbox(arrow, thing, event)
    return event


def record(thing: Any, action: Action, *, by: Any, source: str = "", target: str = "") -> Event:
    """Keep that ``by`` did ``action`` on ``thing``, inside the transaction of the deed; also where no state changes."""
    return Event.objects.create(
        space=thing.space,
        by=by,
        action=action,
        thing=thing._meta.label_lower,
        thing_id=thing.pk,
        source=source,
        target=target,
    )


def _write_outbox(arrow: Transition, thing: Any, event: Event) -> None:
    for name in arrow.then:
        enqueue(name, key=f"{name}:{thing.pk}", by=event.by, thing=str(thing.pk))
    if arrow.tells:
        enqueue("policy.tell", by=event.by, event=event.pk, roles=sorted(arrow.tells))

"""The lives a version can have: reviewed, signed, or simply filed."""

from typing import Any

from django.utils.translation import gettext as _

from policy.machine import Machine, Transition
from policy.permissions import Action, Role

DRAFT, SUBMITTED, SIGNING, SEALED, SUPERSEDED = "draft", "submitted", "signing", "sealed", "superseded"
OPEN = (DRAFT, SUBMITTED, SIGNING)

_TOLD_WHEN_PUBLISHED = frozenset({Role.AUTHOR, Role.READER})


def everyone_signed(version: Any) -> str | None:
    """Guard: a signed document is not in force until complete (R25)."""
    waiting = version.signatories.filter(signed_at=None).count()
    return _("Not everyone has signed yet.") if waiting else None


_REPLACED = Transition(Action.REPLACE, SEALED, SUPERSEDED)
_PRINT = ("documents.print",)

REVIEWED = Machine(
    DRAFT,
    (
        Transition(Action.SUBMIT, DRAFT, SUBMITTED, tells=frozenset({Role.REVIEWER})),
        Transition(Action.SEND_BACK, SUBMITTED, DRAFT, tells=frozenset({Role.AUTHOR})),
        Transition(Action.PUBLISH, SUBMITTED, SEALED, tells=_TOLD_WHEN_PUBLISHED, then=_PRINT),
        _REPLACED,
    ),
)
SIGNED = Machine(
    DRAFT,
    (
        Transition(Action.OFFER, DRAFT, SIGNING),  # each gets a letter with a personal link: links.py
        Transition(Action.RECALL, SIGNING, DRAFT),
        Transition(
            Action.SEAL, SIGNING, SEALED, when=(everyone_signed,), tells=frozenset({Role.SIGNATORY}), then=_PRINT
        ),
        _REPLACED,
    ),
)
FILED = Machine(
    DRAFT,
    (
        Transition(Action.FILE, DRAFT, SEALED, tells=frozenset({Role.READER}), then=_PRINT),
        _REPLACED,
    ),
)
SENT_ONCE = Machine(  # counted as it was sent: no later version takes its place, and nobody is told who sent it
    DRAFT, (Transition(Action.FILE, DRAFT, SEALED, then=_PRINT),)
)
FILED_QUIETLY = Machine(  # whoever files it tells of it: FILED, without the letters
    DRAFT, (Transition(Action.FILE, DRAFT, SEALED, then=_PRINT), _REPLACED)
)

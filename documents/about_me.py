"""Who can read what about a person: told from the kinds of document and the table of rights, by the person's role."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policy.permissions import GRANTS, Action, Role, words_for
from policy.standing import Standing

from . import kinds
from .kinds import DocumentKind
from .rights import parts_in_words

# Roles that write documents or are written about, in the order of the page.
TOLD = {
    Role.MENTEE: _("As a mentee"),
    Role.MENTOR: _("As a mentor"),
    Role.APPLICANT: _("As an applicant"),
    Role.MANAGER: _("As a manager"),
}


@dataclass(frozen=True)
class Line:
    """One kind of document and who reads it."""

    title: str
    readers: str
    is_private: bool


@dataclass(frozen=True)
class Chapter:
    """What concerns a person in one role: ``written`` by them, ``about`` them by others."""

    role: Role
    title: Any
    written: list[Line]
    about: list[Line]


def chapters(person: Any) -> list[Chapter]:
    """A chapter for each role that ``person`` holds now. One query."""
    held = Standing.of(person).roles
    return [_chapter(role) for role in TOLD if role in held]


def _chapter(role: Role) -> Chapter:
    every = kinds.every()
    return Chapter(
        role,
        TOLD[role],
        [_line(kind, is_mine=not kind.parts.about) for kind in every if role in kind.parts.writers],
        [_line(kind) for kind in every if role in kind.parts.about and role not in kind.parts.writers],
    )


def _line(kind: DocumentKind, *, is_mine: bool = True) -> Line:
    # Translators: who reads a document, in a list like “you, the mentor and the managers of the programme”
    own = gettext("you") if is_mine else gettext("the person it is about")
    return Line(str(kind.title), parts_in_words(kind.parts, own=own), kind.parts.is_private)


def law() -> list[tuple[str, str]]:
    """Everything that can be done, and which roles may: the table of rights as it stands, without what nobody may."""
    return [(str(action.label), words_for(GRANTS[action])) for action in Action if GRANTS[action]]

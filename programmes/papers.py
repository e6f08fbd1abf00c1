"""The documents of a programme and of an applicant's file, as their reader may know and begin them."""

from typing import Any

from documents import dossier, kinds
from documents.dossier import Shelf
from documents.models import Document

from .heading import MADE_BY
from .models import Application, Programme


def of_application(application: Application, person: Any) -> list[Shelf]:
    """Those of an applicant's file; a mentor's file has no profile of a mentee, and the other way round."""
    shelves = _begun_or_to_begin(application, person)
    return [
        shelf for shelf in shelves if shelf.rows or MADE_BY.get(shelf.kind.slug, application.role) == application.role
    ]


def of_programme(programme: Programme, person: Any) -> list[Shelf]:
    """Those of the programme itself: its records and reports."""
    return _begun_or_to_begin(programme, person)


def _begun_or_to_begin(thing: Application | Programme, person: Any) -> list[Shelf]:
    shelves = dossier.of_space(thing.space, person, thing.roles_of(person))
    for shelf in shelves:
        blank = Document(kind_slug=shelf.kind.slug, space=thing.space)
        shelf.can_begin = shelf.can_begin and kinds.why_not_begin(blank) is None
    return shelves

"""Lines on the page of a programme, part by part. Rooms and higher floors hand theirs down: the page knows no other page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .models import Programme


class Part(models.TextChoices):
    """The parts of the page, in their order; their first lines are those of this floor."""

    SELECTION = "selection", _("Selection")
    TRAINING = "training", _("Training")
    MATCHING = "matching", _("Matching")
    GROUPS = "groups", _("Groups and their documents")
    MONITORING = "monitoring", _("Monitoring and evaluation")
    SETTINGS = "settings", _("The programme itself")


@dataclass(frozen=True)
class Line:
    """One thing of a programme, where it stands, and its page. ``is_first``: it is shown before everything else."""

    verb: str
    words: str
    url: str
    is_first: bool = False
    part: Part = Part.MONITORING


Source = Callable[[Programme], list[Line]]
_sources: list[Source] = []


def lines_from(source: Source) -> None:
    """Hand down what tells the lines of a programme to those who run it."""
    if source not in _sources:
        _sources.append(source)


def lines_of(programme: Programme) -> list[Line]:
    """What all rooms say of a programme, for those who run it."""
    return [line for source in _sources for line in source(programme)]


def by_part(lines: list[Line]) -> list[tuple[Any, list[Line]]]:
    """The lines that are not before everything else, part by part; parts without lines are left out."""
    parts = [(part.label, [line for line in lines if line.part == part and not line.is_first]) for part in Part]
    return [(name, there) for name, there in parts if there]

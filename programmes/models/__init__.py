"""Programmes, the people who apply, their training, the proposal of groups, and the groups."""

from .applications import Application, Import
from .arrivals import Arrival, Inviting
from .groups import Group, Seat
from .programmes import Programme
from .proposals import Placement, Proposal
from .spaced import SpacedQuerySet
from .trainings import TrainingAttendance, TrainingEvent

__all__ = [
    "Application",
    "Arrival",
    "Group",
    "Import",
    "Inviting",
    "Placement",
    "Programme",
    "Proposal",
    "Seat",
    "SpacedQuerySet",
    "TrainingAttendance",
    "TrainingEvent",
]

"""Programmes, the people who apply, their training, the proposal of groups, and the groups."""

from .applications import Application, Import
from .groups import Group, Seat
from .programmes import Programme
from .proposals import Placement, Proposal
from .spaced import SpacedQuerySet
from .trainings import TrainingAttendance, TrainingEvent, TrainingExpectation, TrainingMaterial, TrainingPlace
from .units import TrainingUnit, UnitPassed

__all__ = [
    "Application",
    "Group",
    "Import",
    "Placement",
    "Programme",
    "Proposal",
    "Seat",
    "SpacedQuerySet",
    "TrainingAttendance",
    "TrainingEvent",
    "TrainingExpectation",
    "TrainingMaterial",
    "TrainingPlace",
    "TrainingUnit",
    "UnitPassed",
]

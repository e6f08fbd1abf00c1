"""Programmes, the people who apply, their training, the proposal of groups, and the groups."""

from .applications import Application, Import
from .groups import Group, Seat
from .openings import AddressCheck, ApplicationDraft, Opening, SentForm
from .programmes import Programme
from .proposals import Placement, Proposal
from .spaced import SpacedQuerySet
from .trainings import TrainingAttendance, TrainingEvent

__all__ = [
    "AddressCheck",
    "Application",
    "ApplicationDraft",
    "Group",
    "Import",
    "Opening",
    "Placement",
    "Programme",
    "Proposal",
    "Seat",
    "SentForm",
    "SpacedQuerySet",
    "TrainingAttendance",
    "TrainingEvent",
]

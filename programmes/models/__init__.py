"""Programmes, the people who apply, their training, the proposal of groups, and the groups."""

from .applications import Application, Import
from .groups import Group, Seat
from .programmes import Programme
from .proposals import MatchingTerms, Placement, Proposal, Tie
from .spaced import SpacedQuerySet
from .trainings import TrainingAttendance, TrainingEvent

__all__ = [
    "Application",
    "Group",
    "Import",
    "MatchingTerms",
    "Placement",
    "Programme",
    "Proposal",
    "Seat",
    "SpacedQuerySet",
    "Tie",
    "TrainingAttendance",
    "TrainingEvent",
]

"""Programmes, the people who apply, their training, resources, the proposal of groups, and the groups."""

from .applications import Application, Import
from .arrivals import Arrival, Inviting
from .groups import Group, Seat
from .offers import Asking, Offer
from .openings import AddressCheck, ApplicationDraft, Opening, SentForm
from .programmes import Programme
from .proposals import MatchingTerms, Placement, Proposal, Tie
from .resources import Resource, ResourceImport
from .selecting import Agreement, ForgottenApplication, FreePlace, Interview, Score, SelectionRules
from .spaced import SpacedQuerySet
from .trainings import TrainingAttendance, TrainingEvent, TrainingExpectation, TrainingMaterial, TrainingPlace
from .units import TrainingUnit, UnitPassed
from .writing import Copy, LetterText, Writing

__all__ = [
    "AddressCheck",
    "Agreement",
    "Application",
    "ApplicationDraft",
    "Arrival",
    "Asking",
    "Copy",
    "ForgottenApplication",
    "FreePlace",
    "Group",
    "Import",
    "Interview",
    "Inviting",
    "LetterText",
    "MatchingTerms",
    "Offer",
    "Opening",
    "Placement",
    "Programme",
    "Proposal",
    "Resource",
    "ResourceImport",
    "Score",
    "Seat",
    "SelectionRules",
    "SentForm",
    "SpacedQuerySet",
    "Tie",
    "TrainingAttendance",
    "TrainingEvent",
    "TrainingExpectation",
    "TrainingMaterial",
    "TrainingPlace",
    "TrainingUnit",
    "UnitPassed",
    "Writing",
]

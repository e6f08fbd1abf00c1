"""The next programme is set up from one that was: its settings and its own texts, and nobody who took part."""

from datetime import date
from typing import Any
from uuid import UUID

from documents import wordings
from policy.permissions import Action, require

from . import founding
from .heading import months_after
from .models import MatchingTerms, Programme, Resource, SelectionRules, TrainingUnit
from .resources import library

KEPT = (
    *("purpose", "languages", "language", "time_zone", "mode", "is_individual", "diary_readers"),
    *("group_at_most", "training_needed"),
)
TERMS = ("weights", "rules", "at_least", "together", "is_fair", "asks_both_sides")
YEAR = 12


def create_next(earlier: Programme, *, pk: UUID, name: str, starts_on: date, by: Any) -> tuple[Programme, bool]:
    """A new draft with the settings and own texts of ``earlier``, and whether it was made now: the same id twice is one.

    Inside a transaction. The dates are shifted together.
    """
    require(by, Action.RUN, earlier)
    settings = {field: getattr(earlier, field) for field in KEPT}
    fresh = Programme(pk=pk, name=name, starts_on=starts_on, ends_on=end_of_next(earlier, starts_on), **settings)
    made = founding.create(fresh, by=by)
    if made is not fresh:
        return made, False
    wordings.take_over(earlier.space, made.space, by=by)
    _take_over_rules(earlier, made, by)
    return made, True


def _take_over_rules(earlier: Programme, made: Programme, by: Any) -> None:
    """How people are selected, trained and matched; not when they are told, and not when they can apply."""
    if rules := SelectionRules.objects.filter(programme=earlier).first():
        kept = {name: getattr(rules, name) for name in ("reserve_moves_up", "keep_declined_days", "criteria")}
        SelectionRules.objects.create(programme=made, **kept)
    if terms := MatchingTerms.objects.filter(programme=earlier).first():
        kept = {name: getattr(terms, name) for name in TERMS}
        MatchingTerms.objects.create(programme=made, **kept)
    same = ("slug", "title", "audience", "minutes", "text", "questions", "is_on", "is_needed")
    units = [
        TrainingUnit(programme=made, **{name: getattr(unit, name) for name in same}) for unit in earlier.units.all()
    ]
    TrainingUnit.objects.bulk_create(units)
    _take_over_library(earlier, made, by)


def _take_over_library(earlier: Programme, made: Programme, by: Any) -> None:
    """What is in the library; not what mentors brought, and nothing of how it was used."""
    same = (*library.TOLD, "file", "file_name", "media_type")
    rows = earlier.resources.filter(state=Resource.State.LIBRARY)
    Resource.objects.bulk_create(
        [Resource(programme=made, by=by, **{name: getattr(row, name) for name in same}) for row in rows]
    )


def end_of_next(earlier: Programme, starts_on: date) -> date:
    """The last day of a programme as long as ``earlier``: by the calendar where it begins on the same day of a month."""
    if starts_on.day == earlier.starts_on.day:
        months = YEAR * (starts_on.year - earlier.starts_on.year) + starts_on.month - earlier.starts_on.month
        return months_after(earlier.ends_on, months)
    return starts_on + (earlier.ends_on - earlier.starts_on)


def likely_start(earlier: Programme, *, on: date) -> date:
    """The same day in the first year in which it is still to come."""
    years = 1
    while months_after(earlier.starts_on, YEAR * years) < on:
        years += 1
    return months_after(earlier.starts_on, YEAR * years)

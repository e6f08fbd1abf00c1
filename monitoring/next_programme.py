"""The next programme is begun from this one: settings and texts, what is aimed at, and what was recommended (R77)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import kinds, wordings
from policy.models import Space
from policy.permissions import Action, require
from programmes import renewing
from programmes.models import Programme, Resource

from .models import AskingAfterwards, Benchmark, Objective, Recommendation, Target, Watch

OWN = ("id", "created_at")
State = Recommendation.State


def begin(earlier: Programme, *, pk: UUID, name: str, starts_on: date, by: Any) -> Programme:
    """A new draft programme with everything of ``earlier`` but people, groups and documents. Sent twice, it is one."""
    with transaction.atomic():
        programme, is_new = renewing.create_next(earlier, pk=pk, name=name, starts_on=starts_on, by=by)
        if is_new:
            for model in (Objective, Target, Benchmark):
                _copy(model.objects.filter(space=earlier.space_id), space=programme.space)
            for its_own in (Watch, AskingAfterwards):
                _copy(its_own.objects.filter(programme=earlier), programme=programme)
            _carry_over(earlier, programme)
    return programme


def _copy(rows: QuerySet[Any], **where: Any) -> None:
    """The same rows again, in another place."""
    names = [field.attname for field in rows.model._meta.concrete_fields if field.name not in (*OWN, *where)]
    model: type[models.Model] = rows.model
    model._default_manager.bulk_create([model(**where, **{name: getattr(row, name) for name in names}) for row in rows])


def _carry_over(earlier: Programme, programme: Programme) -> None:
    """What was not decided, or not done, is put before the managers of the next programme; only its words."""
    told = {"space": programme.space, "source": Recommendation.Source.EARLIER, "earlier": earlier.name}
    Recommendation.objects.bulk_create(
        [
            Recommendation(words=row.words, said_by=row.said_by, said_on=row.said_on, **told)
            for row in _unfinished(earlier)
        ]
    )


def _unfinished(programme: Programme) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(space=programme.space_id, state__in=(State.OPEN, State.ACCEPTED))


@dataclass(frozen=True)
class Taken:
    """One thing that the next programme takes over, in words, and what of it there is."""

    what: str
    words: str


def taken(programme: Programme) -> list[Taken]:
    """What the next programme would take over from this one."""
    space = programme.space
    own = wordings.newest_of_all(space)
    titles = [str(kind.title) for kind in kinds.every() if kind.slug in own]
    unfinished = _unfinished(programme).count()
    carried = ngettext(
        "%(n)d that is not decided or not done; it waits for your decision there",
        "%(n)d that are not decided or not done; they wait for your decision there",
        unfinished,
    )
    return [
        Taken(
            _("Settings"),
            _(
                "purpose, languages, time zone, how people meet, size of a group, who reads diaries, when mentees are asked afterwards"
            ),
        ),
        Taken(_("Texts of the documents"), ", ".join(titles) or _("the standard ones")),
        Taken(_("Library"), _library(programme)),
        Taken(_("Objectives and targets"), _aims(space)),
        Taken(_("When a group needs you"), _watched(programme)),
        Taken(
            _("Recommendations"), carried % {"n": unfinished} if unfinished else _("none is left to decide or to do")
        ),
    ]


def _library(programme: Programme) -> str:
    n = programme.resources.filter(state=Resource.State.LIBRARY).count()
    return ngettext("%(n)d resource", "%(n)d resources", n) % {"n": n} if n else _("nothing is in it")


def _aims(space: Space) -> str:
    numbers = [model.objects.filter(space=space).count() for model in (Objective, Target, Benchmark)]
    if not any(numbers):
        return _("none are written down")
    words = _("objectives: %(objectives)d, targets: %(targets)d, values of others to compare with: %(benchmarks)d")
    return words % dict(zip(("objectives", "targets", "benchmarks"), numbers, strict=True))


def _watched(programme: Programme) -> str:
    is_own = Watch.objects.filter(programme=programme).exists()
    return _("you are told after the days that you set") if is_own else _("you are told after the usual days")


def likely_name(programme: Programme) -> str:
    """Its name with the year after; where it names no year, with the year in which the next one starts."""
    name, years = re.subn(r"\b20\d\d(?!\d)", lambda found: str(int(found.group()) + 1), programme.name)
    return name if years else f"{name} {likely_start(programme).year}"[: Programme._meta.get_field("name").max_length]


def likely_start(programme: Programme) -> date:
    """The same day in the first year in which it is still to come."""
    return renewing.likely_start(programme, on=timezone.localdate())


def require_next(programme: Programme, *, by: Any) -> None:
    """Raise ``PermissionDenied`` unless ``by`` runs the programme and may create another."""
    require(by, Action.RUN, programme)
    require(by, Action.FOUND, Space.organisation())

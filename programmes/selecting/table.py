"""The table of applications: what of it is asked for, in which order, and what its reader may see of the scores."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.formats import number_format

from .. import without_group
from ..models import Agreement, Programme, Score
from .scoring import FAR_APART

ROWS = 100
ORDERS: dict[str, tuple[Any, ...]] = {
    "name": ("person__name", "pk"),
    "date": ("-created_at", "pk"),
    "score": (F("visible").desc(nulls_last=True), "person__name", "pk"),
}


def found(programme: Programme, said: Mapping[str, Any], *, by: Any) -> QuerySet[Any]:
    """The applications that ``said`` asks for (see ``FilterForm``; a key that is missing asks for nothing), in its order.

    Scores of others count only where ``by`` has scored or the managers have agreed: neither an order nor a filter gives
    away what is not to be seen.
    """
    rows: QuerySet[Any] = programme.applications.select_related("person")
    own = Score.objects.filter(application=OuterRef("pk"), by=by)
    agreed = Agreement.objects.filter(application=OuterRef("pk"))
    rows = rows.annotate(mine=Subquery(own.values("mean")[:1]), agreed=Subquery(agreed.values("score")[:1]))
    seen = Q(mine__isnull=False) | Q(agreed__isnull=False)
    rows = rows.annotate(visible=Case(When(seen, then=F("score")), default=Value(None)))
    return rows.filter(_asked(said)).order_by(*ORDERS[said.get("order") or "name"])


def _asked(said: Mapping[str, Any]) -> Q:
    asked = Q()
    for name in ("role", "state"):
        if value := said.get(name):
            asked &= Q(**{name: value})
    if value := said.get("language"):
        asked &= Q(languages__icontains=f'"{value}"')
    if value := said.get("field"):
        asked &= Q(field__icontains=value)
    if value := said.get("q"):
        asked &= Q(person__name__icontains=value)
    if value := said.get("goal"):  # SQLite keeps letters outside ASCII escaped, PostgreSQL as they are
        asked &= Q(goals__icontains=value) | Q(goals__icontains=json.dumps(value)[1:-1])
    if value := said.get("noted"):
        asked &= {"any": ~Q(noted=""), "none": Q(noted="", state="applied")}.get(value, Q(noted=value))
    return asked & _asked_of_scores(said.get("scores") or "")


def _asked_of_scores(which: str) -> Q:
    """Not scored by me; scores that differ, among those that I have scored too."""
    if which == "not-mine":
        return Q(mine__isnull=True, state__in=("applied", "reserve"))
    return Q(mine__isnull=False, spread__gte=FAR_APART) if which == "differ" else Q()


def page_of(programme: Programme, said: Mapping[str, Any], number: Any, *, by: Any) -> Page[Any]:
    """One page, with the scores in words (``mine_words``, ``score_words``; empty where there is none to see).

    ``in_no_group`` says which group somebody was in last who is in none at present.
    """
    page = Paginator(found(programme, said, by=by), ROWS).get_page(number)
    rows: list[Any] = list(page.object_list)
    page.object_list = rows
    words = without_group.in_words(programme, rows)
    for row in rows:
        row.mine_words, row.score_words = _in_words(row.mine), _in_words(row.visible)
        row.in_no_group = words.get(row.pk, "")
        row.differ = row.mine is not None and row.agreed is None and row.spread >= FAR_APART
    return page


def _in_words(score: int | None) -> str:
    return "" if score is None else number_format(score / 100, 1)

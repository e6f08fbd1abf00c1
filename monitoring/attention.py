"""Who needs the manager today: facts, never contents. Every rule is one query, whatever the number of groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Document, Signatory, Version
from policy.models import Participation
from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group, Programme
from sessions.models import CallWish, Meeting

from .document_kinds.well_matched import WELL_MATCHED

SHOWN = 5
UNSIGNED_DAYS = 7
DIARY_DAYS = 7


@dataclass(frozen=True)
class Concern:
    """One kind of thing that needs the manager: in how many groups, the first few of them, and what to do."""

    words: str
    verb: str
    groups: tuple[Group, ...]
    in_all: int
    url: str = ""  # where it is done; empty: in the group

    @property
    def more(self) -> int:
        """How many groups are not shown."""
        return self.in_all - len(self.groups)


Words = Callable[[int], str]


def for_manager(standing: Standing, *, now: datetime) -> list[Concern]:
    """What needs this manager, the most harmful first. Six queries."""
    mine = Group.objects.filter(programme__space__in=standing.spaces(Role.MANAGER)).exclude(state=Group.State.ENDED)
    return [concern for concern in (*_people(mine), *_papers(mine, now)) if concern]


def _people(mine: QuerySet[Group]) -> tuple[Concern | None, ...]:
    """Who would like a call, and who doubts the match."""
    return (
        _concern(
            mine.filter(Exists(CallWish.objects.filter(space=OuterRef("space"), answered_at=None))),
            _("Call back"),
            lambda n: ngettext(
                "Somebody in %(n)d group would like a call", "Somebody in each of %(n)d groups would like a call", n
            ),
            url=reverse("sessions:calls"),
        ),
        _concern(
            _fit_in_doubt(mine),
            _("Call both sides"),
            lambda n: ngettext(
                "%(n)d group doubts that it is well matched", "%(n)d groups doubt that they are well matched", n
            ),
        ),
    )


def _papers(mine: QuerySet[Group], now: datetime) -> tuple[Concern | None, ...]:
    """What is late: contract, session, diary."""
    return (
        _concern(
            _unsigned(mine, now),
            _("Open the contract"),
            lambda n: ngettext(
                "%(n)d group has not signed its contract for a week",
                "%(n)d groups have not signed their contract for a week",
                n,
            ),
        ),
        _concern(
            _without_contract(mine),
            _("Draft the contract"),
            lambda n: ngettext("%(n)d group has no contract yet", "%(n)d groups have no contract yet", n),
        ),
        _concern(
            _without_session(mine, now),
            _("Ask the mentor"),
            lambda n: ngettext("%(n)d group has no session planned", "%(n)d groups have no session planned", n),
        ),
        _concern(
            _diary_overdue(mine, now),
            _("Remind the keeper"),
            lambda n: ngettext(
                "%(n)d group owes a diary for more than a week", "%(n)d groups owe a diary for more than a week", n
            ),
        ),
    )


def _concern(groups: QuerySet[Group], verb: str, words: Words, url: str = "") -> Concern | None:
    """The first few groups with, beside each row, how many there are in all: one query instead of two."""
    rows = list(groups.annotate(in_all=Window(Count("pk"))).select_related("programme").order_by("created_at")[:SHOWN])
    if not rows:
        return None
    in_all = rows[0].in_all
    return Concern(words(in_all) % {"n": in_all}, verb, tuple(rows), in_all, url)


def _contract(**state: Any) -> Exists:
    return Exists(Version.objects.filter(document__space=OuterRef("space"), document__kind_slug="contract", **state))


def _fit_in_doubt(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Somebody who is there has answered “not good” or “not sure yet” and not changed it since; never why (R18)."""
    there = Participation.objects.running().filter(
        space=OuterRef("document__space"), person=OuterRef("document__person")
    )
    answers = Version.objects.in_force().filter(
        Exists(there), document__space=OuterRef("space"), document__kind_slug=WELL_MATCHED.slug
    )
    return groups.filter(Exists(answers.filter(answers__match__fit__in=("unsure", "not"))))


def _unsigned(groups: QuerySet[Group], now: datetime) -> QuerySet[Group]:
    offered = Signatory.objects.filter(
        version__document__space=OuterRef("space"), version__document__kind_slug="contract", version__state="signing"
    )
    return groups.filter(Exists(offered.filter(created_at__lt=now - timedelta(days=UNSIGNED_DAYS))))


def _without_contract(groups: QuerySet[Group]) -> QuerySet[Group]:
    return groups.filter(~_contract(state__in=("signing", "sealed")))


def _without_session(groups: QuerySet[Group], now: datetime) -> QuerySet[Group]:
    coming = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.PLANNED, ends_at__gt=now)
    return groups.exclude(state=Group.State.FINAL).filter(~Exists(coming))


def _diary_overdue(groups: QuerySet[Group], now: datetime) -> QuerySet[Group]:
    handed_in = Document.objects.filter(
        kind_slug="diary", occasion=OuterRef("pk"), versions__state__in=("submitted", "sealed")
    )
    owed = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.HELD, keeper__isnull=False)
    owed = owed.filter(ends_at__lt=now - timedelta(days=DIARY_DAYS)).filter(~Exists(handed_in))
    return groups.filter(Exists(owed))


def stages(standing: Standing) -> list[dict[str, Any]]:
    """Each running programme of a manager, with how many groups stand where. Two queries."""
    managed = Programme.objects.filter(space__in=standing.spaces(Role.MANAGER))
    programmes = list(managed.exclude(state=Programme.State.CLOSED)[:30])
    counts: dict[Any, dict[str, int]] = {}
    rows = (
        Group.objects.filter(programme__in=programmes).order_by().values("programme", "state").annotate(n=Count("pk"))
    )
    for row in rows:
        counts.setdefault(row["programme"], {})[row["state"]] = row["n"]
    return [_stage_row(programme, counts.get(programme.pk, {})) for programme in programmes]


def _stage_row(programme: Programme, counts: dict[str, int]) -> dict[str, Any]:
    initial = counts.get("forming", 0) + counts.get("initial", 0)
    return {
        "programme": programme,
        "groups": sum(counts.values()),
        "initial": initial,
        "working": counts.get("working", 0),
        "final": counts.get("final", 0),
        "ended": counts.get("ended", 0),
    }

"""Who needs the manager today: the signals of all groups, ranked; and where every group stands. Facts, never contents."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group, Programme

from . import check_ins, signals
from .models import Postponement
from .signals import Rule

SHOWN = 3  # groups of one kind on the home page


@dataclass(frozen=True)
class Signal:
    """One reason to look at one group, since when; and until when its manager has put it off, if so."""

    rule: Rule
    group: UUID
    space: UUID
    name: str
    programme: str
    since: datetime
    now: datetime
    put_off: Postponement | None = None

    @property
    def days(self) -> int:
        """For how many whole days."""
        return max(0, (self.now - self.since).days)

    @property
    def url(self) -> str:
        """Where something is done about it in this group."""
        if self.rule.slug == "no-mentor":
            return reverse("sessions:change_mentor", args=(self.group,))
        if self.rule.act == signals.REMIND:
            return f"{reverse('monitoring:remind', args=(self.rule.slug,))}?group={self.group}"
        if self.rule.act == signals.CALL:
            return f"{reverse('monitoring:check_ins')}?group={self.group}"
        return self.group_url

    @property
    def remedy_url(self) -> str:
        """Where the group itself is changed, when that may be what helps; empty for other signals (R19)."""
        return reverse("sessions:changes", args=(self.group,)) if self.rule.slug == "fit-in-doubt" else ""

    @property
    def group_url(self) -> str:
        """The group's page."""
        return reverse("room", args=(self.group,))


@dataclass(frozen=True)
class Concern:
    """One kind of thing that needs the manager: in how many groups, and the first few of them."""

    rule: Rule
    words: str
    signals: tuple[Signal, ...]
    in_all: int

    @property
    def url(self) -> str:
        """Where something is done about all of it at once; about the only one, when there is one."""
        if self.in_all == 1:
            return self.signals[0].url
        if self.rule.act == signals.REMIND:
            return reverse("monitoring:remind", args=(self.rule.slug,))
        if self.rule.slug in ("call-wanted", "call-due"):
            return reverse("monitoring:check_ins")
        return f"{reverse('monitoring:attention')}?what={self.rule.slug}"

    @property
    def more(self) -> int:
        """How many groups are not shown."""
        return self.in_all - len(self.signals)


@dataclass(frozen=True)
class Morning:
    """What a manager finds: what needs them, and what they have put off."""

    raised: tuple[Signal, ...]
    put_off: tuple[Signal, ...]

    def concerns(self, at_most: int = SHOWN) -> list[Concern]:
        """The signals by kind, the most harmful kind first; in each those that last longest."""
        found = [(rule, [signal for signal in self.raised if signal.rule == rule]) for rule in signals.RULES]
        return [
            Concern(rule, rule.words(len(rows)) % {"n": len(rows)}, tuple(rows[:at_most]), len(rows))
            for rule, rows in found
            if rows
        ]


def for_manager(standing: Standing, *, now: datetime) -> Morning:
    """What needs this manager. Three queries, however many rules and groups there are."""
    managed = standing.spaces(Role.MANAGER)
    if not managed:
        return Morning((), ())
    found = sorted(_all_of(managed, now), key=lambda signal: signal.since)
    later = _put_off(managed, timezone.localdate(now))
    marked = [(signal, later.get((signal.space, signal.rule.slug))) for signal in found]
    return Morning(
        tuple(signal for signal, row in marked if row is None),
        tuple(replace(signal, put_off=row) for signal, row in marked if row is not None),
    )


def _all_of(managed: Iterable[UUID], now: datetime) -> Iterable[Signal]:
    columns = signals.since_columns(now)
    groups = Group.objects.filter(programme__space__in=managed).exclude(state=Group.State.ENDED)
    rows = groups.annotate(programme_name=F("programme__name"), days=F("programme__watch__days"), **columns)
    calls = check_ins.oldest_by_space(check_ins.due(managed, now=now))
    for row in rows.values("pk", "space", "name", "programme_name", "days", *columns).order_by():
        row["since_call-due"] = calls.get(row["space"])
        for rule in signals.RULES:
            since = row[f"since_{rule.slug}"]
            # what calls are due is counted with the days of the programme already
            if since and (rule.since is None or signals.is_raised(rule, since, row["days"], now)):
                yield Signal(rule, row["pk"], row["space"], row["name"], row["programme_name"], since, now)


def _put_off(managed: Iterable[UUID], today: date) -> dict[tuple[UUID, str], Postponement]:
    rows = Postponement.objects.filter(space__within__in=managed, until__gt=today)
    return {(row.space_id, row.rule): row for row in rows}


def stages(standing: Standing) -> list[dict[str, Any]]:
    """Each running programme of a manager, with how many groups stand where. One query."""
    managed = Programme.objects.filter(space__in=standing.spaces(Role.MANAGER)).exclude(state=Programme.State.CLOSED)
    counts = {f"n_{state}": Count("groups", filter=Q(groups__state=state)) for state in Group.State.values}
    return [_stage_row(programme) for programme in managed.annotate(**counts)[:30]]


def _stage_row(programme: Any) -> dict[str, Any]:
    counts = {state: getattr(programme, f"n_{state}") for state in Group.State.values}
    return {
        "programme": programme,
        "groups": sum(counts.values()),
        "initial": counts["forming"] + counts["initial"],
        "working": counts["working"],
        "final": counts["final"],
        "ended": counts["ended"],
    }

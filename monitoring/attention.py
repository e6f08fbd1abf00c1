"""Who needs the manager today: facts, never contents. Two queries, whatever the number of rules and groups."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, When
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


@dataclass(frozen=True)
class Rule:
    """One reason to look at a group: a condition in SQL, what is done about it, and how it is said of ``n`` groups."""

    condition: Q
    verb: str
    words: Callable[[int], str]
    url: str = ""


def for_manager(standing: Standing, *, now: datetime) -> list[Concern]:
    """What needs this manager, the most harmful first. Two queries, however many rules and groups there are."""
    mine = Group.objects.filter(programme__space__in=standing.spaces(Role.MANAGER)).exclude(state=Group.State.ENDED)
    rules = (*_about_people(), *_about_papers(now))
    flags = [f"rule_{n}" for n in range(len(rules))]
    told = mine.annotate(**{flag: _flag(rule.condition) for flag, rule in zip(flags, rules, strict=True)})
    some = told.filter(reduce(or_, (Q(**{flag: True}) for flag in flags))).order_by("created_at")
    rows = list(some.values_list("pk", *flags))
    found = [[row[0] for row in rows if row[n]] for n in range(1, len(flags) + 1)]
    shown = Group.objects.select_related("programme").in_bulk({pk for pks in found for pk in pks[:SHOWN]})
    return [_concern(rule, pks, shown) for rule, pks in zip(rules, found, strict=True) if pks]


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _concern(rule: Rule, pks: list[UUID], shown: dict[UUID, Group]) -> Concern:
    groups = tuple(shown[pk] for pk in pks[:SHOWN])
    return Concern(rule.words(len(pks)) % {"n": len(pks)}, rule.verb, groups, len(pks), rule.url)


def _about_people() -> tuple[Rule, ...]:
    """Who would like a call, and who doubts the match."""
    return (
        Rule(
            Q(Exists(CallWish.objects.filter(space=OuterRef("space"), answered_at=None))),
            _("Call back"),
            lambda n: ngettext(
                "Somebody in %(n)d group would like a call", "Somebody in each of %(n)d groups would like a call", n
            ),
            reverse("sessions:calls"),
        ),
        Rule(
            _fit_in_doubt(),
            _("Call both sides"),
            lambda n: ngettext(
                "%(n)d group doubts that it is well matched", "%(n)d groups doubt that they are well matched", n
            ),
        ),
    )


def _about_papers(now: datetime) -> tuple[Rule, ...]:
    """What is late: contract, session, diary."""
    return (
        Rule(
            _unsigned(now),
            _("Open the contract"),
            lambda n: ngettext(
                "%(n)d group has not signed its contract for a week",
                "%(n)d groups have not signed their contract for a week",
                n,
            ),
        ),
        Rule(
            ~_contract(state__in=("signing", "sealed")),
            _("Draft the contract"),
            lambda n: ngettext("%(n)d group has no contract yet", "%(n)d groups have no contract yet", n),
        ),
        Rule(
            _without_session(now),
            _("Ask the mentor"),
            lambda n: ngettext("%(n)d group has no session planned", "%(n)d groups have no session planned", n),
        ),
        Rule(
            _diary_overdue(now),
            _("Remind the keeper"),
            lambda n: ngettext(
                "%(n)d group owes a diary for more than a week", "%(n)d groups owe a diary for more than a week", n
            ),
        ),
    )


def _contract(**state: Any) -> Q:
    return Q(Exists(Version.objects.filter(document__space=OuterRef("space"), document__kind_slug="contract", **state)))


def _fit_in_doubt() -> Q:
    """Somebody who is there has answered “not good” or “not sure yet” and not changed it since; never why (R18)."""
    there = Participation.objects.running().filter(
        space=OuterRef("document__space"), person=OuterRef("document__person")
    )
    answers = Version.objects.in_force().filter(
        Exists(there), document__space=OuterRef("space"), document__kind_slug=WELL_MATCHED.slug
    )
    return Q(Exists(answers.filter(answers__match__fit__in=("unsure", "not"))))


def _unsigned(now: datetime) -> Q:
    offered = Signatory.objects.filter(
        version__document__space=OuterRef("space"), version__document__kind_slug="contract", version__state="signing"
    )
    return Q(Exists(offered.filter(created_at__lt=now - timedelta(days=UNSIGNED_DAYS))))


def _without_session(now: datetime) -> Q:
    coming = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.PLANNED, ends_at__gt=now)
    return ~Q(state=Group.State.FINAL) & ~Q(Exists(coming))


def _diary_overdue(now: datetime) -> Q:
    handed_in = Document.objects.filter(
        kind_slug="diary", occasion=OuterRef("pk"), versions__state__in=("submitted", "sealed")
    )
    owed = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.HELD, keeper__isnull=False)
    return Q(Exists(owed.filter(ends_at__lt=now - timedelta(days=DIARY_DAYS)).filter(~Exists(handed_in))))


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

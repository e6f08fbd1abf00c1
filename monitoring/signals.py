"""Signals: facts by which a manager sees early that a group may need help (R56). Each is a moment in SQL, never a content.

A rule says since when something stands as it should not; the programme says after how many days it is a signal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from documents.models import Document, Signatory, Version
from policy.models import Event, Participation
from policy.permissions import Role
from programmes.models import Group
from sessions.models import CallWish, Meeting

from .document_kinds.check_in import CHECK_IN
from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .document_kinds.own_questionnaire import OWN_QUESTIONNAIRE_TOGETHER
from .document_kinds.well_matched import WELL_MATCHED

CALL, REMIND, OPEN = "call", "remind", "open"  # what the manager does about it: talk, write, look
MOST_DAYS = 365


@dataclass(frozen=True)
class Rule:
    """One reason to look at a group.

    ``since`` is the moment from which it holds in a group, as an expression in SQL, null where it does not; ``None`` for
    what is computed elsewhere. ``days`` pass until it is a signal, unless the programme says otherwise. ``words`` says it
    of ``n`` groups; ``one`` of a group whose name stands beside it.
    """

    slug: str
    title: Any
    one: Any
    words: Callable[[int], str]
    verb: Any
    act: str
    days: int
    since: Callable[[datetime], Any] | None = None


def since_columns(now: datetime) -> dict[str, Any]:
    """A column of `Group` for each rule that is a fact of the database."""
    return {f"since_{rule.slug}": rule.since(now) for rule in RULES if rule.since}


def is_raised(rule: Rule, since: datetime | None, days: dict[str, int | None] | None, now: datetime) -> bool:
    """Whether what holds since that moment is a signal by now, by the days of a programme (`Watch.days`)."""
    wanted = (days or {}).get(rule.slug, rule.days)
    return since is not None and wanted is not None and since + timedelta(days=wanted) <= now


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.order_by(column).values(column)[:1])


def _call_wanted(now: datetime) -> Subquery:
    return _first(CallWish.objects.filter(space=OuterRef("space"), answered_at=None), "created_at")


def _fit_in_doubt(now: datetime) -> Subquery:
    """Somebody who is there has answered “not good” or “not sure yet”, and no check-in came after it; never why (R18)."""
    there = Participation.objects.running().filter(
        space=OuterRef("document__space"), person=OuterRef("document__person")
    )
    called = Version.objects.in_force().filter(
        document__space=OuterRef("document__space"),
        document__kind_slug=CHECK_IN.slug,
        sealed_at__gt=OuterRef("sealed_at"),
    )
    doubts = Version.objects.in_force().filter(
        Exists(there), ~Exists(called), document__space=OuterRef("space"), document__kind_slug=WELL_MATCHED.slug
    )
    return _first(doubts.filter(answers__match__fit__in=("unsure", "not")), "sealed_at")


def _without_mentor(now: datetime) -> Case:
    """Since the last mentor's part ended, or since the group was formed."""
    mentors = Participation.objects.filter(space=OuterRef("space"), role=Role.MENTOR)
    last = Subquery(mentors.order_by("-ends_at").values("ends_at")[:1])
    return Case(When(~Exists(mentors.running()), then=Coalesce(last, F("created_at"))))


def _unsigned(now: datetime) -> Subquery:
    offered = Signatory.objects.awaited().filter(
        version__document__space=OuterRef("space"), version__document__kind_slug="contract", version__state="signing"
    )
    return _first(offered, "created_at")


def _without_contract(now: datetime) -> Case:
    begun = Version.objects.filter(
        document__space=OuterRef("space"), document__kind_slug="contract", state__in=("signing", "sealed")
    )
    return Case(When(~Exists(begun), then=F("created_at")))


def _without_session(now: datetime) -> Case:
    """Since the last session that took place, or since the group was formed."""
    meetings = Meeting.objects.filter(group=OuterRef("pk"))
    coming = meetings.filter(state=Meeting.State.PLANNED, ends_at__gt=now)
    last = Subquery(meetings.filter(state=Meeting.State.HELD).order_by("-ends_at").values("ends_at")[:1])
    return Case(When(~Q(state=Group.State.FINAL) & ~Exists(coming), then=Coalesce(last, F("created_at"))))


def _diary_owed(now: datetime) -> Subquery:
    return _first(owed_diaries().filter(group=OuterRef("pk")), "ends_at")


def owed_diaries() -> QuerySet[Meeting]:
    """Sessions that were held, whose keeper is still there and has not handed the diary in."""
    handed_in = Document.objects.filter(
        kind_slug="diary", occasion=OuterRef("pk"), versions__state__in=("submitted", "sealed")
    )
    there = Participation.objects.running().filter(
        space=OuterRef("group__space"), person=OuterRef("keeper"), role=Role.MENTEE
    )
    return Meeting.objects.filter(~Exists(handed_in), Exists(there), state=Meeting.State.HELD)


def _quiet(now: datetime) -> Any:
    """Since the last session that was held, or the last thing mentor or mentees did here, or the group's beginning.

    Who has answered a questionnaire without names is not told by this either.
    """
    member = Participation.objects.filter(
        space=OuterRef("space"), person=OuterRef("by"), role__in=(Role.MENTOR, Role.MENTEE)
    )
    nameless = Version.objects.filter(pk=OuterRef("thing_id"), document__kind_slug=OWN_QUESTIONNAIRE_TOGETHER.slug)
    events = Event.objects.filter(Exists(member), ~Exists(nameless), space=OuterRef("space"))
    done = events.order_by("-id").values("at")[:1]
    held = Meeting.objects.filter(group=OuterRef("pk"), state=Meeting.State.HELD).order_by("-ends_at")
    began = F("created_at")
    return Greatest(Coalesce(Subquery(done), began), Coalesce(Subquery(held.values("ends_at")[:1]), began))


def silent_mentees(kind_slug: str) -> QuerySet[Participation]:
    """Mentees who are in their group now and have not sent a questionnaire of this kind there."""
    sent = Document.objects.filter(
        kind_slug=kind_slug,
        space=OuterRef("space"),
        person=OuterRef("person"),
        versions__state__in=("submitted", "sealed"),
    )
    return Participation.objects.running().filter(~Exists(sent), role=Role.MENTEE)


def _answers_missing(kind_slug: str, kinds: tuple[str, ...]) -> Callable[[datetime], Case]:
    """Since the first session of these kinds whose time has come, as long as a mentee has not answered."""

    def since(now: datetime) -> Case:
        gone = (Meeting.State.CANCELLED, Meeting.State.MISSED)
        asked = Meeting.objects.filter(group=OuterRef("pk"), kind__in=kinds, starts_at__lte=now).exclude(state__in=gone)
        missing = silent_mentees(kind_slug).filter(space=OuterRef("space"))
        return Case(When(Exists(missing), then=_first(asked, "starts_at")))

    return since


RULES: tuple[Rule, ...] = (  # the most harmful first
    Rule(
        "call-wanted",
        _("Somebody would like a call"),
        _("a call is wanted"),
        lambda n: ngettext(
            "Somebody in %(n)d group would like a call", "Somebody in each of %(n)d groups would like a call", n
        ),
        _("Call back"),
        CALL,
        0,
        _call_wanted,
    ),
    Rule(
        "fit-in-doubt",
        _("Somebody doubts the match"),
        _("the match is in doubt"),
        lambda n: ngettext(
            "%(n)d group doubts that it is well matched", "%(n)d groups doubt that they are well matched", n
        ),
        _("Call both sides"),
        CALL,
        0,
        _fit_in_doubt,
    ),
    Rule(
        "no-mentor",
        _("The group has no mentor"),
        _("no mentor now"),
        lambda n: ngettext("%(n)d group has no mentor", "%(n)d groups have no mentor", n),
        _("Choose a mentor"),
        OPEN,
        0,
        _without_mentor,
    ),
    Rule(
        "unsigned",
        _("The contract waits for signatures"),
        _("the contract waits for signatures"),
        lambda n: ngettext("%(n)d contract waits for signatures", "%(n)d contracts wait for signatures", n),
        _("Remind"),
        REMIND,
        7,
        _unsigned,
    ),
    Rule(
        "no-contract",
        _("No contract has been offered"),
        _("no contract yet"),
        lambda n: ngettext("%(n)d group has no contract yet", "%(n)d groups have no contract yet", n),
        _("Draft the contract"),
        OPEN,
        0,
        _without_contract,
    ),
    Rule(
        "call-due",
        _("A check-in is due, counted from the first meeting"),
        _("a check-in is due"),
        lambda n: ngettext("People of %(n)d group are to be called", "People of %(n)d groups are to be called", n),
        # Translators: a verb: call somebody by phone
        _("Call"),
        CALL,
        2,
    ),
    Rule(
        "no-session",
        _("No session is planned"),
        _("no session is planned"),
        lambda n: ngettext("%(n)d group has no session planned", "%(n)d groups have no session planned", n),
        _("Remind the mentor"),
        REMIND,
        3,
        _without_session,
    ),
    Rule(
        "diary-owed",
        _("A diary is owed, counted from its session"),
        _("a diary is owed"),
        lambda n: ngettext("%(n)d group owes a diary", "%(n)d groups owe a diary", n),
        _("Remind the keeper"),
        REMIND,
        7,
        _diary_owed,
    ),
    Rule(
        "quiet",
        _("Nothing happens in the group"),
        _("nothing has happened"),
        lambda n: ngettext("%(n)d group is quiet", "%(n)d groups are quiet", n),
        _("Call"),
        CALL,
        21,
        _quiet,
    ),
    Rule(
        "initial-missing",
        _("Initial questionnaires are missing, counted from their session"),
        _("initial questionnaires are missing"),
        lambda n: ngettext(
            "Initial questionnaires of %(n)d group are missing", "Initial questionnaires of %(n)d groups are missing", n
        ),
        _("Remind"),
        REMIND,
        3,
        _answers_missing(INITIAL_QUESTIONNAIRE.slug, (Meeting.Kind.MONITORING,)),
    ),
    Rule(
        "final-missing",
        _("Final questionnaires are missing, counted from the final session"),
        _("final questionnaires are missing"),
        lambda n: ngettext(
            "Final questionnaires of %(n)d group are missing", "Final questionnaires of %(n)d groups are missing", n
        ),
        _("Remind"),
        REMIND,
        3,
        _answers_missing(FINAL_QUESTIONNAIRE_MENTEE.slug, (Meeting.Kind.FINAL,)),
    ),
)
BY_SLUG = {rule.slug: rule for rule in RULES}

"""The ledger of recommendations: note one by hand, decide, say what has changed. Its managers alone know of it (R57)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import write_to
from people.models import User
from policy.machine import NotNow, move, record
from policy.models import Participation, Space
from policy.permissions import Action, Role, require
from programmes.models import Programme

from .models import Recommendation

State = Recommendation.State
TARGETS = {arrow.action: arrow.target for arrow in Recommendation.machine.transitions}


def note(row: Recommendation, *, by: Any) -> Recommendation:
    """Keep a recommendation that somebody made in a call or a meeting; the same one (same id) sent twice is one."""
    require(by, Action.RUN, row.space)
    sent_before = Recommendation.objects.filter(pk=row.pk, space=row.space)
    if existing := sent_before.first():
        return existing
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(row, Action.RUN, by=by, target=row.state)
    except IntegrityError as clash:  # sent twice at the same moment, or an id that belongs to something else
        if existing := sent_before.first():
            return existing
        raise NotNow(_("This form cannot be used any more. Open it anew.")) from clash
    return row


def decide(row: Recommendation, action: Action, *, by: Any, seen: str, **told: Any) -> None:
    """Do ``action`` on a recommendation that was in state ``seen`` when its page was opened.

    The same decision sent twice counts once. Raises ``NotNow`` when somebody else has decided meanwhile; ``row`` is then
    as it stands now.
    """
    require(by, action, row)
    if _is_so(row, action, told):
        return
    try:
        if row.state != seen:
            raise NotNow(_("Somebody else has decided meanwhile. Look at how it stands now, then decide again."))
        with transaction.atomic():
            move(row, action, by=by, **told)
            _tell_owner(row, by)
    except NotNow:
        row.refresh_from_db()
        if not _is_so(row, action, told):
            raise


def _is_so(row: Recommendation, action: Action, told: dict[str, Any]) -> bool:
    return row.state == TARGETS[action] and all(getattr(row, name) == value for name, value in told.items())


def _tell_owner(row: Recommendation, by: Any) -> None:
    """Whoever is to see to it reads what was decided: mentors cannot open the ledger, and find nothing of it there."""
    owner = row.owner
    if row.state != State.ACCEPTED or owner is None or owner == by:
        return
    programme: Programme = row.space.programme
    may_look = Role.MANAGER in row.roles_of(owner)
    words = {"programme": programme, "by": by.name, "decision": row.decision, "due_on": row.due_on}
    about = f"recommendation {row.pk} {row.due_on} {owner.pk}"
    path = row.get_absolute_url() if may_look else reverse("home")
    write_to(owner, "monitoring/recommendation_owner", about=about, words=words, path=path)


def listed(programme: Programme, state: str = "") -> QuerySet[Recommendation]:
    """The recommendations of a programme: what waits for a decision first, of these what an earlier programme left."""
    rows = Recommendation.objects.filter(space=programme.space_id)
    rows = rows.filter(state=state) if state in State.values else rows
    order = Case(
        When(state=State.OPEN, earlier__gt="", then=Value(0)),
        *(When(state=one, then=Value(place)) for place, one in enumerate(State.values, start=1)),
        output_field=IntegerField(),
    )
    ordered = rows.annotate(order=order).order_by("order", F("due_on").asc(nulls_last=True), "-said_on", "-created_at")
    return ordered.select_related("owner")


def counts(programme: Programme) -> dict[str, int]:
    """How many there are in each state, and how many of those taken up are ``late``. One query."""
    late = Q(state=State.ACCEPTED, due_on__lt=timezone.localdate())
    numbers = {one: Count("pk", filter=Q(state=one)) for one in State.values}
    return Recommendation.objects.filter(space=programme.space_id).aggregate(late=Count("pk", filter=late), **numbers)


def waiting(programme: Programme) -> dict[str, int]:
    """How many wait for a decision, by the earlier programme they come from (empty: from this one). One query."""
    rows = Recommendation.objects.filter(space=programme.space_id, state=State.OPEN).order_by("-earlier")
    return dict(rows.values_list("earlier").annotate(n=Count("pk")))


def possible_owners(space: Space) -> QuerySet[User]:
    """Who can see to a recommendation of a programme: its managers, and the mentors of its groups."""
    running = Participation.objects.running()
    managers = running.filter(space=space, role=Role.MANAGER)
    mentors = running.filter(space__within=space, role=Role.MENTOR)
    people = User.objects.filter(Q(pk__in=managers.values("person")) | Q(pk__in=mentors.values("person")))
    return people.filter(is_active=True).order_by("name")

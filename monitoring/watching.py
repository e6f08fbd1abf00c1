"""What a manager decides about signals: when they are raised in a programme, and which ones can wait."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from policy.machine import record
from policy.permissions import Action, require
from programmes.models import Group, Programme

from .models import Postponement, Watch
from .signals import RULES, Rule


def days_of(programme: Programme) -> dict[str, int | None]:
    """After how many days each signal is raised in a programme; ``None`` for one that it does not want."""
    row = Watch.objects.filter(programme=programme).first()
    return {rule.slug: rule.days for rule in RULES} | (row.days if row else {})


def set_days(programme: Programme, days: Mapping[str, int | None], *, by: Any) -> None:
    """Keep when signals are raised; only what differs from the defaults, so that better defaults reach everybody."""
    require(by, Action.RUN, programme)
    standard = {rule.slug: rule.days for rule in RULES}
    own = {slug: n for slug, n in days.items() if slug in standard and n != standard[slug]}
    with transaction.atomic():
        Watch.objects.update_or_create(programme=programme, defaults={"days": own})
        record(programme, Action.RUN, by=by, target="attention")


def put_off(group: Group, rule: Rule, *, until: date, reason: str, by: Any) -> Postponement:
    """Take a signal of a group out of the list until that day; put off again, the newest day and reason count."""
    require(by, Action.MONITOR, group)
    told = {"until": until, "reason": reason, "by": by}
    return Postponement.objects.update_or_create(space=group.space, rule=rule.slug, defaults=told)[0]


def bring_back(group: Group, rule: Rule, *, by: Any) -> None:
    """Have a signal in the list again, now. Brought back twice, it is there once."""
    require(by, Action.MONITOR, group)
    Postponement.objects.filter(space=group.space, rule=rule.slug).delete()

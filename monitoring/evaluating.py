"""Say what a programme is to reach, what it is compared with, and who outside may read how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from people import tokens
from policy.permissions import Action, require
from programmes.models import Programme

from .models import Benchmark, Objective, SponsorLink, Target

OBJECTIVES = 12
LONGEST = timedelta(days=365)
NOTED_EVERY = timedelta(hours=1)


def set_already(programme: Programme) -> dict[str, Any]:
    """What is set now, as the form asks for it. Two queries."""
    wanted: dict[str, Any] = dict(Target.objects.filter(space=programme.space).values_list("measure", "value"))
    objectives = Objective.objects.filter(space=programme.space)
    return {slug: f"{value:f}".rstrip("0").rstrip(".") for slug, value in wanted.items()} | {
        "objectives": "\n".join(row.words for row in objectives)
    }


def settle(programme: Programme, said: Mapping[str, Any], wanted: Mapping[str, Decimal | None], *, by: Any) -> None:
    """All that the page of targets says, or nothing of it."""
    with transaction.atomic():
        set_objectives(programme, said["objectives"], by=by)
        set_targets(programme, wanted, by=by)
        drop_benchmarks(programme, [row.pk for row in said.get("drop") or ()], by=by)
        if said["measure"]:
            add_benchmark(programme, said["measure"], said["value"], said["source"], by=by)


def set_objectives(programme: Programme, words: Sequence[str], *, by: Any) -> None:
    """These are what the programme is to reach, in this order; what is not named any more goes. Sent twice, done once."""
    require(by, Action.RUN, programme)
    with transaction.atomic():
        _hold(programme)
        kept = {row.words: row for row in Objective.objects.filter(space=programme.space)}
        for number, one in enumerate(words, 1):
            row = kept.pop(one, None) or Objective(space=programme.space, words=one)
            row.number = number
            row.save()
        Objective.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()


def set_targets(programme: Programme, wanted: Mapping[str, Decimal | None], *, by: Any) -> None:
    """Set the target of each measure, by its slug; ``None`` takes it away."""
    require(by, Action.RUN, programme)
    with transaction.atomic():
        _hold(programme)
        for slug, value in wanted.items():
            if value is None:
                Target.objects.filter(space=programme.space, measure=slug).delete()
            else:
                Target.objects.update_or_create(space=programme.space, measure=slug, defaults={"value": value})


def add_benchmark(programme: Programme, measure: str, value: Decimal, source: str, *, by: Any) -> Benchmark:
    """Keep what others reached; the same said twice is kept once."""
    require(by, Action.RUN, programme)
    with transaction.atomic():
        _hold(programme)
        known = Benchmark.objects.filter(space=programme.space, measure=measure, value=value, source=source).first()
        return known or Benchmark.objects.create(space=programme.space, measure=measure, value=value, source=source)


def drop_benchmarks(programme: Programme, pks: Iterable[UUID], *, by: Any) -> None:
    """Forget these; those of other programmes are passed over."""
    require(by, Action.RUN, programme)
    Benchmark.objects.filter(space=programme.space, pk__in=list(pks)).delete()


def open_for(programme: Programme, label: str, until: date, *, by: Any, once: UUID | None = None) -> str:
    """Make a secret address for somebody outside; only its digest is kept. Returns its token.

    ``once`` is the id that came with the form: sent twice, there is one link, and the newer address is the good one.
    """
    require(by, Action.RUN, programme)
    token, digest = tokens.fresh()
    until = min(until, timezone.localdate() + LONGEST)
    told: dict[str, Any] = {"label": label, "until": until, "digest": digest, "by": by}
    again = SponsorLink.objects.filter(pk=once, space=programme.space).update(**told) if once else 0
    if not again:
        is_free = once is not None and not SponsorLink.objects.filter(pk=once).exists()
        SponsorLink.objects.create(pk=once if is_free else uuid4(), space=programme.space, **told)
    return token


def take_back(link: SponsorLink, *, by: Any) -> None:
    """End a secret address, at once. Doing it again changes nothing."""
    require(by, Action.RUN, link.space)
    SponsorLink.objects.filter(pk=link.pk, taken_back_at=None).update(taken_back_at=timezone.now())


def opened_by(token: str) -> Programme | None:
    """The programme whose report a secret address opens; ``None`` for one that never was, was taken back or has ended.

    That it was opened is noted, at most once an hour.
    """
    rows = SponsorLink.objects.filter(digest=tokens.digest_of(token), taken_back_at=None).select_related(
        "space__programme"
    )
    link = rows.first()
    if link is None:
        return None
    programme: Programme = link.space.programme
    with timezone.override(programme.time_zone):
        if timezone.localdate() > link.until:
            return None
    _note_opened(link)
    return programme


def _note_opened(link: SponsorLink) -> None:
    now = timezone.now()
    not_lately = Q(opened_at=None) | Q(opened_at__lte=now - NOTED_EVERY)
    SponsorLink.objects.filter(not_lately, pk=link.pk).update(opened_at=now)


def _hold(programme: Programme) -> None:
    """One after the other, where two managers save at once."""
    Programme.objects.select_for_update().get(pk=programme.pk)

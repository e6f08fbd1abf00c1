"""From a time on the wall clock to an instant, and never a guess where the clock changes. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class Doubtful(ValueError):
    """The wall clock shows this time twice, or never, on that day. The text says which, and what to do.

    ``later``: the nearest later time that the clock does show; empty where it shows the time twice.
    """

    def __init__(self, words: str, later: str = "") -> None:
        super().__init__(words)
        self.later = later


def at_wall_time(local: datetime, zone: ZoneInfo, *, fold: int | None = None) -> datetime:
    """The instant (UTC) at which clocks in ``zone`` show the naive ``local``; raises ``Doubtful`` (design 6, F-11).

    ``fold`` says which is meant of two: 0 the first, 1 the second.
    """
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if not _is_shown(local, zone):
        later = next_shown(local, zone)
        words = _("Clocks in %(zone)s skip this time on that day. The nearest later one is %(later)s.")
        raise Doubtful(words % {"zone": zone.key, "later": f"{later:%H:%M}"}, f"{later:%H:%M}")
    if fold is not None:
        return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    raise Doubtful(_("Clocks in %(zone)s show this time twice on that day.") % {"zone": zone.key})


def _is_shown(local: datetime, zone: ZoneInfo) -> bool:
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local


def next_shown(local: datetime, zone: ZoneInfo) -> datetime:
    """The nearest later time of the wall clock that exists: the one to which the clock is set."""
    while not _is_shown(local, zone):
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return local


def which_of_two(local: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The two instants that show the same time, as choices for ``fold``, in words."""
    shown = f"{local:%H:%M}"
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.dst() == second.dst():  # the zone itself was changed
        return [("0", _("the first %(time)s") % {"time": shown}), ("1", _("the second %(time)s") % {"time": shown})]
    return [
        ("0", _("the first %(time)s (summer time)") % {"time": shown}),
        ("1", _("the second %(time)s (winter time)") % {"time": shown}),
    ]


def is_shown_twice(local: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks in ``zone`` show the naive ``local`` twice."""
    offsets = {local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) == 2 and _is_shown(local, zone)


def days_later(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time on the wall clock, ``days`` later or earlier: 18:00 stays 18:00. Raises ``Doubtful``."""
    local = moment.astimezone(zone)
    there = local.replace(tzinfo=None, fold=0) + timedelta(days=days)
    return at_wall_time(there, zone, fold=local.fold if local.fold else None)


def clock_change(before: date, after: date, zone: ZoneInfo) -> date | None:
    """The first day after ``before``, up to ``after``, from which the clocks in ``zone`` differ from ``before``."""
    noon = time(12)
    offset = datetime.combine(before, noon, zone).utcoffset()
    days = (before + timedelta(days=n) for n in range(1, (after - before).days + 1))
    return next((day for day in days if datetime.combine(day, noon, zone).utcoffset() != offset), None)

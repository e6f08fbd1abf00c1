"""From a time on the wall clock to an instant, and never a guess where the clock changes. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


class Doubtful(ValueError):
    """The wall clock shows this time twice, or never, on that day. The text asks for another one."""


def at_wall_time(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which clocks in ``zone`` show the naive ``local``; raises ``Doubtful`` (design 6, F-11)."""
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    there = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if there != local:
        raise Doubtful(_("Clocks in %(zone)s skip this time on that day. Choose another.") % {"zone": zone.key})
    raise Doubtful(_("Clocks in %(zone)s show this time twice on that day. Choose another.") % {"zone": zone.key})

"""When a session is, on the clock of whoever reads and on the group's where the two differ. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from people.moments import date_format


def both(at: datetime, theirs: str) -> str:
    """“Thu 4 March 2027, 18:00”, and where the group (its zone: ``theirs``) reads another time, both, with the places."""
    mine, there = timezone.localtime(at), at.astimezone(ZoneInfo(theirs))
    here = date_format(mine, "D j F Y, H:i")
    if mine.utcoffset() == there.utcoffset():
        return here
    told = {"here": here, "mine": place_of(timezone.get_current_timezone_name())}
    told["there"] = date_format(there, "H:i" if there.date() == mine.date() else "D j F, H:i")
    return _("%(here)s for you (%(mine)s) · %(there)s in %(theirs)s") % {**told, "theirs": place_of(theirs)}


def place_of(zone: str) -> str:
    """The place that a zone is named after: “Vilnius”."""
    return zone.rpartition("/")[2].replace("_", " ")

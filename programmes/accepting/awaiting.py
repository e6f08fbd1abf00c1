"""What of the question to both sides waits: for those who are asked, and for the managers."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task

from ..lines import Line, Part
from ..models import Application, Offer, Programme
from . import asking
from .replies import Stand, replies

AT_MOST = 20
HARM = 3  # the groups wait for it


def tasks_for(standing: Standing) -> list[Task]:
    """A line for each place that somebody is asked about and has not answered. One query."""
    rows = Offer.objects.running().filter(
        application__space__in=standing.spaces(Role.APPLICANT),
        application__person=standing.person,
        application__state=Application.State.SELECTED,
        said=Offer.Said.NOTHING,
    )
    return [_task(offer) for offer in rows.select_related("asking__programme")[:AT_MOST]]


def _task(offer: Offer) -> Task:
    programme = offer.asking.programme
    due = datetime.combine(offer.asking.last_day, time(23, 59), ZoneInfo(programme.time_zone))
    url = reverse("programmes:my_place", args=(offer.application_id,))
    return Task(_("Say whether you accept"), _("your place in %(programme)s") % {"programme": programme}, url,
                _("The groups are final when both sides have answered."), due=due, harm=HARM)  # fmt: skip


def tasks_for_manager(standing: Standing) -> list[Task]:
    """A line for each programme in which somebody declined and was not moved and asked anew yet. One query."""
    rows = Programme.objects.filter(
        space__in=standing.spaces(Role.MANAGER), askings__ended_at=None, askings__offers__ended_at=None,
        askings__offers__said=Offer.Said.DECLINES,
    )  # fmt: skip
    found = rows.annotate(n=Count("askings__offers")).order_by("name")[:AT_MOST]
    return [_declined(row) for row in found]


def _declined(programme: Any) -> Task:
    words = ngettext("%(n)d person declined the place.", "%(n)d people declined their places.", programme.n)
    url = f"{reverse('programmes:answers', args=(programme.pk,))}?show=declines"
    return Task(_("Find another place"), programme.name, url, words % {"n": programme.n}, harm=HARM)


def lines(programme: Programme) -> list[Line]:
    """The line for those who run a programme while both sides are asked; first where somebody declined."""
    row = asking.running(programme)
    if row is None:
        return []
    told = row.offers.running().aggregate(n=Count("pk"), accept=Count("pk", filter=Q(said=Offer.Said.ACCEPTS)))
    url = reverse("programmes:answers", args=(programme.pk,))
    words = _("%(n)d of %(of)d accept") % {"n": told["accept"], "of": told["n"]}
    found = [Line(_("Answers of both sides"), words, url, part=Part.MATCHING)]
    if declined := len(replies(row.proposal, row).of(Stand.DECLINES)):
        first = ngettext("%(n)d person declined the place", "%(n)d people declined their places", declined)
        found.insert(0, Line("", first % {"n": declined}, url, is_first=True))
    return found

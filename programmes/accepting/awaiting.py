"""What of the question to both sides waits: for those who are asked, and for the managers."""

from datetime import datetime, time
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

AT_MOST = 200  # offers
HARM = 3  # the groups wait for it


def tasks_for(standing: Standing) -> list[Task]:
    """A line for each place that somebody is asked about and has not answered; for managers one for each programme in
    which somebody declined, until they are asked anew. One query for both.
    """
    mine = Q(
        said=Offer.Said.NOTHING,
        application__space__in=standing.spaces(Role.APPLICANT),
        application__person=standing.person,
        application__state=Application.State.SELECTED,
    )
    managed = Q(said=Offer.Said.DECLINES, asking__programme__space__in=standing.spaces(Role.MANAGER))
    rows = list(Offer.objects.running().filter(mine | managed).select_related("asking__programme")[:AT_MOST])
    declined = {row.asking.programme for row in rows if row.said == Offer.Said.DECLINES}
    own = [_to_answer(row) for row in rows if row.said == Offer.Said.NOTHING]
    return own + [_to_move(programme) for programme in sorted(declined, key=str)]


def _to_answer(offer: Offer) -> Task:
    programme = offer.asking.programme
    due = datetime.combine(offer.asking.last_day, time(23, 59), ZoneInfo(programme.time_zone))
    url = reverse("programmes:my_place", args=(offer.application_id,))
    thing, why = _("your place in %(programme)s"), _("The groups are final when both sides have answered.")
    return Task(_("Say whether you accept"), thing % {"programme": programme}, url, why, due=due, harm=HARM)


def _to_move(programme: Programme) -> Task:
    url = f"{reverse('programmes:answers', args=(programme.pk,))}?show=declines"
    return Task(_("Find another place"), programme.name, url, _("Somebody declined the place."), harm=HARM)


def lines(programme: Programme) -> list[Line]:
    """The line for those who run a programme while both sides are asked; first where somebody declined."""
    row = asking.running(programme)
    if row is None:
        return []
    told = row.offers.running().aggregate(
        n=Count("pk"),
        accept=Count("pk", filter=Q(said=Offer.Said.ACCEPTS)),
        decline=Count("pk", filter=Q(said=Offer.Said.DECLINES)),
    )
    url = reverse("programmes:answers", args=(programme.pk,))
    # Translators: of those who were asked whether they accept their place in a group
    words = ngettext("%(accept)d of %(n)d accepts", "%(accept)d of %(n)d accept", told["accept"])
    found = [Line(_("Answers of both sides"), words % told, url, part=Part.MATCHING)]
    if told["decline"]:
        first = ngettext(
            "%(decline)d person declined the place", "%(decline)d people declined their places", told["decline"]
        )
        found.insert(0, Line("", first % told, url, is_first=True))
    return found

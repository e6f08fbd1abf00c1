"""Pages of calendars: my secret address, what a calendar program fetches there, one session as a file."""

import hashlib
import re
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from policy.permissions import Action

from .. import calendar, feeds
from .meetings import load_meeting

MEDIA_TYPE = "text/calendar; charset=utf-8"
STAMP = re.compile(r"DTSTAMP:\w+\r\n")


def mine(request: HttpRequest) -> HttpResponse:
    """Switch my calendar's secret address on, make a new one, switch it off. An address is shown once, when it is made."""
    address = ""
    if request.POST.get("do") == "make":
        address = settings.SITE_URL + reverse("sessions:feed", args=(feeds.open_for(request.user),))
    elif request.method == "POST":
        feeds.switch_off(request.user)
        messages.success(request, _("Your calendar address is switched off. Programs that used it find nothing more."))
        return redirect("sessions:calendar")
    return render(request, "sessions/calendar.html", {"address": address, "feed": feeds.of(request.user)})


@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of the person to whom this secret address belongs; whoever else asks learns nothing."""
    person, now = feeds.owner_of(token), timezone.now()
    if person is None:
        nothing = HttpResponseNotFound(b"", content_type="text/plain")
        nothing["Cache-Control"] = "no-store, private"
        return nothing
    with translation.override(person.language):
        text = calendar.published(feeds.sessions_of(person, now=now), now=now, name=_("Mentoring"))
    answer = HttpResponse(text, content_type=MEDIA_TYPE)
    # when it was asked for is no change
    answer["ETag"] = f'"{hashlib.sha256(STAMP.sub("", text).encode()).hexdigest()[:32]}"'
    answer["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session as a file that every calendar program opens."""
    row = load_meeting(request, pk, Action.READ)
    answer = HttpResponse(calendar.published([row], now=timezone.now()), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="session-{row.number}.ics"'
    return answer

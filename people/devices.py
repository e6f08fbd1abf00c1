"""Where a person is signed in: one row a browser. It can be signed out from afar, one or all; that counts at once.

What is kept open beyond one request (a socket of the chat) hears of it through ``people.access``.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jobs.queue import handles

from .access import access_ends
from .models import Device, User

MARK = "device"  # in the session: which device it is, its key when that was noted, and when
SEEN_EVERY = timedelta(hours=1)  # so often it is noted that somebody is still there

# What the browsers and systems that matter call themselves; the first that is found counts, as many pose as others.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/"), ("Safari", r"Safari/"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"), ("ChromeOS", r"CrOS"),
    ("macOS", r"Macintosh|Mac OS X"), ("Linux", r"Linux"),
)  # fmt: skip


def named(agent: str) -> tuple[str, str]:
    """Browser and system in words, from what a browser says of itself; empty where it names none that is known."""
    browser = next((name for name, pattern in BROWSERS if re.search(pattern, agent)), "")
    return browser, next((name for name, pattern in SYSTEMS if re.search(pattern, agent)), "")


def remember(request: HttpRequest, person: Any, *, now: datetime) -> None:
    """Write down that ``person`` is signed in here. The same browser that signs in again stays the same device."""
    if request.session.session_key is None:
        request.session.save()  # which gives it its key
    pk = this_one(request) or uuid4()
    browser, system = named(request.META.get("HTTP_USER_AGENT", "")[:500])
    told = {"person": person, "browser": browser, "system": system, "session_key": request.session.session_key}
    Device.objects.update_or_create(pk=pk, defaults={**told, "last_seen_at": now})
    _mark(request, pk, now)


def note(request: HttpRequest, *, now: datetime) -> None:
    """After an answer to somebody signed in: that they were here, at most once an hour; asks the database nothing else."""
    mark = request.session.get(MARK)
    if mark is None:  # signed in before devices were written down
        remember(request, request.user, now=now)
    elif mark["key"] != request.session.session_key or now.timestamp() - mark["seen"] > SEEN_EVERY.total_seconds():
        row = Device.objects.filter(pk=mark["pk"], person_id=request.user.pk)
        row.update(session_key=request.session.session_key, last_seen_at=now)
        _mark(request, UUID(mark["pk"]), now)


def _mark(request: HttpRequest, pk: UUID, now: datetime) -> None:
    request.session[MARK] = {"pk": str(pk), "key": request.session.session_key, "seen": int(now.timestamp())}


def this_one(request: HttpRequest) -> UUID | None:
    """The id of the device that asks."""
    mark = getattr(request, "session", {}).get(MARK)
    return UUID(mark["pk"]) if mark else None


def of(person: User, *, now: datetime) -> QuerySet[Device]:
    """The devices on which ``person`` is signed in, the latest first; not those whose session has run out unseen."""
    return person.devices.filter(last_seen_at__gt=now - lifetime())


def lifetime() -> timedelta:
    """How long a session lasts that nobody uses."""
    return timedelta(seconds=settings.SESSION_COOKIE_AGE) + SEEN_EVERY


def sign_out(device: Device) -> None:
    """End the session of one device, from the next request on."""
    with transaction.atomic():
        Session.objects.filter(session_key=device.session_key).delete()
        device.delete()
        access_ends([device.person_id])


def sign_out_everywhere(person: User, *, but: UUID | None = None) -> int:
    """End every session of ``person`` from the next request on, known devices or not. Returns how many were known.

    ``but``: a device that stays written down; its session goes on only if the caller then renews it with
    ``update_session_auth_hash``, as ``sign_out_elsewhere`` and the account library's change of password do.
    """
    with transaction.atomic():
        rows = person.devices.exclude(pk=but) if but else person.devices.all()
        Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
        gone, _each = rows.delete()
        User.objects.filter(pk=person.pk).update(sign_in_round=F("sign_in_round") + 1)
        person.refresh_from_db(fields=["sign_in_round"])
        access_ends([person.pk])
    return gone


def sign_out_elsewhere(request: HttpRequest) -> int:
    """End every session of who asks but the one they ask in. Returns how many devices were signed out."""
    gone = sign_out_everywhere(request.user, but=this_one(request))  # type: ignore[arg-type]
    update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
    return gone


def forget(request: HttpRequest) -> None:
    """Strike out the device that asks: somebody signs out there."""
    if pk := this_one(request):
        Device.objects.filter(pk=pk).delete()


@handles("people.forget_devices")
def forget_unused(job: Any) -> None:
    """Strike out devices whose session has run out: nobody needs to know any more that they were used."""
    Device.objects.filter(last_seen_at__lte=timezone.now() - lifetime()).delete()

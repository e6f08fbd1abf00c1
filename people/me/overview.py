"""How my settings stand, a line for each page of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import addresses, clocks, devices
from ..models import User
from ..two_step import steps


@dataclass(frozen=True)
class Line:
    """What it is about, how it stands now, and the page where it is changed."""

    name: str
    words: str
    url: str


def about(person: User) -> list[Line]:
    """What people see of ``person``."""
    return [
        Line(_("My name and phone"), " · ".join(filter(None, (person.name, person.phone))), reverse("people:name")),
        Line(_("What my groups see"), _shared(person), reverse("people:shared")),
        Line(_("Who can read what about me"), _("Every kind of document, by your role"), reverse("documents:about_me")),
    ]


def reaching(person: User, now: datetime) -> list[Line]:
    """How the house speaks to ``person``."""
    told = {"language": _language(person.language), "place": clocks.place_of(person.time_zone)}
    told["clock"] = f"{now.astimezone(person.zone):%H:%M}"
    words = _("%(language)s · %(place)s, where it is %(clock)s now") % told
    return [
        Line(_("Language and time"), words, reverse("people:language")),
        Line(_("Letters"), str(person.get_mail_choice_display()), reverse("people:letters")),
        Line(_("My calendar"), _("Your sessions in the calendar of your phone"), reverse("sessions:calendar")),
    ]


def signing_in(person: User, now: datetime) -> list[Line]:
    """How ``person`` comes in, and where they are in. Ways to sign in beside the password get their line here."""
    count = devices.of(person, now=now).count()
    waits = addresses.waiting_of(person, now=now).exists()
    address = _("%(address)s · another one waits to be confirmed") if waits else "%(address)s"
    return [
        Line(_("My address"), address % {"address": person.email}, reverse("people:address")),
        Line(_("Password"), _("Changing it signs you out everywhere else"), reverse("account_change_password")),
        Line(
            _("Two-step sign-in"),
            _("On: a second step after the password") if steps.is_on(person) else _("Off: the password alone"),
            reverse("mfa_index"),
        ),
        Line(
            _("Where I am signed in"),
            ngettext("%(n)d browser", "%(n)d browsers", count) % {"n": count},
            reverse("people:devices"),
        ),
    ]


def _language(code: str) -> str:
    names: dict[str, Any] = dict(settings.LANGUAGES)
    return str(names.get(code, code))


def _shared(person: User) -> str:
    """Which of the ways to reach them the groups see, in words."""
    has_phone = bool(person.phone) and person.shares_phone
    if person.shares_email and has_phone:
        return _("Your name, e-mail address and phone number")
    if person.shares_email:
        return _("Your name and e-mail address")
    return _("Your name and phone number") if has_phone else _("Your name only")

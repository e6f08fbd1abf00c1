"""Pages of my settings. Everybody changes their own and nobody else's: no address names a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from .. import addresses, devices, mail
from ..models import MailChoice, User
from ..throttle import is_too_often
from . import overview
from .forms import AddressForm, LanguageForm, LettersForm, NameForm, OwnForm, SharedForm

GUESSES, GUESSING = 10, 15 * 60  # so many wrong passwords in so many seconds


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """How everything stands, and the way to each of it."""
    person, now = _me(request), timezone.now()
    context = {
        "about": overview.about(person),
        "reaching": overview.reaching(person, now),
        "signing_in": overview.signing_in(person, now),
    }
    return render(request, "people/settings.html", context)


def _me(request: HttpRequest) -> User:
    """The person, afresh: a form that is not valid leaves traces in what it was given."""
    return User.objects.get(pk=str(request.user.pk))


def _part(request: HttpRequest, form_class: type[OwnForm], template: str, saved: str) -> HttpResponse:
    """A page with one of the forms: save it and go back to the settings, or show it."""
    form = form_class(request.POST if request.method == "POST" else None, instance=_me(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, saved)
        return redirect("people:profile")
    return render(request, template, {"form": form})


def name(request: HttpRequest) -> HttpResponse:
    """My name, how to call me, my phone number."""
    return _part(request, NameForm, "people/settings_name.html", _("Your name and phone number are saved."))


def shared(request: HttpRequest) -> HttpResponse:
    """What my groups see of me, field by field, with a look through their eyes."""
    return _part(request, SharedForm, "people/settings_shared.html", _("Saved. Your groups see it so from now on."))


def language(request: HttpRequest) -> HttpResponse:
    """Language and time zone."""
    return _part(request, LanguageForm, "people/settings_language.html", _("Your language and time zone are saved."))


def letters(request: HttpRequest) -> HttpResponse:
    """How often I am written to."""
    wanted = request.user.mail_choice  # type: ignore[union-attr]
    form = LettersForm(request.POST if request.method == "POST" else None, initial={"mail_choice": wanted})
    if request.method == "POST" and form.is_valid():
        mail.choose(_me(request), MailChoice(form.cleaned_data["mail_choice"]))
        messages.success(request, _("Saved. From now on you are written to like this."))
        return redirect("people:profile")
    return render(request, "people/settings_letters.html", {"form": form})


@csrf_exempt  # mail programs press the button, too (RFC 8058); whose letters it is about stands in the address alone
@login_not_required
def letters_stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Stop the letters that can wait, by the link that each of them carries; a GET changes nothing.

    Says the same for every address, also for one that never was in a letter.
    """
    if request.method == "POST":
        mail.stop(signed)
    return render(request, "people/letters_stop.html", {"is_done": request.method == "POST"})


def address(request: HttpRequest) -> HttpResponse:
    """The address I sign in with, and the way to another one."""
    person, now = _me(request), timezone.now()
    form = AddressForm(request.POST or None, person=person, is_guessing=_is_guessing(request))
    if request.method == "POST" and form.is_valid():
        try:
            addresses.ask(person, form.cleaned_data["address"], now=now)
            return redirect("people:address")
        except addresses.TooOften:
            form.add_error("address", _("You asked for a change several times today. Try again tomorrow."))
    context: dict[str, Any] = {"form": form, "waiting": addresses.waiting_of(person, now=now).first()}
    return render(request, "people/settings_address.html", context)


def _is_guessing(request: HttpRequest) -> bool:
    return request.method == "POST" and is_too_often(
        request, f"password {request.user.pk}", at_most=GUESSES, seconds=GUESSING
    )


@require_POST
def address_keep(request: HttpRequest) -> HttpResponse:
    """Take back what I asked for: everything stays as it is."""
    addresses.take_back(_me(request), now=timezone.now())
    messages.success(request, _("Your address stays as it is."))
    return redirect("people:address")


def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter to the new address, for whoever asked for it; a GET changes nothing."""
    now = timezone.now()
    change = addresses.find(token, _me(request), now=now)
    if change is None:
        return render(request, "people/address_ended.html", status=410)
    if request.method != "POST":
        return render(request, "people/address_confirm.html", {"change": change})
    try:
        if addresses.confirm(change, now=now):
            messages.success(request, _("From now on you sign in with %(address)s.") % {"address": change.new})
    except addresses.Taken:
        messages.error(request, _("By now there is another account with this address. Yours has not changed."))
    return redirect("people:address")


@login_not_required
def address_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter to the old address: back to it, whoever changed it; a GET changes nothing."""
    now = timezone.now()
    change = addresses.find_to_stop(token, now=now)
    if change is None:
        return render(request, "people/address_stop_ended.html", status=410)
    if request.method != "POST":
        return render(request, "people/address_stop.html")
    try:
        addresses.stop(change, now=now)
    except addresses.Taken:
        return render(request, "people/address_stop.html", {"is_taken": True}, status=409)
    return render(request, "people/address_stop.html", {"is_done": True})


@require_safe
def devices_list(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    rows = devices.of(_me(request), now=timezone.now())[:50]
    return render(request, "people/devices.html", {"devices": rows, "here": devices.this_one(request)})


@require_POST
def device_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign out one of my devices; somebody else's is none of mine."""
    device = get_object_or_404(_me(request).devices, pk=pk)
    devices.sign_out(device)
    if device.session_key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("Signed out: %(device)s.") % {"device": device})
    return redirect("people:devices")


@require_POST
def devices_out(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    gone = devices.sign_out_elsewhere(request)
    said = ngettext("%(n)d other browser is signed out.", "%(n)d other browsers are signed out.", gone)
    messages.success(request, said % {"n": gone} if gone else _("You are signed in nowhere else."))
    return redirect("people:devices")

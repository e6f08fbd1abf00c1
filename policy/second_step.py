"""Where the house asks for it (``TWO_STEP_FOR``), whoever manages anything, or looks after accounts, signs in with a
second step.

They are led to set it up with the first page after signing in, and do nothing else before. Whoever is made a manager
while at work finishes that in peace: it is asked for when they sign in the next time, and they are told so.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people.two_step.steps import is_on, looks_after_accounts

from .doors import DOORS
from .models import Participation
from .permissions import Role

TOLD = "told of the second step"
WAY_THERE = frozenset({"account_change_password", "account_reauthenticate"})


class SecondStepFirst:
    """Leads managers without a second step to its page; what is open to anybody stays open to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask, where it is asked for. What somebody has just written is not thrown away: they send it once more."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if settings.TWO_STEP_FOR != "managers" or not request.user.is_authenticated or _is_open(name):
            return None
        since = _manages_since(request.user)
        if since is None or is_on(request.user):
            return None
        if request.user.last_login and since > request.user.last_login:
            _tell_once(request)
            return None
        if name.startswith("mfa_"):
            request.needs_second_step = True  # type: ignore[attr-defined]  # the page says why
            return None
        if request.method in ("GET", "HEAD"):
            return redirect("mfa_index")
        return render(request, "mfa/first.html", status=403)


def comes_first(person: Any) -> bool:
    """Whether this person is shown nothing before they have set up a second step; what is no page asks it, too."""
    if settings.TWO_STEP_FOR != "managers":
        return False
    since = _manages_since(person)
    if since is None or (person.last_login and since > person.last_login):
        return False
    return not is_on(person)


def _is_open(name: str) -> bool:
    door = DOORS.get(name)
    return name in WAY_THERE or bool(door and door.rule.startswith(("anyone", "link")))


def _manages_since(person: Any) -> Any:
    """The moment from which the person manages anything that they still manage; ``None`` for everybody else.

    Whoever looks after accounts does from the beginning: they can change by which address anybody signs in.
    """
    if looks_after_accounts(person):
        return person.date_joined
    first = Participation.objects.of(person, Role.MANAGER).order_by("starts_at").values_list("starts_at", flat=True)
    return first.first()


def _tell_once(request: HttpRequest) -> None:
    if not request.session.get(TOLD):
        request.session[TOLD] = True
        messages.info(
            request,
            _("You manage a programme now. When you sign in the next time, we ask you to set up two-step sign-in."),
        )

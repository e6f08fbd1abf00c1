"""Pages of coming in: the invitation, and another password."""

from allauth.account import views as account
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import invitations
from .forms import AcceptForm


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites me to what; a GET never accepts, and nobody accepts for somebody else."""
    found = invitations.find(token)
    if found is None or not found.is_open:
        return render(request, "people/invitation_ended.html", {"invitation": found, "token": token}, status=410)
    if request.user.is_authenticated and request.user != found.person:
        return render(request, "people/invitation_for_another.html", {"invitation": found})
    form = AcceptForm(request.POST or None, invitation=found, initial={"name": found.person.name})
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        if not invitations.accept(found, name=name, password=password):
            return redirect(request.path)
        # with the second step, if there is one
        return perform_login(request, found.person, redirect_url=reverse("home"))
    return render(request, "people/invitation.html", {"invitation": found, "form": form})


@login_not_required
@require_POST
def invitation_again(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address of an ended one. Says the same whatever the link was."""
    found = invitations.find(token)
    if found is not None and found.accepted_at is None:
        invitations.send_again(found)
    return render(request, "people/invitation_again.html")


def change_password(request: HttpRequest) -> HttpResponse:
    """Another password in place of the one there is; who has none yet gets a link to choose it."""
    if not request.user.has_usable_password():  # type: ignore[union-attr]
        messages.info(request, _("You have no password here yet. Have a link sent to you, and choose one with it."))
        return redirect("account_reset_password")
    return account.password_change(request)

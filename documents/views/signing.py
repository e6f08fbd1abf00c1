"""Offer for signature, take back, sign."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Action, require

from .. import signing, workflows
from ..reviewing import SignatureForm
from .page import load, page


@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a draft to everyone whose signature it needs: the people who hold the signing roles in its space today."""
    version = load(request, pk, Action.OFFER)
    if version.state == workflows.DRAFT:
        signing.offer(version, by=request.user)
        messages.success(request, _("Everyone has been asked to sign."))
    return redirect("documents:read", version.pk)


@require_POST
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an offered version back to change it."""
    version = load(request, pk, Action.RECALL)
    signing.recall(version, by=request.user)
    return redirect("documents:write", version.pk)


@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign for oneself: the typed name and the tick; once."""
    version = load(request, pk, Action.READ)
    form = SignatureForm(request.POST, person=request.user)
    if version.is_signed_by(request.user):
        messages.info(request, _("You have signed this already."))
    elif form.is_valid():
        last = signing.sign(version, by=request.user, name=form.cleaned_data["name"])
        done = (
            _("You have signed. Everyone has signed now: it is in force.") if last else _("You have signed. Thank you.")
        )
        messages.success(request, done)
    else:
        require(request.user, Action.SIGN, version)
        return page(request, version, status=422, signature_form=form)
    return redirect("documents:read", version.pk)

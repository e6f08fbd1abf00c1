"""Who outside may read how a programme stands: make a link, take it back; and the page behind it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Action
from programmes.views.programmes import load

from .. import evaluating, outside
from ..forms.evaluation import SponsorForm
from ..models import SponsorLink


def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The links of a programme, and a form to make one. An address is shown once, when it is made."""
    programme = load(request, pk, Action.RUN)
    form, address = SponsorForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        token = evaluating.open_for(programme, told["label"], told["until"], by=request.user, once=told["once"])
        address, form = settings.SITE_URL + reverse("monitoring:sponsor", args=(token,)), SponsorForm()
    context = {
        "programme": programme,
        "form": form,
        "address": address,
        "links": SponsorLink.objects.filter(space=programme.space),
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/links.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, pk: UUID, link: UUID) -> HttpResponse:
    """End a link now."""
    programme = load(request, pk, Action.RUN)
    row = get_object_or_404(SponsorLink.objects.visible_to(request.user), pk=link, space=programme.space)
    evaluating.take_back(row, by=request.user)
    messages.success(request, _("The link is taken back. Whoever opens it finds nothing more."))
    return redirect("monitoring:links", programme.pk)


@login_not_required
def sponsor(request: HttpRequest, token: str) -> HttpResponse:
    """How a programme stands, for whoever holds a link to it; whoever else asks learns nothing."""
    programme = evaluating.opened_by(token)
    if programme is None:
        return _quiet(render(request, "monitoring/sponsor_ended.html", status=404))
    with translation.override(programme.language), timezone.override(programme.time_zone):
        report = outside.report(programme, now=timezone.now())
        context = {"programme": programme, "report": report, "now": timezone.localtime()}
        return _quiet(render(request, "monitoring/sponsor.html", context))


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it is told to no other site, kept by no cache and found by no search."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response

"""A mentee's pages of feedback from others: the rounds, a new one, one with who was asked and what they said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action, require
from programmes.views.groups import load_group

from ..forms.others import OwnForm, PersonForm, RoundForm
from ..models import FeedbackLink, FeedbackRound
from ..others import asking, results, sharing
from ..others.people import shown


def rounds(request: HttpRequest, pk: UUID) -> HttpResponse:
    """My rounds in a group."""
    group = load_group(request, pk, Action.ASK_OTHERS)
    rows = FeedbackRound.objects.visible_to(request.user).filter(space=group.space).select_related("goal")
    context = {"group": group, "programme": group.programme, "rows": rows, "is_full": len(rows) >= asking.ROUNDS}
    return render(request, "monitoring/others.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a round."""
    group = load_group(request, pk, Action.ASK_OTHERS)
    form = RoundForm(request.POST or None, group=group, person=request.user)
    if request.method == "POST" and form.is_valid():
        row = asking.begin(group, form.told(), by=request.user, pk=form.cleaned_data["once"])
        return redirect("monitoring:others_own", row.pk)
    context = {"group": group, "programme": group.programme, "form": form}
    return render(request, "monitoring/others_new.html", context, status=422 if form.errors else 200)


def own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How I see it myself."""
    row = _load(request, pk)
    asking.require_unasked(row)
    form = OwnForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        asking.rate_oneself(row, form.told(), by=request.user)
        messages.success(request, _("Kept. Now ask others."))
        return redirect(row)
    return render(request, "monitoring/others_own.html", _told(row, form=form), status=422 if form.errors else 200)


def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A round: who was asked, what they said. A POST asks one more person."""
    row = _load(request, pk)
    form = PersonForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            asking.invite(row, form.told(), by=request.user, pk=form.cleaned_data["once"])
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            words = _("A letter goes to %(email)s. Is there somebody else you want to ask?")
            messages.success(request, words % {"email": form.cleaned_data["email"]})
            return redirect(row)
    return _page(request, row, form)


def _page(request: HttpRequest, row: FeedbackRound, form: PersonForm) -> HttpResponse:
    links = list(row.links.all())
    found = results.of(row, links)
    people = shown(row, links)
    told = _told(row, form=form, people=people, results=found, given=sharing.given(row))
    told["chart"] = results.drawn(row, found) if found.people else ""
    told["answered"] = sum(1 for link in links if link.answered_at)
    told["can_ask"] = bool(row.own) and len(people) < asking.PEOPLE and not told["group"].has_ended
    return render(request, "monitoring/others_round.html", told, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take out a round of which nobody outside knows."""
    row = _load(request, pk)
    asking.remove(row, by=request.user)
    messages.success(request, _("The round is removed."))
    return redirect("monitoring:others", row.space.group.pk)


@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give my mentor a copy."""
    row = _load(request, pk)
    version = sharing.give(row, by=request.user)
    messages.success(request, _("Your mentor can read this copy now."))
    return redirect(version)


@require_POST
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind somebody, once."""
    link = _load_link(request, pk)
    asking.remind(link, by=request.user)
    messages.success(request, _("If no answer has come yet, a reminder goes out."))
    return redirect(link.round)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End somebody's link."""
    link = _load_link(request, pk)
    asking.take_back(link, by=request.user)
    messages.success(
        request, _("The link is taken back, name and address are forgotten. An answer that had come stays.")
    )
    return redirect(link.round)


def _load(request: HttpRequest, pk: UUID) -> FeedbackRound:
    rows = FeedbackRound.objects.visible_to(request.user).select_related("space__group__programme", "person", "goal")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.ASK_OTHERS, row)
    return row


def _load_link(request: HttpRequest, pk: UUID) -> FeedbackLink:
    rows = FeedbackLink.objects.visible_to(request.user).select_related(
        "round__space__group__programme", "round__person"
    )
    link = get_object_or_404(rows, pk=pk)
    require(request.user, Action.ASK_OTHERS, link)
    return link


def _told(row: FeedbackRound, **more: Any) -> dict[str, Any]:
    group = row.space.group
    return {"round": row, "group": group, "programme": group.programme, **more}

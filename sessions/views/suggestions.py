"""Pages of what is suggested: the list of a group, the library to choose from, suggesting, and what a mentee says."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.giving import given
from policy.permissions import Action, require
from programmes.forms.resources import LookForm
from programmes.models import Group, Resource
from programmes.resources import library
from programmes.views.groups import load_group

from .. import suggested, suggesting
from ..forms.suggestions import BringForm, HelpedForm, SuggestForm
from ..models import Suggestion


def resources(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was suggested: to me, or, for the mentor, to everybody with what they say of it."""
    group = load_group(request, pk, Action.STUDY)
    roles = group.roles_of(request.user)
    page = suggested.page_of(group, request.user, roles, request.GET.get("page"))
    return render(request, "sessions/resources.html", {"group": group, "page": page, "roles": roles})


def suggest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The library, to choose from."""
    group = load_group(request, pk, Action.SUGGEST)
    chosen = LookForm(request.GET).said()
    occasion = _occasion(request)
    kept = {**chosen, **({"with": occasion} if occasion else {})}
    context = {
        "group": group,
        "page": library.page_of(_usable(request, group), chosen, request.GET.get("page")),
        "asked": LookForm(initial=chosen),
        "chosen": chosen,
        "is_looking": bool(chosen),
        "occasion": occasion,
        "query": f"&{urlencode(kept)}" if kept else "",
    }
    return render(request, "sessions/suggest.html", context)


def _usable(request: HttpRequest, group: Group) -> Any:
    return group.programme.resources.usable_by(request.user)


def _occasion(request: HttpRequest) -> str:
    """The session or homework that the mentor came from; what makes no sense chooses nothing in the form."""
    return request.GET.get("with", "")[:60]


def suggest_one(request: HttpRequest, pk: UUID, resource: UUID) -> HttpResponse:
    """Say to whom, with what and why."""
    group = load_group(request, pk, Action.SUGGEST)
    row = get_object_or_404(Resource.objects.visible_to(request.user), pk=resource, programme=group.programme_id)
    form = SuggestForm(request.POST or None, group=group, initial={"occasion": _occasion(request)})
    if request.method == "POST" and form.is_valid():
        suggesting.suggest(row, group, form.chosen, form.cleaned_data["why"], pk=form.once_id, by=request.user)
        return _suggested(request, group)
    return render(request, "sessions/suggest_one.html", {"group": group, "resource": row, "form": form})


def suggest_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Suggest a link that is not in the library."""
    group = load_group(request, pk, Action.SUGGEST)
    form = BringForm(request.POST or None, group=group, initial={"occasion": _occasion(request)})
    if request.method == "POST" and form.is_valid():
        said, whom = form.cleaned_data, form.chosen
        suggesting.bring(said["title"], said["link"], group, whom, said["why"], pk=form.once_id, by=request.user)
        return _suggested(request, group)
    return render(request, "sessions/suggest_one.html", {"group": group, "form": form})


def _suggested(request: HttpRequest, group: Group) -> HttpResponse:
    messages.success(request, _("Suggested. It is said in the next letter of the day."))
    return redirect("sessions:resources", group.pk)


def _load(request: HttpRequest, pk: UUID, action: Action) -> Suggestion:
    """A suggestion that stands and that its reader may know of, and may do ``action`` on."""
    rows = Suggestion.objects.visible_to(request.user)
    rows = rows.select_related("group__space", "group__programme", "resource", "meeting", "homework", "by")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, action, row)
    return row


def suggestion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One suggestion: open it, mark it as done, say whether it helped."""
    row = _load(request, pk, Action.USE)
    mine = row.answers.filter(person_id=request.user.pk).first()
    before = {"helped": mine.helped, "words": mine.words} if mine else {}
    form = HelpedForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        suggesting.say(row, form.cleaned_data["helped"], form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Saved. Your mentor reads it."))
        return redirect("sessions:resources", row.group_id)
    context = {"suggestion": row, "mine": mine, "form": form, "group": row.group}
    return render(request, "sessions/suggestion.html", context)


@require_POST
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark a suggestion as done, or take that back."""
    row = _load(request, pk, Action.USE)
    suggesting.tick(row, request.POST.get("done") == "1", by=request.user)
    came_from = request.POST.get("from", "")
    if came_from == "session" and row.meeting:
        return redirect(row.meeting)
    if came_from == "room":
        return redirect(row.group)
    return redirect(row) if came_from == "page" else redirect("sessions:resources", row.group_id)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a suggestion back."""
    row = _load(request, pk, Action.SUGGEST)
    suggesting.take_back(row, by=request.user)
    messages.success(request, _("Taken back. Your mentees do not see it any more."))
    return redirect("sessions:resources", row.group_id)


def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file that was suggested."""
    row = _load(request, pk, Action.STUDY)
    if not row.resource.file:
        raise Http404
    return given(row.resource.file, name=row.resource.title, media_type=row.resource.media_type)

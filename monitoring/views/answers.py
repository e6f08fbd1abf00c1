"""Answers to a programme's own questionnaires: given by whoever is asked, asked for again, taken out by managers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policy.permissions import Action
from programmes.views.groups import load_group

from ..models import Questionnaire
from ..questionnaires import answering, export, reminding
from .questionnaires import find


def answer(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """What is asked, by whom, who reads; with a POST it begins. Whoever is not asked does not find it."""
    group = load_group(request, pk, Action.READ)
    row = answering.asked_of(group, questionnaire, request.user)
    if row is None:
        raise Http404
    if request.method == "POST":
        return redirect("documents:write", answering.begin(group, row, by=request.user).pk)
    if there := answering.mine(group, row, request.user):
        return redirect("documents:write", there.pk)
    told = {"group": group, "programme": group.programme, "questionnaire": row, "is_open": row.state == row.State.OPEN}
    told["readers"] = answering.readers(group, row, request.user)
    return render(request, "monitoring/questionnaire_answer.html", told)


@require_POST
def remind(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Remind whoever has not answered."""
    row = find(request, pk, questionnaire)
    told = reminding.remind(row, by=request.user)
    messages.success(request, _reminded(row, told))
    return redirect(row)


def _reminded(row: Questionnaire, told: int) -> str:
    """How many were reminded; without names nothing that would tell who has answered."""
    if row.is_nameless:
        return _("Whoever has not answered is reminded, once a day.")
    if not told:
        return _("Nobody was written to: everybody has been reminded today already.")
    return ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", told) % {"n": told}


def take_out(request: HttpRequest, pk: UUID, questionnaire: UUID, shape: str) -> HttpResponse:
    """The answers as a file for a spreadsheet program."""
    row = find(request, pk, questionnaire)
    if shape not in export.SHAPES or row.state == row.State.DRAFT:
        raise Http404
    write, media_type = export.SHAPES[shape]
    response = HttpResponse(write(export.rows(row, request.user)), content_type=media_type)
    name = f"{slugify(row.title) or 'answers'}-{timezone.localdate().isoformat()}.{shape}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

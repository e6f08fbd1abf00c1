"""Begin a document, write it, hand it on, open its next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import User
from people.moments import date_format
from people.typed import texts
from policy.models import Space
from policy.permissions import Action, require

from .. import kinds, pipeline, workflows
from ..forms import Filling
from ..heading import Sheet, sheet_of
from ..kinds import Answers, DocumentKind
from ..models import Document, Version
from ..rights import readers_in_words
from ..seen import may_not_know, seen_by
from ..uploads import UploadForm
from .page import load, next_step


@require_POST
def start(request: HttpRequest, space: UUID, slug: str) -> HttpResponse:
    """Begin a document of a space, or go on with the one that is begun."""
    where = get_object_or_404(Space.objects.where(request.user), pk=space)
    kind = kinds.find(slug)
    if kind is None or kind.per_meeting or kind.elsewhere or kind.live or kind.lives_in != where.kind:
        raise Http404
    person = request.user if kind.parts.own else _whom(request, kind, where)
    occasion, label = _occasion(request, kind), _label(kind, where, person)
    version = pipeline.start(kind, where, by=request.user, person=person, occasion=occasion, label=label)
    return redirect("documents:write", version.pk)


def _label(kind: DocumentKind, where: Space, person: Any) -> str:
    """What tells one document about a person from the next: the name and the day, in the language of the documents."""
    if person is None or not kind.parts.about:
        return ""
    with kinds.as_written(Document(kind_slug=kind.slug, space=where)):
        return f"{person.name}, {date_format(timezone.localdate(), 'j F Y')}"


def _whom(request: HttpRequest, kind: DocumentKind, where: Space) -> User | None:
    """The person a document is about, chosen among those who hold such a role; 404 for anybody else."""
    if not kind.parts.about:
        return None
    chosen = request.POST.get("person", "")
    for row in where.people(*kind.parts.about):
        if str(row.person_id) == chosen:
            return row.person
    raise Http404


def _occasion(request: HttpRequest, kind: DocumentKind) -> UUID | None:
    """For what is begun again and again: the id that the form brings, so that a form sent twice begins one."""
    if not kind.repeats:
        return None
    try:
        return UUID(request.POST.get("occasion", ""))
    except ValueError:
        raise Http404 from None


def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill a draft in. It is saved as it is; handing it on asks for complete answers."""
    version = load(request, pk, Action.READ)
    if version.state != workflows.DRAFT or version.is_scan:  # handed on; or its pages are looked at, not typed
        return _no_draft(request, version)
    require(request.user, Action.WRITE, version)
    assert version.kind is not None  # or no draft could exist
    filling = Filling(version.kind, version.answers, request.POST or None)
    if request.method != "POST":
        return form_page(request, version, filling)
    try:
        version = _save(request, version, filling.answers())
    except pipeline.SavedMeanwhile as other:
        return _saved_meanwhile(request, other.version, filling)
    if "autosave" in request.POST:
        return JsonResponse({"revision": version.revision})
    if "hand-on" not in request.POST:
        messages.success(request, _("Saved. Only you can read it until you hand it on."))
        return redirect("documents:write", version.pk)
    return hand_on(request, version) if filling.is_valid() else form_page(request, version, filling, status=422)


def _no_draft(request: HttpRequest, version: Version) -> HttpResponse:
    """It is a draft no more. Whoever pressed Save then has back what they typed, unless it says just that."""
    address = version.get_absolute_url()
    if request.method != "POST" or "autosave" in request.POST or version.kind is None or version.is_scan:
        return redirect(address)
    if Filling(version.kind, version.answers, request.POST).answers() == version.answers:
        return redirect(address)
    why, typed = _("This was handed on while you were writing. What you typed last is not in it."), texts(request)
    if typed:
        return render(request, "409.html", {"reason": why, "texts": typed, "back": address}, status=409)
    messages.warning(request, why)
    return redirect(address)


def _save(request: HttpRequest, version: Version, answers: Answers) -> Version:
    """Save what was sent. Raises ``SavedMeanwhile`` where something else was saved since the page was made.

    That may be one's own, from another window or out of the chat. The same words are the same form, sent twice; and a
    page that got no answer to its last save (``unanswered``) may not know what it has saved itself.
    """
    strict = not may_not_know(request)
    try:
        return pipeline.write(version, answers, by=request.user, seen=seen_by(request), strict=strict)
    except pipeline.SavedMeanwhile as other:
        if other.version.author_id == request.user.pk and other.version.answers == answers:
            return other.version
        raise


def form_page(
    request: HttpRequest,
    version: Version,
    filling: Filling,
    status: int = 200,
    theirs: Sheet | None = None,
    upload_form: UploadForm | None = None,
) -> HttpResponse:
    """The page on which a draft is written, with what was typed and what is wrong with it."""
    upload_form = upload_form or UploadForm()
    context = {
        "version": version,
        "filling": filling,
        "theirs": theirs,
        "workflow": next_step(version),
        "upload_form": upload_form,
        "recalled": version.kind.recalls(version.document) if version.kind and version.kind.recalls else {},
        "all_forms": [*filling.forms, upload_form],  # for the summary of what is wrong
        "readers": readers_in_words(version.document),
        "kept_until": date_format(kinds.heading_of(version.document)["kept_until"], "j F Y"),
    }
    return render(request, "documents/write.html", context, status=status)


def _saved_meanwhile(request: HttpRequest, version: Version, filling: Filling) -> HttpResponse:
    if "autosave" in request.POST:
        return JsonResponse({"revision": None}, status=409)
    theirs = sheet_of(version, at=version.written_at or timezone.now())
    assert version.kind is not None
    mine = Filling(version.kind, filling.answers())  # as typed; what is missing in it is not the question now
    return form_page(request, version, mine, status=409, theirs=theirs)


def hand_on(request: HttpRequest, version: Version) -> HttpResponse:
    """Hand a complete draft on as its workflow says, and show it."""
    step = next_step(version)
    if step == Action.SUBMIT:
        pipeline.submit(version, by=request.user)
        messages.success(request, _("Handed in. You will be told when it is published or comes back."))
    elif step == Action.FILE:
        pipeline.file(version, by=request.user)
        messages.success(request, _("Filed. Its PDF is being prepared."))
    return redirect("documents:read", version.pk)


@require_POST
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the next version; this one stays in force until that one is sealed."""
    version = pipeline.amend(load(request, pk, Action.AMEND), by=request.user)
    return redirect("documents:write", version.pk)

"""Pages of a document: read, write, review, sign, open as PDF."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs import queue
from policy.models import Space
from policy.permissions import Action, require

from . import kinds, pipeline, printing, workflows
from .forms import Filling
from .heading import Sheet, sheet_of
from .models import Version
from .reviewing import CommentForm, SignatureForm
from .rights import readers_in_words


def _load(request: HttpRequest, pk: UUID, action: Action) -> Version:
    """A version its reader may see, and do ``action`` with; 404 for outsiders, 403 for insiders without the right."""
    rows = Version.objects.visible_to(request.user).select_related("document__space", "document__person", "author")
    version = get_object_or_404(rows, pk=pk)
    require(request.user, action, version)
    return version


@require_POST
def start(request: HttpRequest, space: UUID, slug: str) -> HttpResponse:
    """Begin a document of a space, or go on with the one that is begun."""
    where = get_object_or_404(Space.objects.where(request.user), pk=space)
    kind = kinds.find(slug)
    if kind is None or kind.per_meeting or kind.live or kind.lives_in != where.kind:
        raise Http404
    version = pipeline.start(kind, where, by=request.user, person=request.user if kind.parts.own else None)
    return redirect("documents:write", version.pk)


def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document on screen, its signatures and versions, and what its reader may do with it now."""
    version = _load(request, pk, Action.READ)
    return _page(request, version)


def _page(request: HttpRequest, version: Version, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a document; ``bound`` brings a form back with what was typed and what is wrong with it."""
    context = {
        "version": version,
        "sheet": sheet_of(version, at=version.sealed_at or version.written_at or timezone.now()),
        "versions": version.document.versions.visible_to(request.user).select_related("author"),
        "signatories": version.signatories.select_related("person"),
        "sent_back": version.comments.filter(sent_back=True).select_related("author"),
        "comment_form": CommentForm(),
        "signature_form": SignatureForm(person=request.user),
        "has_signed": version.is_signed_by(request.user),
        "print_job": None if version.pdf else printing.job_of(version),
        **bound,
    }
    return render(request, "documents/read.html", context, status=status)


def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill a draft in. It is saved as it is; handing it on asks for complete answers."""
    version = _load(request, pk, Action.READ)
    if version.state != workflows.DRAFT:  # sent twice, or handed on in another window
        return redirect("documents:read", version.pk)
    require(request.user, Action.WRITE, version)
    assert version.kind is not None  # or no draft could exist
    filling = Filling(version.kind, version.answers, request.POST or None)
    if request.method != "POST":
        return _form(request, version, filling)
    try:
        version = pipeline.write(version, filling.answers(), by=request.user, seen=_seen(request))
    except pipeline.SavedMeanwhile as other:
        return _saved_meanwhile(request, other.version, filling)
    if "autosave" in request.POST:
        return JsonResponse({"revision": version.revision})
    if "hand-on" not in request.POST:
        messages.success(request, _("Saved. Only you can read it until you hand it on."))
        return redirect("documents:write", version.pk)
    return _hand_on(request, version) if filling.is_valid() else _form(request, version, filling, status=422)


def _seen(request: HttpRequest) -> int | None:
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def _form(
    request: HttpRequest, version: Version, filling: Filling, status: int = 200, theirs: Sheet | None = None
) -> HttpResponse:
    context = {
        "version": version,
        "filling": filling,
        "theirs": theirs,
        "workflow": _next_step(version),
        "readers": readers_in_words(version.document),
    }
    return render(request, "documents/write.html", context, status=status)


def _saved_meanwhile(request: HttpRequest, version: Version, filling: Filling) -> HttpResponse:
    if "autosave" in request.POST:
        return JsonResponse({"conflict": True}, status=409)
    theirs = sheet_of(version, at=version.written_at or timezone.now())
    assert version.kind is not None
    mine = Filling(version.kind, filling.answers())  # as typed; what is missing in it is not the question now
    return _form(request, version, mine, status=409, theirs=theirs)


def _next_step(version: Version) -> Action:
    """What handing a draft on means in its workflow."""
    verbs = (arrow.action for arrow in version.machine.transitions if arrow.source == workflows.DRAFT)
    return next(verbs)


def _hand_on(request: HttpRequest, version: Version) -> HttpResponse:
    step = _next_step(version)
    if step == Action.SUBMIT:
        pipeline.submit(version, by=request.user)
        messages.success(request, _("Handed in. You will be told when it is published or comes back."))
    elif step == Action.FILE:
        pipeline.file(version, by=request.user)
        messages.success(request, _("Filed. Its PDF is being prepared."))
    return redirect("documents:read", version.pk)


@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reviewer publishes, with a closing comment if there is one; or sends back, saying why."""
    version = _load(request, pk, Action.PUBLISH)
    form = CommentForm(request.POST)
    form.fields["text"].required = "send-back" in request.POST
    form.fields["text"].error_messages["required"] = _("Say what should change, then send it back.")
    if not form.is_valid():
        return _page(request, version, status=422, comment_form=form)
    if version.state == workflows.SEALED:
        messages.info(request, _("This is published already."))
    elif "send-back" in request.POST:
        pipeline.send_back(version, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Sent back to %(name)s.") % {"name": version.author})
        return redirect("home")
    else:
        pipeline.publish(version, by=request.user, comment=form.cleaned_data["text"])
        messages.success(request, _("Published. Its PDF is being prepared."))
    return redirect("documents:read", version.pk)


@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a draft to everyone whose signature it needs: the people who hold the signing roles in its space today."""
    version = _load(request, pk, Action.OFFER)
    if version.state == workflows.DRAFT:
        pipeline.offer(version, by=request.user)
        messages.success(request, _("Everyone has been asked to sign."))
    return redirect("documents:read", version.pk)


@require_POST
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an offered version back to change it."""
    version = _load(request, pk, Action.RECALL)
    pipeline.recall(version, by=request.user)
    return redirect("documents:write", version.pk)


@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign for oneself: the typed name and the tick; once."""
    version = _load(request, pk, Action.READ)
    form = SignatureForm(request.POST, person=request.user)
    if version.is_signed_by(request.user):
        messages.info(request, _("You have signed this already."))
    elif form.is_valid():
        last = pipeline.sign(version, by=request.user, name=form.cleaned_data["name"])
        done = (
            _("You have signed. Everyone has signed now: it is in force.") if last else _("You have signed. Thank you.")
        )
        messages.success(request, done)
    else:
        require(request.user, Action.SIGN, version)
        return _page(request, version, status=422, signature_form=form)
    return redirect("documents:read", version.pk)


@require_POST
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the next version; this one stays in force until that one is sealed."""
    version = pipeline.amend(_load(request, pk, Action.AMEND), by=request.user)
    return redirect("documents:write", version.pk)


def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The printed file. While it is being prepared, a page says so; a damaged file is printed anew."""
    version = _load(request, pk, Action.READ)
    if not printing.is_printable(version):
        raise Http404
    if version.pdf and printing.is_intact(version):
        return _file(version)
    if version.pdf:
        printing.print_again(version, by=request.user)
    return render(
        request, "documents/preparing.html", {"version": version, "job": printing.job_of(version)}, status=202
    )


def _file(version: Version) -> FileResponse:
    name = f"{slugify(version.document.title) or 'document'}-v{version.number}.pdf"
    response = FileResponse(printing.file_of(version).open("rb"), filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def print_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try to print once more after a failure."""
    version = _load(request, pk, Action.READ)
    if not printing.is_printable(version):
        raise PermissionDenied(_("Only what is published or in force is printed."))
    job = printing.job_of(version)
    if job is None or not queue.try_again(job):
        printing.print_again(version, by=request.user)
    return redirect("documents:pdf", version.pk)

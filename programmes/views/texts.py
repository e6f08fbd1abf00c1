"""The texts of a programme: which documents have some, one kind's texts, and taking older ones up again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from documents import kinds, wordings
from documents.kinds import DocumentKind, Texts
from policy.machine import NotNow
from policy.permissions import Action

from .. import reach
from ..models import Programme
from ..rewording import Desk
from .programmes import load

STANDARD = "standard"


def texts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every kind of document that has texts of its own, and whose they are now."""
    programme = load(request, pk, Action.RUN)
    own = wordings.newest_of_all(programme.space)
    rows = []
    for kind in (kind for kind in kinds.every() if kind.texts):
        wording = own.get(kind.slug)
        found = wordings.texts_of(kind, programme.space, wording)
        lists = [(one.title, len(found.get(one.slug, ()))) for one in kind.texts]
        rows.append({"kind": kind, "wording": wording, "lists": lists})
    return render(request, "programmes/texts.html", {"programme": programme, "rows": rows})


def text(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Change the texts of one kind; before they are saved, what changes and whom it reaches is shown."""
    programme = load(request, pk, Action.RUN)
    desk = Desk(_kind(slug), programme, request.POST or None)
    if request.method != "POST":
        return _page(request, desk)
    if not desk.is_valid():
        return _page(request, desk, status=422)
    if desk.changed and not desk.is_looked_at and desk.seen == desk.number:
        return _page(request, desk, is_shown=True)
    return _saved(request, desk) or _page(request, desk, status=409, is_shown=True)


def again(request: HttpRequest, pk: UUID, slug: str, which: str) -> HttpResponse:
    """Older texts, or the standard ones: what taking them up again would change; with a POST it is done."""
    programme = load(request, pk, Action.RUN)
    kind = _kind(slug)
    desk = Desk(kind, programme, request.POST or None, texts=_older(kind, programme, which))
    shown: dict[str, Any] = {"is_shown": True, "template": "programmes/text_again.html"}
    shown |= {"is_standard": which == STANDARD, "which": which}
    if request.method != "POST":
        return _page(request, desk, **shown)
    return _saved(request, desk) or _page(request, desk, status=409, **shown)


def _kind(slug: str) -> DocumentKind:
    kind = kinds.find(slug)
    if kind is None or not kind.texts:
        raise Http404
    return kind


def _older(kind: DocumentKind, programme: Programme, which: str) -> Texts:
    if which == STANDARD:
        return wordings.standard(kind, programme.space)
    for wording in wordings.history(kind, programme.space):
        if str(wording.number) == which:
            return {**wordings.in_use(kind, programme.space), **wording.texts}
    raise Http404


def _saved(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    """Save what is on the desk and go back to the texts; ``None`` when somebody else was faster."""
    try:
        wording = wordings.adapt(desk.kind, desk.programme.space, desk.texts, by=request.user, seen=desk.seen)
    except wordings.ChangedMeanwhile:
        return None
    except ValidationError as problem:  # older texts, from when a list could be longer or shorter
        raise NotNow(" ".join(problem.messages)) from None
    if wording is None:
        messages.info(request, _("Nothing has changed: the standard texts count."))
    else:
        said = _("Saved. Documents begun from now on have the programme's own texts, version %(number)d.")
        messages.success(request, said % {"number": wording.number})
    return redirect("programmes:text", desk.programme.pk, desk.kind.slug)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    status: int = 200,
    is_shown: bool = False,
    template: str = "programmes/text.html",
    **more: Any,
) -> HttpResponse:
    """The texts of one kind; with ``is_shown`` what changes, how it will look and whom it reaches stand before them."""
    reached = [desk.kind, *(wordings.sharing(desk.kind, desk.changed) if is_shown else [])]
    context = {
        "programme": desk.programme,
        "kind": desk.kind,
        "desk": desk,
        "lists": desk.laid_out() if is_shown else desk.lists,
        "seen": desk.number if status == 409 else desk.seen,
        "changes": desk.changes() if is_shown else None,
        "is_shown": is_shown,
        "is_conflict": status == 409,
        "reached": [reach.of_change(kind, desk.programme, by=request.user) for kind in reached],
        "history": wordings.history(desk.kind, desk.programme.space),
        **more,
    }
    return render(request, template, context, status=status)

"""Load a version that its reader may see, and show its page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from policy.permissions import Action, require

from .. import kinds, printing, workflows
from ..heading import sheet_of
from ..models import Version
from ..reviewing import CommentForm
from ..signing import signatures
from ..uploads import UploadForm


def load(request: HttpRequest, pk: UUID, action: Action) -> Version:
    """A version its reader may see, and do ``action`` with; 404 for outsiders, 403 for insiders without the right."""
    rows = Version.objects.visible_to(request.user).select_related(
        "document__space", "document__person", "author", "wording"
    )
    version = get_object_or_404(rows, pk=pk)
    require(request.user, action, version)
    return version


def next_step(version: Version) -> Action | None:
    """What handing a draft on means in its workflow; nothing for kinds that have gone."""
    verbs = (arrow.action for arrow in version.machine.transitions if arrow.source == workflows.DRAFT)
    return next(verbs, None)


def page(request: HttpRequest, version: Version, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a document; ``bound`` brings a form back with what was typed and what is wrong with it."""
    sheet = sheet_of(version, at=version.sealed_at or version.written_at or timezone.now())
    signing = signatures.context_of(version, request.user, **bound)
    versions = list(version.document.versions.visible_to(request.user).select_related("author"))
    context = {
        "version": version,
        "sheet": sheet,
        "versions": versions,
        "before": None if signing["changes"] else next((one for one in versions if one.number < version.number), None),
        "sent_back": version.comments.filter(sent_back=True).select_related("author"),
        "comment_form": CommentForm(),
        "upload_form": UploadForm(),
        "workflow": next_step(version),
        "why_closed": kinds.why_not_begin(version.document),
        "print_job": None if version.pdf else printing.job_of(version),
        **signing,
    }
    return render(request, "documents/read.html", context, status=status)

"""What can be said about a file that somebody holds: is it ours, is it as it was, is there a newer one?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from . import files, workflows
from .models import Version
from .seal.verdict import State, verify

IDENTICAL, DIFFERENT = "identical", "different"  # beside the verdicts of ``seal``


@dataclass(frozen=True)
class Finding:
    """What is known about a file.

    ``state``: a verdict of ``seal.verdict.State``; or ``identical``, byte for byte a file that is kept here; or
    ``different``, a file without our seal that says it is one of ours and is not what is kept here. ``version`` is the
    one it is, or says it is; only for ``may_read`` is more told about it than its number.
    """

    state: str
    at: datetime | None = None
    organisation: str = ""
    certificate: str = ""
    version: Version | None = None
    may_read: bool = False

    @property
    def is_genuine(self) -> bool:
        """Whether it is certain that this file is as it left this house."""
        return self.state in (IDENTICAL, State.UNCHANGED)

    @property
    def short_number(self) -> str:
        """The number that stands at the foot of every page of it."""
        return str(self.version.document_id)[:8] if self.version else ""

    @property
    def is_newest(self) -> bool:
        """Whether no later version has replaced the one it is."""
        return self.version is not None and self.version.state == workflows.SEALED


def find_out(data: bytes, *, by: Any) -> Finding:
    """What can be said to ``by`` about a file; raises ``sandbox.Busy``. The file is not kept."""
    if same := _version(by, pdf_digest=files.digest_of(data)):
        version = same["version"]
        return Finding(IDENTICAL, version.sealed_at, settings.ORGANISATION if _is_stamped(version) else "", **same)
    verdict = verify(data)
    told = _version(by, digest=verdict.words) if verdict.words else {}
    state = str(verdict.state)
    if told and verdict.state not in (State.UNCHANGED, State.CHANGED):
        state = State.CHANGED if _is_stamped(told["version"]) else DIFFERENT
    return Finding(state, verdict.at, verdict.organisation, verdict.certificate, **told)


def _is_stamped(version: Version) -> bool:
    """Whether its file never left this house without a seal."""
    return version.kind is not None and version.kind.stamped


def _version(by: Any, **which: str) -> dict[str, Any]:
    rows = Version.objects.select_related("document__space", "wording")
    version = rows.filter(state__in=(workflows.SEALED, workflows.SUPERSEDED), **which).first()
    if version is None:
        return {}
    readable = by.is_authenticated and Version.objects.visible_to(by).filter(pk=version.pk).exists()
    return {"version": version, "may_read": readable}


class FileForm(forms.Form):
    """One PDF to be checked. When the form is valid, ``cleaned_data["file"]`` is its bytes."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file itself as you got it. A photo or a print of it cannot be checked."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> bytes:
        """The file's bytes, if they are few enough."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            size = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise ValidationError(_("This file is too large: at most %(size)s."), params={"size": size})
        return file.read()

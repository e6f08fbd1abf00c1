"""What may come in: a file is opened in the sandboxed child, and refused with a reason that says what to do."""

import re
import signal
import unicodedata
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import files, sandbox
from .opening.protocol import ANSWER_BYTES, PAGES, PIXELS, Values, unpack

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class Refused(Exception):
    """A file that is not let in. Its text is the reason that people read; ``code`` is its short name."""

    def __init__(self, code: str) -> None:
        super().__init__(reason(code))
        self.code = code


@dataclass(frozen=True)
class Opened:
    """A file that was let in: as it was sent, and as pages made anew; the values of its form fields if it has any."""

    data: bytes
    name: str
    media_type: str
    pages: tuple[bytes, ...]
    fields: Values

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the bytes as they were sent."""
        return files.digest_of(self.data)

    @property
    def kept(self) -> tuple[bytes, str]:
        """Its bytes and media type as they are kept: a picture as it was made anew, without the place where it was taken."""
        is_picture = self.media_type.startswith("image/")
        return (self.pages[0], "image/jpeg") if is_picture else (self.data, self.media_type)


def accept(file: UploadedFile) -> Opened:
    """Open an uploaded file; raises ``Refused`` with the reason. Its name and the type it was sent with decide nothing."""
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise Refused("large")
    data = file.read()
    header, pages = _asked(data)
    if "refused" in header:
        raise Refused(str(header["refused"]))
    return Opened(data, plain_name(file.name or ""), str(header["media_type"]), pages, header["fields"])


def plain_name(name: str) -> str:
    """A file's name for people to recognise it by: no folders, nothing that cannot be seen, at most 100 characters."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split())[:100]


def reason(code: str) -> str:
    """Why a file is refused, and what to do, in words."""
    words = {
        "empty": _("This file is empty. Choose it again, or save it once more first."),
        "large": _("This file is too large: at most %(size)s. Send fewer pages, or a smaller photo."),
        "type": _(
            "This is neither a PDF nor a PNG or JPEG picture. Save or print it as PDF, or take a photo of the paper."
        ),
        "mixed": _(
            "Something else is hidden in this file, before or behind what can be seen (the film of a live photo, for "
            "example). Save it anew as a PDF, or take a plain photo."
        ),
        "damaged": _("This file is damaged or incomplete, so it cannot be opened. Save or scan it again."),
        "encrypted": _("This PDF is protected by a password. Save it without protection, then send it again."),
        "script": _("There is a script in this PDF. Print it as a new PDF, then send that."),
        "acts": _(
            "This PDF does something by itself: it opens or sends something. Print it as a new PDF, then send that."
        ),
        "attachment": _("There are other files inside this PDF. Send one without attachments."),
        "media": _("There is sound, film or a moving model in this PDF. Print it as a new PDF, then send that."),
        "xfa": _("This PDF is an XFA form, which cannot be read here. Print it as a new PDF, then send that."),
        "pages": _("This PDF has too many pages: at most %(pages)s. Send only the pages of this document."),
        "pixels": _("This picture is too large when it is opened: at most %(pixels)s million dots. Make it smaller."),
        "tangled": _("This PDF is built too intricately to be opened here. Print it as a new PDF, then send that."),
        "memory": _("This file becomes too large when it is opened. Send a smaller one, or a photo of each page."),
        "time": _("This file took too long to open. Print it as a new PDF, or send a smaller photo."),
        "busy": _("Many files are being opened just now. Wait a minute, then send yours again."),
    }
    limits = {"size": filesizeformat(settings.UPLOAD_MAX_BYTES), "pages": PAGES, "pixels": PIXELS // 1_000_000}
    return words.get(code, words["damaged"]) % limits


def _asked(data: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """What the child says about a file. One that dies by a limit took too long, or became too large."""
    try:
        told, ended = sandbox.ask("documents.opening.child", data, at_most=ANSWER_BYTES)
    except sandbox.Busy:
        raise Refused("busy") from None
    except sandbox.TookTooLong:
        raise Refused("time") from None
    try:
        return unpack(told)
    except ValueError:  # it did not get to the end of its answer: a limit ended it
        raise Refused("time" if ended in (-signal.SIGKILL, -signal.SIGXCPU) else "memory") from None


def _help() -> str:
    return _("A PDF, PNG or JPEG of at most %(size)s and %(pages)s pages.") % {
        "size": filesizeformat(settings.UPLOAD_MAX_BYTES),
        "pages": PAGES,
    }


class UploadForm(forms.Form):
    """One file. When the form is valid, ``cleaned_data["file"]`` is what was ``Opened``."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        allow_empty_file=True,  # refused like any other, with its reason
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "upload")
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _help()

    def clean_file(self) -> Opened:
        """The file, opened; or why not."""
        try:
            return accept(self.cleaned_data["file"])
        except Refused as no:
            raise ValidationError(str(no), code=no.code) from None

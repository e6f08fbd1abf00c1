"""What is written in topics: opening one, replying, with files."""

import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from documents.uploads import ENDINGS, Opened, Refused, accept

from .forms import HideForm
from .forums import Forum
from .models import FILES_AT_MOST, TITLE_AT_MOST
from .models.messages import TEXT_AT_MOST
from .models.threads import Audience


class Files(forms.FileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to three files; ``cleaned`` they are what was ``Opened``."""

    def __init__(self, **kwargs: Any) -> None:
        accepted = ",".join(ENDINGS)
        super().__init__(widget=Files(attrs={"accept": accepted}), required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Opened]:
        """Each file, opened; or which of them is refused, and why."""
        sent: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > FILES_AT_MOST:
            raise ValidationError(_("These are too many files: at most three in one message."), code="many")
        return [_opened(super(FilesField, self).clean(file, initial)) for file in sent]


def _opened(file: UploadedFile) -> Opened:
    try:
        return accept(file)
    except Refused as no:
        # Translators: the name of a file, and why it cannot be sent
        words = _("“%(name)s”: %(why)s")
        raise ValidationError(words, code=no.code, params={"name": file.name, "why": str(no)}) from None


class ReplyForm(forms.Form):
    """A reply; it brings its id, so that sending it twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("Your reply"),
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long: at most %(limit_value)d characters. Send it in parts."),
        },
    )
    attached = FilesField(label=_("Files"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext(
            "At most %(n)d, PDF, PNG or JPEG of at most %(size)s.",
            "At most %(n)d, each a PDF, PNG or JPEG of at most %(size)s.",
            FILES_AT_MOST,
        )
        limits = {"n": FILES_AT_MOST, "size": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        self.fields["attached"].help_text = words % limits

    def clean_text(self) -> str:
        """One way to end a line, whatever the browser's."""
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        """A browser forgets chosen files when a page comes back: that is said, not left to be found out."""
        told = super().clean() or self.cleaned_data
        if self.errors and self.files and "attached" not in self.errors:
            self.add_error("attached", _("Choose your files again: the browser does not keep them."))
        return told


class TitleField(forms.CharField):
    """What a topic is about: in one line, and something of it can be seen; else nobody would find it."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"required": _("Say in a few words what it is about.")}
        super().__init__(label=_("What is it about?"), max_length=TITLE_AT_MOST, error_messages=words, **kwargs)

    def clean(self, value: Any) -> str:
        """The title, or what is missing."""
        title = " ".join(super().clean(value).split())
        if all(unicodedata.category(sign)[0] in "CZ" for sign in title):
            raise ValidationError(self.error_messages["required"], code="required")
        return title


class TitleForm(forms.Form):
    """Another title for a topic."""

    title = TitleField()


class TopicForm(ReplyForm):
    """A new topic: what it is about, whom it is for, and its first message."""

    title = TitleField()
    audience = forms.ChoiceField(
        label=_("Whom is it for?"),
        widget=forms.RadioSelect,
        help_text=_("You and the managers of the programme are counted; they read every topic of the network."),
    )
    field_order = ("title", "audience", "text", "attached", "key")

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your message")
        if not forum.is_network:
            del self.fields["audience"]
            return
        field: Any = self.fields["audience"]
        field.choices = [(audience.value, _in_words(audience, forum.count(audience))) for audience in forum.audiences]
        field.initial = Audience.EVERYONE.value


def _in_words(audience: Audience, n: int) -> str:
    """“The mentors: 7 people read it”."""
    words = ngettext("%(whom)s: %(n)d person reads it", "%(whom)s: %(n)d people read it", n)
    return words % {"whom": capfirst(audience.label), "n": n}


class HidePostForm(HideForm):
    """Why a message of a topic is hidden."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("This is read in its place. For example: “This was told in confidence.”")


class HideTitleForm(HideForm):
    """Why the title of a topic is hidden."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("This is read under it. For example: “It named somebody who is not here.”")

"""The form in which a mentee says what became of a homework."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.uploads import Opened, UploadForm

from ..models import ANSWER_AT_MOST, HomeworkAnswer


class AnswerForm(UploadForm):
    """How it went, in words if one likes, with a file if there is one."""

    went = forms.ChoiceField(
        label=_("How did it go?"),
        choices=HomeworkAnswer.Went.choices,
        widget=forms.RadioSelect,
        initial=HomeworkAnswer.Went.DONE,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=ANSWER_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you did, or what held you up. For example: “I found two adverts, the third was gone.”"),
    )
    forget = forms.BooleanField(label=_("Take the file away that I sent"), required=False)
    field_order = ("went", "words", "file", "forget")

    def __init__(self, *args: Any, answer: HomeworkAnswer | None, **kwargs: Any) -> None:
        before = {"went": answer.went, "words": answer.words} if answer else {}
        super().__init__(*args, initial=before, prefix=None, **kwargs)
        self.fields["file"].required = False
        # Translators: a noun: a file to send with an answer
        self.fields["file"].label = _("File")
        if not (answer and answer.file):
            del self.fields["forget"]

    def clean_file(self) -> Opened | None:  # type: ignore[override]
        """The file, opened; nothing when none was chosen."""
        return super().clean_file() if self.cleaned_data.get("file") else None

"""The small form beside a document for the words of its reviewer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import TEXT_AT_MOST


class CommentForm(forms.Form):
    """What the reviewer says."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "It stands at the end of the document when you publish, and goes to the author when you send back."
        ),
    )

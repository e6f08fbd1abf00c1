"""Adding a manager."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import leads_nowhere
from people.models import NAME_AT_MOST


class ManagerForm(forms.Form):
    """Name and address of somebody who is to manage the programme, too."""

    name = forms.CharField(label=_("Full name"), max_length=NAME_AT_MOST)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They get a letter, and see everything that managers of this programme see."),
    )

    def clean_name(self) -> str:
        """Nothing but a name: it stands in letters."""
        return leads_nowhere(self.cleaned_data["name"])

"""Asking for a call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import Group


class WishForm(forms.Form):
    """From which group, and what it is about if one likes to say."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What is it about?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You need not say. A good time for the call helps."),
    )

    def __init__(self, *args: object, groups: list[Group], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Group.objects.filter(pk__in=[group.pk for group in groups])
        field.initial = groups[0].pk if groups else None
        if len(groups) == 1:
            field.widget = forms.HiddenInput()

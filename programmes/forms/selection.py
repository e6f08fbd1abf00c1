"""Deciding on applicants."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.permissions import Action

from ..models import Programme


class DecisionForm(forms.Form):
    """A decision on one or several applications."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            (Action.SELECT.value, _("Select")),
            (Action.RESERVE.value, _("Put on the reserve list")),
            (Action.DECLINE.value, _("Decline")),
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed when you decline. The person can read it on their own page."),
    )
    applications: Any = forms.ModelMultipleChoiceField(queryset=None, label=_("Applications"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["applications"]).queryset = programme.applications.select_related(
            "space", "programme__space", "person"
        )
        self.fields["applications"].error_messages["required"] = _("Tick at least one person.")

    def clean(self) -> dict[str, Any]:
        """Whoever is declined is told why."""
        said = super().clean() or {}
        if said.get("decision") == Action.DECLINE and not said.get("reason"):
            self.add_error("reason", _("Say why you decline. The person can read it."))
        return said

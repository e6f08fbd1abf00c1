"""Deciding on applicants."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.forms import number
from policy.permissions import Action

from ..models import Application, Programme

AT_ONCE = 100


class LetGoForm(forms.Form):
    """Why somebody has ended with the programme."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facts only, and nothing about health. Only the managers read it."),
    )


class DecisionForm(forms.Form):
    """A decision on one or several applications.

    ``waits``: it is only noted, and can be taken back. ``seen`` holds for each application the revision that its
    manager had before them, as ``id:revision``. ``alone``: of one application, which may get a place on the list.
    """

    TAKE_BACK = "take-back"

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
    rank = number(
        _("Place on the reserve list"),
        least=1,
        most=999,
        help_text=_("Who has none comes after those who have one, by score. It can be changed without a letter."),
    )
    applications: Any = forms.ModelMultipleChoiceField(queryset=None, label=_("Applications"))

    def __init__(
        self, data: Any = None, *, programme: Programme, waits: bool = False, alone: Application | None = None
    ) -> None:
        there: dict[str, Any] = {}
        if alone and alone.noted:
            there = {"decision": alone.noted, "reason": alone.noted_reason, "rank": alone.noted_rank}
        elif alone and alone.state == Application.State.RESERVE:
            there = {"decision": Action.RESERVE.value, "rank": alone.rank}
        super().__init__(data, initial=there)
        rows = programme.applications.select_related("space", "programme__space", "person")
        cast(Any, self.fields["applications"]).queryset = rows
        self.fields["applications"].error_messages["required"] = _("Tick at least one person.")
        decision = cast(forms.ChoiceField, self.fields["decision"])
        if waits:
            decision.choices = [*list(cast(Any, decision.choices)), (self.TAKE_BACK, _("Take back what was noted"))]
        if alone is None:
            del self.fields["rank"]

    def clean(self) -> dict[str, Any]:
        """Whoever is declined is told why."""
        said = super().clean() or {}
        if said.get("decision") == Action.DECLINE and not said.get("reason"):
            self.add_error("reason", _("Say why you decline. The person can read it."))
        if len(said.get("applications") or ()) > AT_ONCE:
            words = _("Decide on at most %(n)d people at a time.")
            self.add_error("applications", words % {"n": AT_ONCE})
        return said

    @property
    def action(self) -> Action | None:
        """The decision; ``None`` where what was noted is taken back. Of a valid form."""
        said = self.cleaned_data["decision"]
        return None if said == self.TAKE_BACK else Action(said)

    def seen(self, application: Application) -> int:
        """The revision of an application that the manager had before them."""
        pairs = (pair.partition(":") for pair in cast(QueryDict, self.data).getlist("seen"))
        found = {pk: number for pk, _colon, number in pairs}
        said = found.get(str(application.pk), "")
        return int(said) if said.isdecimal() and len(said) < 10 else 0

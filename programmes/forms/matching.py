"""Moving people in a proposal."""

from typing import Any, cast

from django import forms

from ..models import Programme


class PlaceForm(forms.Form):
    """Where a mentee is moved to; empty means: without a place."""

    mentor: Any = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = programme.applications.filter(role="mentor", state="selected")
        cast(Any, self.fields["mentor"]).queryset = rows.select_related("person")

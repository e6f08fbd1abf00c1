"""A training, and who was there."""

import uuid
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import training
from ..models import TrainingEvent
from .once import OnceForm


class TrainingForm(OnceForm):
    """A training event."""

    class Meta:
        model = TrainingEvent
        fields = ("title", "audience", "starts_at", "place", "aims")
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "aims": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("In your time zone: %(zone)s.") % {"zone": zone}


class AttendanceForm(forms.Form):
    """Who was at a training."""

    present = forms.TypedMultipleChoiceField(
        label=_("Who was there"), required=False, coerce=uuid.UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = training.expected(event)
        cast(forms.ChoiceField, self.fields["present"]).choices = [(row.person_id, str(row)) for row in people]
        self.fields["present"].initial = list(event.attendances.values_list("person_id", flat=True))

"""A training: when and where, who was there, who comes, what people expect of each other, files."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from documents.uploads import UploadForm

from ..models import TrainingAttendance, TrainingEvent, TrainingMaterial
from ..training import expectations, places
from .once import OnceForm

FAR = timedelta(days=5 * 366)
LINKS_AT_MOST = 10
LINK = re.compile(r"https://[^\s<>\"]+")
RANGES = {"minutes": (15, 2880), "places": (1, 1000)}


class TrainingForm(OnceForm):
    """A training event."""

    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("For a call. It stands on the page of the training and in no letter."),
    )

    class Meta:
        model = TrainingEvent
        fields = ("title", "audience", "starts_at", "minutes", "place", "link", "places", "aims", "links")
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "aims": forms.Textarea(attrs={"rows": 4}),
            "links": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "places": _("Leave it empty when everyone has room. When it is full, people wait and move up in turn."),
            "links": _("One a line, with a name if you like: “Handbook https://example.org/handbook”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("In your time zone: %(zone)s.") % {"zone": zone}
        for name, (least, most) in RANGES.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
            self.fields[name].widget.attrs |= {"min": least, "max": most}
        self.fields["minutes"].required = not self.instance._state.adding

    def clean_starts_at(self) -> datetime:
        """Not in another century by a slip."""
        at: datetime = self.cleaned_data["starts_at"]
        if abs(at - timezone.now()) > FAR:
            raise ValidationError(_now("Is this the right year? Choose a day within five years of today."))
        return at

    def clean_minutes(self) -> int:
        """Two hours, when nothing is said."""
        said = self.cleaned_data.get("minutes")
        return 120 if said is None else int(said)

    def clean_link(self) -> str:
        """Only an address that nobody can read along with."""
        link: str = self.cleaned_data["link"]
        if link and not link.startswith("https://"):
            raise ValidationError(_now("Give a link that begins with https://."))
        return link

    def clean_links(self) -> str:
        """Lines with one https link each."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > LINKS_AT_MOST:
            raise ValidationError(_now("Give at most ten links, one a line."))
        for line in lines:
            if len(LINK.findall(line)) != 1:
                told = {"line": line[:80]}
                raise ValidationError(_now("Write one link that begins with https:// in this line: “%(line)s”.") % told)
        return "\n".join(lines)


class AttendanceForm(forms.Form):
    """What is recorded of each person: was there, did not come, excused, or nothing."""

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = places.rows(event)
        for row in self.people:
            self.fields[str(row.participation.person_id)] = forms.ChoiceField(
                label=row.participation.person.name,
                choices=(("", _("not recorded")), *TrainingAttendance.Was.choices),
                required=False,
                initial=row.was,
            )

    @property
    def rows(self) -> list[tuple[places.Row, forms.BoundField]]:
        """Each person with their field."""
        return [(row, self[str(row.participation.person_id)]) for row in self.people]

    @property
    def was(self) -> dict[Any, str]:
        """What was said of each person, by id; of a valid form."""
        ids = [row.participation.person_id for row in self.people]
        return {person: self.cleaned_data[str(person)] for person in ids}


class ComingForm(forms.Form):
    """Whether somebody comes: two buttons, and a reason for managers."""

    comes = forms.ChoiceField(choices=(("yes", ""), ("no", "")))
    reason = forms.CharField(
        label=_("If you cannot come: why?"),
        required=False,
        max_length=300,
        help_text=_("You need not say. Only the managers read it."),
    )


class ExpectationsForm(forms.Form):
    """What somebody expects of the other side, in up to five lines."""

    def __init__(self, *args: Any, lines: list[str], **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "expect")
        super().__init__(*args, **kwargs)
        for n in range(expectations.LINES):
            self.fields[f"line{n}"] = forms.CharField(
                label=_("I expect (%(n)d)") % {"n": n + 1},
                required=False,
                max_length=expectations.LINE,
                initial=lines[n] if n < len(lines) else "",
            )

    @property
    def lines(self) -> list[str]:
        """The lines, of a valid form."""
        return [self.cleaned_data[f"line{n}"] for n in range(expectations.LINES)]


class CallOffForm(forms.Form):
    """Why a training does not take place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Everyone it is for reads it on the page of the training. It is not in the letter."),
    )


class MaterialForm(UploadForm):
    """A file for a training."""


class TakeAwayForm(forms.Form):
    """Which file goes."""

    take: Any = forms.ModelChoiceField(queryset=TrainingMaterial.objects.none())

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["take"]
        field.queryset = event.materials.select_related("event__programme__space")

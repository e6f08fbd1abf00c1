"""Forms of the selection: what of the table is asked for, scores, criteria, an interview, and when people are told."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.forms import choice, day, line, number
from people.wall_time import Doubtful, at_wall_time
from policy.permissions import Role

from ..choices import SpokenLanguage
from ..models import Agreement, Application, Interview, Programme, Score, SelectionRules
from ..selecting.criteria import HEAVIEST, HIGHEST, Criterion

NOTE_AT_MOST = 2000
AHEAD = timedelta(days=400)


class FilterForm(forms.Form):
    """What of the table is asked for. It stands in the address, so what makes no sense in it is passed over."""

    q = forms.CharField(label=_("Name contains"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("As"), required=False)
    state = forms.ChoiceField(label=_("Decision"), required=False)
    noted = forms.ChoiceField(label=_("Noted decision"), required=False)
    scores = forms.ChoiceField(label=_("Scores"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    field = forms.CharField(label=_("Field contains"), max_length=100, required=False)
    goal = forms.CharField(label=_("Goals contain"), max_length=100, required=False)
    # Translators: a noun: in which order a list is shown
    order = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, tuple[Any, Sequence[Any]]] = {
            # Translators: people, not things: no filter by role
            "role": (_("everyone"), [(Role.MENTEE.value, _("mentees")), (Role.MENTOR.value, _("mentors"))]),
            "state": (pgettext_lazy("applications", "all"), Application.State.choices),
            "noted": (
                pgettext_lazy("applications", "all"),
                [("any", _("something is noted")), ("none", _("nothing yet")), *Application.Noted.choices],
            ),
            "scores": (
                pgettext_lazy("applications", "all"),
                [("not-mine", _("not scored by me yet")), ("differ", _("scores differ"))],
            ),
            "language": (pgettext_lazy("languages", "all"), SpokenLanguage.in_order()),
            "order": (_("by name"), [("date", _("newest first")), ("score", _("highest score first"))]),
        }
        for name, (nothing, choices) in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", nothing), *choices]

    def said(self) -> dict[str, str]:
        """What was asked for and makes sense; the rest is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class ScoreForm(forms.Form):
    """Points from 0 to 4 for each criterion, and a note."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you base it on. Read by managers who have scored too, by nobody else."),
    )

    def __init__(self, data: Any = None, *, criteria: Sequence[Criterion], own: Score | None) -> None:
        super().__init__(data, prefix="own", use_required_attribute=False)
        ends = {0: _("0 – not at all"), HIGHEST: _("4 – very much")}
        words = [(str(n), ends.get(n, str(n))) for n in range(HIGHEST + 1)]
        rows: dict[str, forms.Field] = {}
        for one in criteria:
            row = choice(one.words, words, required=True)
            row.error_messages["required"] = _("Choose from 0 to 4.")
            if one.weight > 1:
                row.help_text = _("Counts %(n)d times.") % {"n": one.weight}
            row.initial = str(own.points[one.key]) if own and one.key in own.points else None
            rows[one.key] = row
        self.fields["note"].initial = own.note if own else ""
        self.keys = list(rows)
        self.fields = {**rows, **self.fields}

    @property
    def points(self) -> dict[str, int]:
        """The points by key; of a valid form."""
        return {key: int(self.cleaned_data[key]) for key in self.keys}


class AgreementForm(forms.Form):
    """The score that the managers agree on."""

    score = forms.DecimalField(
        label=_("Score we agreed on"),
        min_value=0,
        max_value=HIGHEST,
        decimal_places=1,
        max_digits=3,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
        help_text=_("From 0 to 4. It takes the place of the mean in the table."),
    )
    note = forms.CharField(
        label=_("Why"), required=False, max_length=NOTE_AT_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, agreed: Agreement | None) -> None:
        there = {"score": agreed.score / 100, "note": agreed.note} if agreed else {}
        super().__init__(data, prefix="agreed", initial=there, use_required_attribute=False)

    @property
    def hundredths(self) -> int:
        """The score as it is kept; of a valid form."""
        return int(self.cleaned_data["score"] * 100)


class CriterionForm(forms.Form):
    """One criterion of a role; one without words is left out."""

    words = line(_("Criterion"), at_most=120)
    weight = forms.TypedChoiceField(
        label=_("Counts"),
        choices=[(n, _("%(n)d times") % {"n": n} if n > 1 else _("once")) for n in range(1, HEAVIEST + 1)],
        coerce=int,
        initial="1",
    )


class InterviewForm(forms.Form):
    """When, where and with whom; the time is the programme's."""

    day = day(_("Date"), required=True)
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = number(_("Length in minutes"), least=10, most=240, required=True)
    place = line(_("Place"), at_most=200)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Of a video call. The applicant finds it on their page; it is not in the letter."),
    )
    with_whom = line(_("With whom"), at_most=200, help_text=_("Names, as the applicant will read them."))

    def __init__(self, data: Any = None, *, programme: Programme, there: Interview | None, host: str = "") -> None:
        self.zone = ZoneInfo(programme.time_zone)
        given: dict[str, Any] = {"minutes": 30, "with_whom": host}
        if there:
            local = there.starts_at.astimezone(self.zone)
            given = {name: getattr(there, name) for name in ("minutes", "place", "link", "with_whom")}
            given |= {"day": local.date(), "time": local.time()}
        super().__init__(data, initial=given, use_required_attribute=False)
        self.fields["time"].help_text = _("In the programme's time zone: %(zone)s.") % {"zone": self.zone.key}

    def clean(self) -> dict[str, Any]:
        """A moment to come, and somewhere to meet."""
        said = super().clean() or self.cleaned_data
        if said.get("day") and said.get("time"):
            self._find_moment(said)
        if not said.get("place") and not said.get("link") and "link" not in self.errors:
            self.add_error("place", _("Give a place or a link, so that the person finds you."))
        return said

    def _find_moment(self, said: dict[str, Any]) -> None:
        now = timezone.now()
        try:
            at = at_wall_time(datetime.combine(said["day"], said["time"]), self.zone, fold=0)
        except (Doubtful, OverflowError) as doubt:
            self.add_error("time", str(doubt))
            return
        if not now < at < now + AHEAD:
            self.add_error("day", _("Choose a moment from now on, within a year."))
        said["starts_at"] = at

    def told(self) -> dict[str, Any]:
        """What ``interviews.arrange`` is told; of a valid form."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "minutes", "place", "link", "with_whom")}


class RulesForm(forms.ModelForm):
    """When people are told, how the reserve list moves up, how long declined applications are kept."""

    waits = forms.TypedChoiceField(
        label=_("When people are told"),
        choices=[
            (False, _("at once, with each decision")),
            (True, _("all at the same time; until then decisions are only noted")),
        ],
        coerce=lambda said: said in (True, "True"),
        widget=forms.RadioSelect,
    )
    day = day(_("Date"))
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    field_order = ("waits", "day", "time", "reserve_moves_up", "keep_declined_days")

    class Meta:
        model = SelectionRules
        fields = ("reserve_moves_up", "keep_declined_days")
        widgets = {"reserve_moves_up": forms.RadioSelect}

    def __init__(self, data: Any = None, *, programme: Programme, instance: SelectionRules) -> None:
        super().__init__(data, instance=instance, use_required_attribute=False)
        self.zone, self.latest = ZoneInfo(programme.time_zone), programme.ends_on
        moves: Any = self.fields["reserve_moves_up"]
        moves.choices = SelectionRules.MovesUp.choices
        keep = self.fields["keep_declined_days"]
        keep.validators += [MinValueValidator(30), MaxValueValidator(365)]
        keep.help_text = _("From 30 to 365. Then all of it is erased, with the documents.")
        self.fields["time"].help_text = _("In the programme's time zone: %(zone)s.") % {"zone": self.zone.key}
        at = self.instance.announce_at if self.instance.waits() else None
        self.fields["waits"].initial = at is not None
        if at:
            local = at.astimezone(self.zone)
            self.fields["day"].initial, self.fields["time"].initial = local.date(), local.time()

    def clean(self) -> dict[str, Any]:
        """A moment to come, before the programme ends."""
        said = super().clean() or self.cleaned_data
        said["announce_at"] = None
        if said.get("waits"):
            for name, words in (("day", _("Choose the day.")), ("time", _("Choose the time."))):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
            if said.get("day") and said.get("time"):
                said["announce_at"] = self._moment(said["day"], said["time"])
        return said

    def _moment(self, on: date, time: Any) -> datetime | None:
        try:
            at = at_wall_time(datetime.combine(on, time), self.zone, fold=0)
        except (Doubtful, OverflowError) as doubt:
            self.add_error("time", str(doubt))
            return None
        if at <= timezone.now() or on > self.latest:
            self.add_error("day", _("Choose a moment that is still to come, before the programme ends."))
        return at


class WithdrawForm(forms.Form):
    """Why somebody withdraws, if they like to say so."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You need not say. Only the managers read it."),
    )

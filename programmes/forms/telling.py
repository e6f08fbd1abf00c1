"""What counts for somebody's matching, as they told it and may change it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text, number
from policy.permissions import Role

from ..imports import CAPACITY_AT_MOST
from ..models import Application
from .applying import AimsForm, HelpForm, TimesForm, aims_to_choose, languages_to_talk_in, lines_of

ADDRESSES_AT_MOST = 10
SECTIONS = (
    (_("What it is about"), ("aims", "own", "field", "experience", "capacity")),
    (_("When and how we meet"), ("times", "mode", "place")),
    (_("In which language"), ("languages",)),
    (_("With whom"), ("wishes", "not_with", "reports_to")),
)


class TellForm(TimesForm):
    """What both sides tell, besides what they want to work on or can help with."""

    languages = languages_to_talk_in(())

    experience = line(
        _("Experience"), at_most=200, help_text=_("Begin with the number of years, for example “3 years in shops”.")
    )
    place = line(_("Town where I can meet"), at_most=100)
    wishes = long_text(
        _("People I would like to be with"), rows=2, help_text=_("Their e-mail addresses, one a line, at most ten.")
    )
    not_with = long_text(
        _("People I do not want to be with"),
        rows=2,
        help_text=_("Their e-mail addresses, one a line, at most ten. They are not told."),
    )
    reports_to = forms.EmailField(
        label=_("E-mail address of my superior at work"),
        required=False,
        max_length=254,
        help_text=_("Nobody is matched with somebody they report to."),
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        super().__init__(data, initial=_initial(application), use_required_attribute=False)
        self.address = application.person.email.lower()
        self.fields["languages"] = languages_to_talk_in(application.programme.languages)

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings, in the order in which one thinks of them."""
        return [(words, [self[name] for name in names if name in self.fields]) for words, names in SECTIONS]

    def clean_wishes(self) -> list[str]:
        """Addresses."""
        return self._addresses("wishes")

    def clean_not_with(self) -> list[str]:
        """Addresses."""
        return self._addresses("not_with")

    def _addresses(self, name: str) -> list[str]:
        found = list(dict.fromkeys(one.lower() for one in lines_of(self.cleaned_data[name].replace(",", "\n"))))
        if len(found) > ADDRESSES_AT_MOST:
            raise ValidationError(_now("Ten addresses at most. Leave out those that matter least."))
        for one in found:
            self._check(one)
        return found

    def _check(self, address: str) -> None:
        try:
            validate_email(address)
        except ValidationError:
            words = _now("“%(value)s” is not an e-mail address. Write one address a line, like ana@example.org.")
            raise ValidationError(words % {"value": address[:80]}) from None
        if address == self.address:
            raise ValidationError(_now("This is your own address. Write the address of the other person."))

    def clean_reports_to(self) -> str:
        """Somebody else."""
        said: str = self.cleaned_data["reports_to"].lower()
        if said:
            self._check(said)
        return said

    def clean(self) -> dict[str, Any]:
        """Nobody is wished for and refused at once."""
        said = super().clean() or {}
        if both := set(said.get("wishes") or ()) & set(said.get("not_with") or ()):
            words = _now("%(address)s stands in both lists. Decide for one.") % {"address": min(both)}
            self.add_error("not_with", words)
        return said

    @property
    def told(self) -> dict[str, Any]:
        """The fields of the application, of a valid form."""
        said = self.cleaned_data
        same = ("languages", "field", "experience", "mode", "place", "wishes", "not_with", "reports_to", "capacity")
        kept = {name: said[name] for name in same if name in said}
        return {**kept, "goals": [*said["aims"], *lines_of(said["own"])], "availability": said["times"]}


class MenteesTellForm(TellForm, AimsForm):
    """Of a mentee."""


class MentorsTellForm(TellForm, HelpForm):
    """Of a mentor."""

    capacity = number(
        _("How many mentees I can take"),
        least=1,
        most=CAPACITY_AT_MOST,
        required=True,
        help_text=_("You can change it until the groups are final."),
    )


def tell_form(application: Application) -> type[TellForm]:
    """The form for the role that somebody applied for."""
    return MentorsTellForm if application.role == Role.MENTOR else MenteesTellForm


def _initial(application: Application) -> dict[str, Any]:
    """What was told so far: goals from the list are ticked, others stand in own words."""
    listed = {words for words, _label in aims_to_choose()}
    same = ("languages", "field", "experience", "mode", "place", "reports_to")
    return {
        **{name: getattr(application, name) for name in same},
        "aims": [goal for goal in application.goals if goal in listed],
        "own": "\n".join(goal for goal in application.goals if goal not in listed),
        "times": application.availability,
        "capacity": application.capacity or None,
        "wishes": "\n".join(application.wishes),
        "not_with": "\n".join(application.not_with),
    }

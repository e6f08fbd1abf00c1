"""Values in words: “82 % (18 of 22)”, “reached”, “fewer than 5 answers”. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .measuring import About, Measure, Unit, Value
from .suppression import LEAST


@dataclass(frozen=True)
class Verdict:
    """Whether a target is reached, in words and in the token colour that goes with them."""

    words: str
    tone: str


def figure(unit: Unit, number: Decimal | None) -> str:
    """A number as it is said: “82 %”, “24”, “4.2”, “+0.6”; empty for nothing."""
    if number is None:
        return ""
    if unit == Unit.PERCENT:
        # Translators: a share in per cent
        return _("%(n)s %%") % {"n": plain(number)}
    if unit == Unit.CHANGE:
        return f"{'+' if number > 0 else '−' if number < 0 else '±'}{number_format(abs(number), 1)}"
    return number_format(number, 1) if unit == Unit.AVERAGE else plain(number)


def plain(number: Decimal) -> str:
    """A number without needless noughts."""
    return number_format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize())


def value(measure: Measure, found: Value) -> str:
    """What is said of a measure: its number, or why there is none."""
    if found.is_hidden:
        return too_few(measure.about)
    if found.number is None:
        return _("nothing to count yet")
    number = figure(measure.unit, found.number)
    # Translators: an average of answers from 1 to 5
    return _("%(n)s of 5") % {"n": number} if measure.unit == Unit.AVERAGE else number


def too_few(about: About = About.ANSWERS) -> str:
    """Why a number is not shown."""
    if about == About.ANSWERS:
        return ngettext("fewer than %(n)d answer", "fewer than %(n)d answers", LEAST) % {"n": LEAST}
    return ngettext("fewer than %(n)d person", "fewer than %(n)d people", LEAST) % {"n": LEAST}


def basis(measure: Measure, found: Value) -> str:
    """What the number rests on: “18 of 22”, “from 12 people”; empty where that says nothing more."""
    if found.number is None or measure.unit == Unit.COUNT:
        return ""
    if measure.unit != Unit.PERCENT:
        return ngettext("from %(n)d person", "from %(n)d people", found.people) % {"n": found.people}
    # Translators: two numbers, like “7 of 12”
    counted = _("%(got)s of %(of)s") % {"got": plain(Decimal(found.got)), "of": found.of}
    if measure.about != About.ANSWERS or found.people == found.of:
        return counted
    people = ngettext("from %(n)d person", "from %(n)d people", found.people) % {"n": found.people}
    # Translators: what was counted, then “from 12 people”
    return _("%(counted)s, %(people)s") % {"counted": counted, "people": people}


def is_reached(measure: Measure, found: Value, target: Decimal) -> bool | None:
    """Whether the value as it is shown reaches the target; ``None`` where there is no value."""
    if found.number is None:
        return None
    return found.number <= target if measure.less_is_better else found.number >= target


def verdict(measure: Measure, found: Value, target: Decimal | None) -> Verdict:
    """Whether the target is reached, in words."""
    if target is None:
        return Verdict(_("no target"), "plain")
    reached = is_reached(measure, found, target)
    if reached is None:
        return Verdict(_("cannot be said yet"), "plain")
    if measure.less_is_better:
        return Verdict(_("within the target"), "done") if reached else Verdict(_("above the target"), "waiting")
    return Verdict(_("target reached"), "done") if reached else Verdict(_("below the target"), "waiting")


def target(measure: Measure, wanted: Decimal | None) -> str:
    """A target in words: “at least 80 %”, “at most 15 %”; empty for none."""
    if wanted is None:
        return ""
    number = _("%(n)s %%") % {"n": plain(wanted)} if measure.unit == Unit.PERCENT else plain(wanted)
    if measure.unit == Unit.CHANGE:
        number = f"+{number}"
    words = _("at most %(number)s") if measure.less_is_better else _("at least %(number)s")
    return words % {"number": number}

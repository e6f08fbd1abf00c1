"""Put the reasons of a match in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from ..choices import Mode, SpokenLanguage, slot_in_words

register = template.Library()


@register.filter
def reasons_in_words(reasons: list[list[Any]]) -> str:
    """“Both speak English. Shared goals: digital skills.” for the reasons that ``matching.fit`` found."""
    languages = dict(SpokenLanguage.choices)
    modes = dict(Mode.choices)
    said = {
        "language": lambda values: (
            _("Both speak %(what)s.") % {"what": _join(languages.get(one, one) for one in values)}
        ),
        "goals": lambda values: _("Shared goals: %(what)s.") % {"what": _join(values)},
        "times": lambda values: _("Times: %(what)s.") % {"what": _join(slot_in_words(one) for one in values)},
        "field": lambda values: _("Same field: %(what)s.") % {"what": _join(values)},
        "mode": lambda values: _("Can meet %(what)s.") % {"what": _join(modes.get(one, one) for one in values)},
    }
    return " ".join(said[name](values) for name, values in reasons if name in said)


def _join(values: Any) -> str:
    return ", ".join(str(value) for value in values)

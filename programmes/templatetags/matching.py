"""Put the reasons of a match in words."""

from typing import Any

from django import template

from .. import match_words

register = template.Library()


@register.filter
def reasons(placement: Any) -> list[tuple[str, int]]:
    """Why two fit, with the share of each reason."""
    return match_words.reasons_in_words(placement.reasons)


@register.filter
def why_without(placement: Any) -> str:
    """Why somebody has no place."""
    return match_words.why_without(placement.why_not)


@register.filter
def broken_rules(placement: Any) -> list[str]:
    """The rules that a match made by hand breaks."""
    broken = placement.why_not.get("broken", {}) if placement.mentor_id else {}
    return [str(match_words.RULES[name]) for name in broken if name in match_words.RULES]


@register.filter
def costs(proposal: Any) -> list[str]:
    """Which rule could be given up, with numbers."""
    return match_words.costs_in_words(proposal.figures.get("costs", {}))

"""Ask the table from a template, so that a page offers only what its reader may do now."""

from typing import Any

from django import template

from ..permissions import Action, may

register = template.Library()


@register.simple_tag(takes_context=True, name="may")
def may_tag(context: Any, action: str, thing: Any) -> bool:
    """``{% may "publish" version as can_publish %}``: whether the reader may, and whether it is the moment."""
    verb = Action(action)
    if not may(context["request"].user, verb, thing):
        return False
    machine = getattr(thing, "machine", None)
    if machine is None or all(arrow.action != verb for arrow in machine.transitions):
        return True
    return machine.find(verb, thing.state) is not None


@register.simple_tag
def why_not(action: str, thing: Any) -> str:
    """Why an action is not possible yet, in words; empty when it is."""
    return str(thing.machine.why_not(thing, Action(action)) or "")

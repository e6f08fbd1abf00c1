"""Ask the table from a template, so that a page offers only what its reader may do now."""

from functools import cache
from typing import Any

from django import template

from ..permissions import Action, Guarded, may

register = template.Library()


class _Asked:
    """A thing that is asked once in the making of a page, however many actions on it the page may offer."""

    def __init__(self, thing: Guarded) -> None:
        self.roles_of = cache(thing.roles_of)


@register.simple_tag(takes_context=True, name="may")
def may_tag(context: Any, action: str, thing: Any) -> bool:
    """``{% may "publish" version as can_publish %}``: whether the reader may, and whether it is the moment."""
    verb = Action(action)
    request = context["request"]
    asked: dict[Any, _Asked] = request.__dict__.setdefault("_asked_by_page", {})
    if not may(request.user, verb, asked.setdefault(thing, _Asked(thing))):
        return False
    machine = getattr(thing, "machine", None)
    if machine is None or all(arrow.action != verb for arrow in machine.transitions):
        return True
    return machine.find(verb, thing.state) is not None


@register.simple_tag
def why_not(action: str, thing: Any) -> str:
    """Why an action is not possible yet, in words; empty when it is."""
    return str(thing.machine.why_not(thing, Action(action)) or "")

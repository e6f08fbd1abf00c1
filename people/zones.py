"""The choice of a time zone: six hundred names in one list."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .models import time_zones


class LongSelect(forms.Select):
    """A list of hundreds, drawn in one go: a template for each of its lines takes a fifth of a second."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same HTML as any other select without groups."""
        drawn = self.get_context(name, value, attrs)["widget"]
        lines = [(flatatt({"value": one["value"], **one["attrs"]}), one["label"]) for one in _lines(drawn)]
        options = format_html_join("", "<option{}>{}</option>", lines)
        return format_html('<select name="{}"{}>{}</select>', drawn["name"], flatatt(drawn["attrs"]), options)


def _lines(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for _group, lines, _place in drawn["optgroups"] for one in lines]


def offer_zones(field: Any, *, places_only: bool = False) -> None:
    """Let a field choose among all time zones; ``places_only``: without names like “EST”, which say no place."""
    zones = sorted(zone for zone in time_zones() if not places_only or "/" in zone or zone == "UTC")
    field.widget = LongSelect(attrs=field.widget.attrs)
    field.choices = [(zone, zone) for zone in zones]

"""What pages say of conversations: how much is new, and plain text with its links."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import reading

register = template.Library()
_LINK = re.compile(r"https://[^\s<>\"']{1,2000}")
_AFTER = ".,;:!?…)]}»”’"  # signs that end a sentence, not an address


@register.simple_tag(takes_context=True)
def topics_with_news(context: Any) -> int:
    """In how many topics that the reader follows something is new."""
    request = context.get("request")
    person = getattr(request, "user", None)
    return reading.topics_with_news(person).count() if person is not None and person.is_authenticated else 0


@register.filter
def with_links(text: str) -> SafeString:
    """Plain text in which addresses that begin with https are links; everything else stays as it was typed."""
    pieces: list[str] = []
    at = 0
    for match in _LINK.finditer(text):
        address = match.group().rstrip(_AFTER)
        if len(address) > len("https://"):
            link = format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', address, address)
            pieces += [text[at : match.start()], link]
            at = match.start() + len(address)
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[at:]]))

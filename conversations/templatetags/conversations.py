"""What pages say of conversations: how much is new, and plain text with its links."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import reading

register = template.Library()
COUNTED_ON = {"home", "conversations:messages"}  # two queries: on every page they would cost more than the page
_LINK = re.compile(r"https://[^\s<>\"']{1,2000}")
_AFTER = ".,;:!?…)]}»”’"  # signs that end a sentence, not an address


@register.simple_tag(takes_context=True)
def topics_with_news(context: Any) -> int:
    """In how many topics that the reader follows something is new; counted where one looks for what is new only.

    Counted once a page: the navigation and the heading of the messages say the same number.
    """
    request = context.get("request")
    if request is None or not request.user.is_authenticated or _view(request) not in COUNTED_ON:
        return 0
    known: dict[str, int] = request.__dict__.setdefault("_counted_by_page", {})
    if "news" not in known:
        known["news"] = reading.topics_with_news(request.user).count()
    return known["news"]


def _view(request: Any) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


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

"""What tests need of people outside who are asked for feedback."""

import re
from typing import Any

from monitoring.models import FeedbackLink
from people.models import Letter


def token_of(link: FeedbackLink) -> str:
    """The token in the newest letter to somebody who was asked, as long as it has not gone out."""
    letter = Letter.objects.filter(about__startswith=f"feedback {link.pk}").latest("created_at")
    found = re.search(r"/asked/([\w-]+)/", letter.body)
    assert found
    return found.group(1)


def reply(keys: list[str], rated: str = "4", **more: Any) -> dict[str, Any]:
    """What the form sends: each statement rated alike."""
    return {**{f"rated-{key}": rated for key in keys}, "keep": "", "change": "", **more}

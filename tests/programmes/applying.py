"""An opening, and somebody who applies with a browser: what is typed into each step, and the links in the letters."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.default_texts import lazily
from people.models import Letter
from programmes.applying import openings, robots
from programmes.document_kinds.mentor_self_check import STATEMENTS
from programmes.models import Opening, Programme

ADDRESS = "rasa@example.net"
QUESTIONS = (
    {"key": "", "text": "How did you hear of us?", "type": "line", "required": "", "options": "", "help": "", "matching": ""},
    {"key": "", "text": "Which district?", "type": "one", "required": "yes", "options": "North\nSouth", "help": "", "matching": "yes"},
)  # fmt: skip


def opening(programme: Programme, role: str = "mentee", *, by: Any, **more: Any) -> Opening:
    """An opening that has been open since yesterday, with two questions of the programme's own."""
    now = timezone.now()
    told = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=9),
        "welcome": "Welcome.",
        "contact": "Mara Vilks, mara@example.org",
        "is_published": True,
        "questions": QUESTIONS,
        **more,
    }
    return openings.keep(programme, role, told, by=by, seen=openings.of(programme, role).revision)


def typed(row: Opening, email: str = ADDRESS) -> dict[str, dict[str, Any]]:
    """What somebody types into each step, by its slug."""
    _first, district = row.questions
    about = {
        "about-name": "Rasa Kalnina",
        "about-email": email,
        "about-languages": ["en", "lt"],
        "about-zone": "Europe/Riga",
    }
    times = {"times-times": ["Tue evening", "Sat morning"], "times-mode": "online"}
    own = {f"own-{district['key']}": district["keys"].split()[1], "consent-agree": "on"}
    aims = {"aims-aims": ["digital skills"], "aims-own": "ride a bicycle\n", "aims-field": "retail"}
    if row.role == "mentee":
        where = {"where-situation": "seeking", "where-why": "I was away from work for eight years."}
        return {"about": about, "hopes": {**aims, **where}, "meeting": times, "last": own}
    offer = {f"offer-{name}": "Words." for name in ("motivation", "experience", "can", "cannot")}
    offer |= {"offer-hours": "6", "offer-mentees": "3"}
    judged = {f"statements-{text['key']}": "4" for text in lazily(STATEMENTS)}
    return {"about": about, "offer": {**aims, **offer}, "self": judged, "meeting": times, "last": own}


def stamp_of_a_minute_ago() -> str:
    """What a page carries that has been open for a while."""
    from unittest.mock import patch  # the clock alone: nothing of ours

    with patch("time.time", return_value=timezone.now().timestamp() - 60):
        return robots.stamp()


def begin(browser: Client, row: Opening, **more: Any) -> str:
    """Fill the first step in; the token of the draft."""
    said = {**typed(row)["about"], "opened": stamp_of_a_minute_ago(), **more}
    answer = browser.post(row.get_absolute_url(), said)
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(r"/apply/draft/([^/]+)/", answer.url)
    assert found
    return found.group(1)


def fill_in(browser: Client, row: Opening, email: str = ADDRESS) -> str:
    """Fill every step in, up to the page where everything is checked; the token of the draft."""
    token = begin(browser, row, **{"about-email": email})
    for slug, said in list(typed(row).items())[1:]:
        answer = browser.post(reverse("programmes:apply_step", args=(token, slug)), said)
        assert answer.status_code == 302, answer.content.decode()
    assert answer.url == reverse("programmes:apply_check", args=(token,))
    return token


def send(browser: Client, row: Opening, email: str = ADDRESS) -> str:
    """Fill everything in and send it; the token of the draft."""
    token = fill_in(browser, row, email)
    answer = browser.post(reverse("programmes:apply_check", args=(token,)))
    assert answer.url == reverse("programmes:apply_sent", args=(token,))
    return token


def letters() -> list[Letter]:
    """The letters to people without an account, the newest first."""
    return list(Letter.objects.filter(person=None).order_by("-created_at"))


def link_in(letter: Letter) -> str:
    """The path in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found
    return found.group(1)


def confirm(browser: Client, link: str) -> Any:
    """Say on the page behind a link that the newest application is mine."""
    (draft, *_others) = browser.get(link).context["waiting"]
    return browser.post(link, {"draft": str(draft.pk)})

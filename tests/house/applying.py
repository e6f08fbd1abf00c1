"""How people apply to the programmes of the house tests' world, with a token in each field that is somebody's own."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from people.models import Letter
from programmes.applying import drafts, openings, poster, sending
from programmes.models import Opening, SentForm
from tests.programmes.applying import typed

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """An opening in each programme; in the first a draft, one that was sent, and what the applicant was asked."""
    now = timezone.now()
    for prefix, who in (("", "manager"), ("second ", "manager_other")):
        row = _opening(world, world.things[f"{prefix}programme"], who)
        world.things[f"{prefix}opening"] = row
    row, mark = world.things["opening"], "draft of an application"
    own = {"aims": {"own": world.token(mark), "field": world.token(mark)}, "where": {"why": world.token(mark)}}
    world.things[mark] = drafts.begin(row, {"about": {"name": world.token(mark), "zone": "Nowhere"}, **own}, now=now)
    sent = drafts.begin(row, _said(row, world.token(mark)), now=now)
    draft = drafts.find(sent, now)
    assert draft and sending.send(draft, now=now)
    letter = Letter.objects.get(person=None, about__startswith="apply check")
    found = re.search(r"/apply/confirm/([^/]+)/", letter.body)
    assert found
    world.things |= {"sent application": sent, "application to confirm": found.group(1)}
    (question, _choice) = row.questions
    said = {question["key"]: world.token("sent with the application")}
    told = {"questions": row.questions, "answers": said, "consent": "I agree.", "consented_at": now}
    SentForm.objects.create(application=world.things["application"], reference="ABCD-0123", **told)
    job = poster.ask(row, by=world.people["manager"])
    world.things["poster"] = job


def _opening(world: "World", programme, who: str) -> Opening:
    mark, asked, now = "page where people apply", f"question to who applies, {programme}", timezone.now()
    words = ({"type": "line", "options": ""}, {"type": "one", "options": "North\nSouth"})
    blank = {"key": "", "required": "", "help": "", "matching": ""}
    told = {
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=9),
        "welcome": world.token(mark),
        "contact": world.token(mark),
        "is_published": True,
        "questions": [{**blank, **one, "text": world.token(asked)} for one in words],
    }
    return openings.keep(programme, "mentee", told, by=world.people[who], seen=0)


def _said(row: Opening, word: str) -> dict:
    """What ``typed`` sends, as it is kept, with ``word`` in a field."""
    said: dict = {}
    for step in typed(row, "somebody.new@example.net").values():
        for name, value in step.items():
            section, _dash, field = name.partition("-")
            said.setdefault(section, {})[field] = value
    said["where"]["why"] = word
    return said

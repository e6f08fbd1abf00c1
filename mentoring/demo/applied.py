"""The demo's programme in selection takes applications: a page for each role, and somebody who came in that way."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from people import tokens
from people.models import User
from policy.permissions import Role
from programmes.applying import confirming, drafts, openings, sending
from programmes.models import AddressCheck, ApplicationDraft, Opening, Programme

WELCOME = {
    Role.MENTEE: "Eight months with somebody at your side who has worked for a while. You meet every second week, alone "
    "or in a small group. It costs nothing.",
    Role.MENTOR: "You give about six hours a month. We prepare you in two evenings, and somebody is there when you do "
    "not know how to go on.",
}
QUESTIONS: tuple[dict[str, str], ...] = (
    {"text": "Which district do you live in?", "type": "one", "required": "yes", "matching": "yes",
     "options": "Antakalnis\nNaujamiestis\nŽirmūnai\nanother one", "help": ""},
    {"text": "How did you hear of us?", "type": "line", "required": "", "matching": "", "options": "", "help": ""},
)  # fmt: skip


def open_the_doors(programme: Programme, cells: dict[str, Any], *, by: User) -> None:
    """Both openings, published; and one mentee, of whom ``cells`` tell, who applied on the page and confirmed it."""
    for role in (Role.MENTOR, Role.MENTEE):
        row = _opening(programme, role, by=by)
    token = drafts.begin(row, _said(row, cells), now=timezone.now())
    draft = drafts.find(token, timezone.now())
    if draft and sending.send(draft, now=timezone.now()):
        check = AddressCheck.objects.get(mark=sending.mark_of(cells["email"]))
        confirming.confirm(check, str(draft.pk), now=timezone.now())
    ApplicationDraft.objects.filter(digest=tokens.digest_of(token)).delete()
    AddressCheck.objects.filter(mark=sending.mark_of(cells["email"])).delete()


def _opening(programme: Programme, role: Role, *, by: User) -> Opening:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    told = {
        "opens_at": now - timedelta(days=9),
        "closes_at": now + timedelta(days=19),
        "welcome": WELCOME[role],
        "contact": f"{by.name}, {by.email}",
        "is_published": True,
        "questions": [{"key": "", **question} for question in QUESTIONS],
    }
    return openings.keep(programme, role, told, by=by, seen=0)


def _said(row: Opening, cells: dict[str, Any]) -> dict[str, Any]:
    district, heard = row.questions
    return {
        "about": {name: cells[name] for name in ("name", "email", "languages")} | {"zone": cells["time zone"]},
        "aims": {"aims": ["self-confidence", "find vacancies"], "own": "", "field": cells["field"]},
        "where": {
            "situation": "seeking",
            "experience": "Two summers in a bakery.",
            "why": "I finished school in June and do not know where to begin.",
            "strengths": "I am on time.",
        },
        "times": {"times": cells["availability"] or ["Tue evening"], "mode": cells["mode"]},
        "mentoring": {"alone": "group", "device": "a telephone"},
        "own": {district["key"]: district["keys"].split()[1], heard["key"]: "From a poster at the library."},
        "consent": {"agree": True, "mentor_may_read": True},
    }

"""Every letter that the system sends by itself, with invented words in it, so that managers can read it before it goes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import mail
from policy.permissions import Role

MOMENTS = ("_at", "when", "until", "starts", "ends", "day", "due", "deadline", "_on", "before", "next", "moment")
NUMBERS = {
    "others",
    "n",
    "count",
    "days",
    "minutes",
    "number",
    "owed",
    "open",
    "missing",
    "hours",
    "weeks",
    "left",
    "months",
}

LETTERS = (mail.AT_ONCE | mail.CAN_WAIT) - {"programmes/written"}
PARTS = (
    (gettext_lazy("Accounts"), ("people/",)),
    (gettext_lazy("Programmes: selection, training, matching, managers"), ("programmes/",)),
    (gettext_lazy("Documents and signatures"), ("documents/",)),
    (gettext_lazy("Sessions"), ("sessions/", "mentoring_sessions/")),
    (gettext_lazy("Conversations"), ("conversations/",)),
    (gettext_lazy("Monitoring and evaluation"), ("monitoring/",)),
)


class Sample(str):
    """An invented word that stands for whatever a letter asks of it."""

    def __getitem__(self, name: Any) -> Any:
        if not isinstance(name, str):
            return str.__getitem__(self, name)
        return self if name in ("name", "title") else invented(name)

    def __iter__(self) -> Iterator[Any]:
        return iter([Sample(str(self))])


class Words(dict[str, Any]):
    """The words of a letter of which only the names are known: each is invented when it is asked for."""

    def __contains__(self, name: object) -> bool:
        return name not in ("True", "False", "None", "forloop", "block")

    def __getitem__(self, name: str) -> Any:
        return invented(name)


def invented(name: str) -> Any:
    """What could stand where a letter says ``name``: a moment, a number, an address, or the name in brackets."""
    if name in NUMBERS:
        return 2
    if name.endswith(MOMENTS):
        return timezone.now() + timedelta(days=7)
    if name in ("link", "url", "stop"):
        return f"{settings.SITE_URL}/…"
    return Sample(_known().get(name) or f"[{name.replace('_', ' ')}]")


def _known() -> dict[str, str]:
    """Words for what most letters name."""
    programme, role = _("Step into work"), str(Role.MENTEE.label)
    people = {"name": "Nia Berg", "greeting_name": "Nia", "person": "Nia Berg", "who": "Nia Berg", "by": "Mara Vilks"}
    things = {"group": "Aušra", "meeting": _("Session 3"), "place": _("Library, room 2"), "title": _("First steps")}
    return {**people, **things, "programme": programme, "to_what": programme, "role": role, "as_what": role}


def languages() -> list[tuple[str, str]]:
    """The languages of letters, each under its own name."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def language_in(words: str) -> str:
    """The language that stands in an address; the active one for anything else."""
    return words if words in dict(settings.LANGUAGES) else _spoken()


def letter_in(words: str) -> str:
    """The letter that stands in an address; none for anything else."""
    return words if words in LETTERS else ""


def by_part() -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """All of them, part by part of the house: name, subject, and whether it can wait; by subject."""
    told = [(letter, sample(letter, _spoken(), zone="UTC")[0]) for letter in LETTERS]
    rows = sorted(told, key=lambda one: (one[1].casefold(), one[0]))
    return [
        (str(words), [(letter, said, letter in mail.CAN_WAIT) for letter, said in rows if letter.startswith(floors)])
        for words, floors in PARTS
    ]


def _spoken() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def sample(letter: str, language: str, *, zone: str) -> tuple[str, str]:
    """Subject and text of a letter with invented words; in brackets stands what is filled in when it is sent."""
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        text = render_to_string(f"mail/{letter}.txt", Words()).strip()
        subject, _newline, body = text.partition("\n")
        return " ".join(subject.split()) or _("No subject"), body.strip()

"""What people outside can be asked about a mentee: behaviour that can be seen at work, and the programme's competencies."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import wordings
from programmes.models import Group

from ..document_kinds.competencies import COMPETENCIES, COMPETENCIES_OWN

AT_LEAST, AT_MOST = 3, 12
CANNOT_SAY = "no"
SEEN_AT_WORK: tuple[tuple[str, Any], ...] = (
    ("agreed", _("Does what was agreed, on time")),
    ("listens", _("Listens until others have finished")),
    ("says", _("Says openly when something is unclear or goes wrong")),
    ("asks", _("Asks for help before it is late")),
    ("begins", _("Sees what is to be done and begins")),
    ("explains", _("Explains things so that others understand")),
    ("calm", _("Stays calm and friendly when there is a lot to do")),
    ("learns", _("Takes criticism and does it better next time")),
)
HOW_FAR: tuple[tuple[str, Any], ...] = (
    ("1", _("1 – not at all")),
    ("2", _("2 – a little")),
    ("3", _("3 – partly")),
    ("4", _("4 – mostly")),
    ("5", _("5 – fully")),
)


def standard() -> list[tuple[str, str]]:
    """Ours, as keys and words in the active language."""
    return [(key, str(words)) for key, words in SEEN_AT_WORK]


def of_programme(group: Group) -> list[tuple[str, str]]:
    """The competencies of the programme of a group, as keys and words. One query."""
    texts = wordings.in_use(COMPETENCIES_OWN, group.programme.space)[COMPETENCIES.slug]
    return [(f"own-{one['key']}", one["text"]) for one in texts]


def chosen(group: Group, keys: Collection[str]) -> list[dict[str, str]]:
    """The statements of these keys as a round keeps them, in the order of the lists."""
    return [{"key": key, "text": text} for key, text in [*standard(), *of_programme(group)] if key in keys]

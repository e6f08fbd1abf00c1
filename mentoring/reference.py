"""The reference pages, made from the tables that the application itself runs on."""

from collections.abc import Iterable, Sequence

from documents import kinds, workflows
from documents.kinds import DocumentKind
from monitoring.lifecycle import QUESTIONNAIRE, RECOMMENDATION
from policy.checks import every_address
from policy.doors import DOORS
from policy.machine import Machine
from policy.permissions import GRANTS, Role
from programmes import lifecycle
from sessions import journey

from . import languages

NOTE = "<!-- Made by `manage.py describe` from the code. Change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Every page: file name and text."""
    return {
        "permissions.md": NOTE + _permissions(),
        "doors.md": NOTE + _doors(),
        "lives.md": NOTE + _lives(),
        "documents.md": NOTE + _documents(),
        "translations.md": NOTE + _translations(),
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _permissions() -> str:
    held = [role for role in Role if any(role in roles for roles in GRANTS.values())]
    rows = [[action.value, *("yes" if role in roles else "" for role in held)] for action, roles in GRANTS.items()]
    return "# Who may do what\n\nFrom `policy/permissions.py`.\n\n" + _table(["action", *held], rows)


def _doors() -> str:
    rows = []
    for name, route in every_address():
        door = DOORS[name]
        asked = f"may {door.action} the {door.thing}" if door.action else door.rule
        rows.append([f"`/{route}`", name, asked, ", ".join(door.methods)])
    return "# Every address and the rule at its door\n\nFrom `policy/doors.py`.\n\n" + _table(
        ["address", "name", "rule", "methods"], rows
    )


def _lives() -> str:
    lives = {
        "A programme": lifecycle.PROGRAMME,
        "An application": lifecycle.APPLICATION,
        "A training": lifecycle.TRAINING,
        "A group": lifecycle.GROUP,
        "A session": journey.MEETING,
        "A recommendation": RECOMMENDATION,
        "A questionnaire of a programme": QUESTIONNAIRE,
        "A document that is reviewed": workflows.REVIEWED,
        "A document that is signed": workflows.SIGNED,
        "A document that is filed": workflows.FILED,
        "A document that is counted without names": workflows.SENT_ONCE,
    }
    return "# The lives of things\n\n" + "\n".join(f"## {name}\n\n{_diagram(life)}" for name, life in lives.items())


def _diagram(life: Machine) -> str:
    arrows = [
        f"    {source} --> {arrow.target}: {arrow.action.value}"
        for arrow in life.transitions
        for source in arrow.sources
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {life.initial}", *arrows, "```", ""])


def _documents() -> str:
    return "# The kinds of documents\n\n" + "\n".join(_kind(kind) for kind in kinds.every())


def _kind(kind: DocumentKind) -> str:
    parts = kind.parts
    rows = [
        ["slug", f"`{kind.slug}`"],
        ["stage", kind.stage],
        ["written by", _roles(parts.writers) + (" (one's own)" if parts.own else "")],
        ["reviewed by", parts.reviewer or "–"],
        ["signed by", _roles(parts.signers)],
        ["read by", _roles(parts.readers)],
        ["sections", ", ".join(str(section.title) for section in kind.sections)],
    ]
    return f"## {kind.title}\n\n{kind.purpose}\n\n" + _table(["", ""], rows)


def _roles(roles: frozenset[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles) or "–"


def _translations() -> str:
    rows = [[code, name, *map(str, languages.counted(code))] for code, name in languages.translated()]
    return (
        "# Languages\n\nFrom `locale/`. A draft was made by a machine and waits for a native reader:"
        " [how to read one](../how-to/translate.md).\n\n" + _table(["code", "language", "texts", "drafts"], rows)
    )

"""The codebase under test: the rules of docs/adr that no single test of behaviour would notice broken."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from documents import kinds
from monitoring.lifecycle import QUESTIONNAIRE, RECOMMENDATION
from policy.machine import Machine, Transition
from policy.permissions import GRANTS, Action, Role
from programmes.lifecycle import APPLICATION, GROUP, PROGRAMME, RESOURCE, TRAINING
from sessions.journey import MEETING

ROOT = Path(settings.BASE_DIR)
FLOORS = ("mentoring", "monitoring", "conversations", "sessions", "programmes", "documents", "policy", "people", "jobs")
TEMPLATES = ROOT / "templates"
TEMPLATE_LINES, FILE_LINES, VIEW_LINES, FUNCTION_LINES = 120, 350, 20, 40
DATA = {"programmes/document_kinds/contract_texts.py"}  # words, not code
# Found by the account library and by Django under these names, not named in our code.
FOUND_BY_NAME = re.compile(r"^(account/|mfa/|house/|(400|403|403_csrf|404|409|429|500)\.html$)")
MACHINES = {"programmes/programme": PROGRAMME, "programmes/application": APPLICATION, "programmes/group": GROUP,
            "programmes/trainingevent": TRAINING, "programmes/resource": RESOURCE,
            "mentoring_sessions/meeting": MEETING, "monitoring/recommendation": RECOMMENDATION,
            "monitoring/questionnaire": QUESTIONNAIRE}  # fmt: skip
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!-)|\b(?:rgb|rgba|hsl|hsla|oklch|lab|lch)\(", re.I)
WRITING = {
    "create", "update", "delete", "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "add",
    "remove", "set", "clear",
}  # fmt: skip


def modules(folder: str = "") -> Iterator[Path]:
    """Our Python files; migrations are written by Django."""
    for floor in [folder] if folder else FLOORS:
        yield from (path for path in sorted((ROOT / floor).rglob("*.py")) if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def length(node: ast.FunctionDef) -> int:
    """Lines of its body, without the docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def imported(path: Path) -> set[str]:
    """Names of modules that a file imports: ``founding.create`` is a call to the domain, ``Programme.objects`` is not."""
    rows = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in rows for alias in node.names if alias.name.islower()}


def views() -> list[Path]:
    found = [path for path in modules() if path.name == "views.py" or path.parent.name == "views"]
    return [*found, ROOT / "mentoring/home.py", ROOT / "mentoring/health.py"]


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def test_a_state_changes_in_the_machine_alone() -> None:
    found = []
    for path in modules():
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                found.append(name_of(path))
            is_update = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
            )
            if is_update and any(word.arg == "state" for word in node.keywords):
                found.append(name_of(path))
    # a job and a letter have no roles before them: they are the machinery's own
    assert set(found) - {"jobs/tasks.py", "jobs/queue.py", "people/mail.py", "people/day_letters.py"} == {
        "policy/machine.py"
    }


def test_views_write_nothing_themselves() -> None:
    found = []
    for path in views():
        ours = imported(path)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING:
                whose = ast.unparse(node.func.value)
                if whose not in ("form", "context", *ours):
                    found.append(f"{name_of(path)}:{node.lineno} {whose}.{node.func.attr}")
    assert not found


def test_no_file_is_too_long() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in modules()}
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES and name not in DATA} == {}


def test_no_template_is_too_long() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in templates()}
    assert {name: lines for name, lines in long.items() if lines > TEMPLATE_LINES} == {}


def test_no_view_and_no_function_is_too_long() -> None:
    found = {}
    for path in modules():
        limit = VIEW_LINES if path in views() else FUNCTION_LINES
        found |= {f"{name_of(path)}:{node.name}": length(node) for node in functions(path) if length(node) > limit}
    assert found == {}


def test_every_file_says_what_happens_in_it() -> None:
    files = [path for path in [*modules(), *(ROOT / "tests").rglob("*.py")] if path.read_text().strip()]
    assert [name_of(path) for path in files if not ast.get_docstring(tree(path))] == []


def test_rooms_have_names() -> None:
    nameless = re.compile(r"^(utils?|helpers?|commons?|core|misc|manager|services?|base)$")
    assert [name_of(path) for path in modules() if any(nameless.match(part) for part in path.with_suffix("").parts[-2:])
            and name_of(path).count("/")] == []  # fmt: skip


def test_nothing_is_processed_by_services_and_managers() -> None:
    nameless = re.compile(r".(Service|Helper|Util|Processor|Manager)s?$")
    classes = [node.name for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    assert len(classes) > 60 and [name for name in classes if nameless.search(name)] == []


def test_every_template_compiles() -> None:
    assert len(templates()) > 80
    for path in templates():
        get_template(str(path.relative_to(TEMPLATES)))


def test_no_template_is_unused() -> None:
    named = " ".join(path.read_text() for path in [*templates(), *modules()])
    unused = []
    for path in templates():
        name = str(path.relative_to(TEMPLATES))
        letter = name.removeprefix("mail/").removesuffix(".txt")
        if not (FOUND_BY_NAME.match(name) or name in named or (name.startswith("mail/") and letter in letters(named))):
            unused.append(name)
    assert unused == []


def letters(named: str) -> set[str]:
    """The letters that a transition or a piece of code writes."""
    told = {f"{label}_{arrow.action.replace('-', '_')}" for label, arrow in telling()}
    return told | set(re.findall(r'"((?:people|programmes|documents|sessions|monitoring|conversations)/\w+)"', named))


def telling() -> list[tuple[str, Transition]]:
    """Every transition that tells somebody, with the model it belongs to."""
    workflows: list[tuple[str, Machine]] = [("documents/version", kind.workflow) for kind in kinds.every()]
    return [
        (label, arrow)
        for label, machine in [*MACHINES.items(), *workflows]
        for arrow in machine.transitions
        if arrow.tells
    ]


def test_every_machine_of_the_house_is_known_here() -> None:
    machines = {model.machine for model in apps.get_models() if isinstance(getattr(model, "machine", None), Machine)}
    assert {id(machine) for machine in machines} == {id(machine) for machine in MACHINES.values()}


def test_every_transition_that_tells_has_its_letter() -> None:
    assert len(telling()) > 10
    for label, arrow in telling():
        try:
            text = get_template(f"mail/{label}_{arrow.action.replace('-', '_')}.txt").template.source
        except TemplateDoesNotExist as missing:
            pytest.fail(f"{label} {arrow.action}: no {missing}")
        assert "{{ link }}" in text and text.startswith("{% autoescape off %}")


def test_every_action_is_granted_and_every_step_is_an_action() -> None:
    assert set(GRANTS) == set(Action)
    machines = [*MACHINES.values(), *(kind.workflow for kind in kinds.every())]
    for machine in machines:
        states = {machine.initial} | {arrow.target for arrow in machine.transitions}
        assert {source for arrow in machine.transitions for source in arrow.sources} <= states
        assert all(GRANTS[arrow.action] and arrow.tells <= set(Role) for arrow in machine.transitions)


def test_only_the_tokens_hold_colours() -> None:
    files = list((ROOT / "static" / "css").glob("*.css"))
    assert {path.name for path in files} >= {"tokens.css", "app.css", "paper.css"}
    bare = {path.name: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S) for path in files}
    assert COLOUR.search(bare["tokens.css"])
    found = {name: COLOUR.findall(text) for name, text in bare.items() if name != "tokens.css"}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_no_template_holds_style_or_script() -> None:
    """The content security policy would not let it work. Paper, which no browser opens, measures its columns."""
    bad = re.compile(r"""<style\b|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=["']|["']javascript:""", re.I)
    found = {name_of(path): bad.findall(path.read_text()) for path in templates()}
    assert {name: what for name, what in found.items() if what} == {"templates/documents/_blocks.html": [" style="]}


def test_an_address_named_in_one_block_is_not_used_in_another() -> None:
    """A block forgets its variables: such a link would lead nowhere, and nothing would tell."""
    lost = []
    for path in templates():
        parts = re.split(r"{% block (\w+) %}", path.read_text())
        blocks = list(zip(["", *parts[1::2]], parts[::2], strict=True))
        named = {name: set(re.findall(r"{% url [^%]* as (\w+) %}", text)) for name, text in blocks}
        for name, text in blocks:
            others = set().union(*(there for at, there in named.items() if at != name)) - named[name]
            lost += [f"{name_of(path)}: {one}" for one in others if re.search(rf"({{{{ *|=){one}\b", text)]
    assert lost == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    elsewhere = re.compile(r"""(?:src|href)=["'](?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""", re.I)
    for path in [*templates(), *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]:
        assert not elsewhere.search(path.read_text()), path


def test_nothing_looks_at_a_flag_on_the_person_to_decide_who_may() -> None:
    """Roles are participations. Only the account floor and the check for who was switched off look at the account."""
    flags = re.compile(r"\.(is_staff|is_superuser|has_perm|user_permissions|groups\.filter\(name)\b")
    above = [path for path in modules() if not name_of(path).startswith("people/")]
    assert [name_of(path) for path in above if flags.search(path.read_text())] == []

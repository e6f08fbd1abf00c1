"""What the conclusions of a group begin with: lines from what everybody of the group may read, for them to change (R65).

Sources: the plan, the published diaries, the common goal and those that may be spoken of, and the final words. What
somebody wrote for fewer readers is never among them.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.kinds import Answers
from documents.models import Version
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.choices import Mode

from . import goal_life
from .goals import is_same, rows_of, words
from .models import Goal, Meeting

LINE_AT_MOST, TEXT_AT_MOST = 300, 20_000  # what the fields hold
ROWS_AT_MOST = 20
# the scale of the review strip in the words of the conclusions
REACHED_BY_RATING = {"-2": "partly", "-1": "partly", "0": "fully", "1": "fully", "2": "fully"}


class Sources:
    """What everybody of a group may read, loaded once. Six queries, however many documents there are."""

    def __init__(self, space: Space, meetings: Iterable[Meeting], people: Iterable[Participation]) -> None:
        self.held = [row for row in meetings if row.state == Meeting.State.HELD]
        self.mentees = {row.person_id: row.person for row in people if row.role == Role.MENTEE}
        kinds = ("diary", "final-word", "group-goals")
        rows = Version.objects.in_force().filter(document__space=space, document__kind_slug__in=kinds)
        found = list(rows.defer("sheet").select_related("document__person").order_by("sealed_at"))
        # managers read the conclusions: what a diary keeps from them is not carried there
        self.diaries = [row for row in found if row.document.kind_slug == "diary" and not row.document.withheld_from]
        self.last_words = [row for row in found if row.document.kind_slug == "final-word" and self._is_here(row)]
        self.together: Answers = next((row.answers for row in found if row.document.kind_slug == "group-goals"), {})
        goals = Goal.objects.kept().filter(space=space).select_related("person", "document")
        goals = goals.prefetch_related("steps").order_by("person__name", "position")
        shared = [
            goal for goal in goals if goal.person_id is None or (goal.is_shared and goal.person_id in self.mentees)
        ]
        self.goals = sorted(shared, key=lambda goal: goal.person_id is not None)
        self.starts = goal_life.starts_of(self.goals)

    def _is_here(self, version: Version) -> bool:
        return version.document.person_id in self.mentees


def headings(sources: Sources) -> Answers:
    """The eight headings, as far as there is something to propose."""
    words_of = {name: [_by(row, words(row.answers.get("word"), name)) for row in sources.last_words] for name in _LAST}
    found = {
        "start": [words(sources.together.get("common"), "common"), *_starts(sources)],
        "together": [_sessions(sources.held)],
        "succeeded": _succeeded(sources),
        "got": [words(row.answers.get("reflection"), "takeaway") for row in sources.diaries],
        "problems": [words(row.answers.get("agenda"), "issues") for row in sources.diaries],
        "now": words_of["reached"],
        "next": words_of["onwards"],
    }
    return {name: _text(lines) for name, lines in found.items() if _text(lines)}


_LAST = ("reached", "onwards")


def goal_rows(sources: Sources) -> list[dict[str, str]]:
    """A row for each goal that everybody knows, with how far it is by the newest diary or the group's own review."""
    return [
        {"goal": goal.text[:LINE_AT_MOST], "reached": reached, "also": ""}
        for goal in sources.goals[:ROWS_AT_MOST]
        for reached in [_reached(goal, sources)]
    ]


def next_steps(sources: Sources) -> list[dict[str, str]]:
    """A row for each mentee, with the next step where they have said it in their final word."""
    said = {row.document.person_id: row.answers.get("word") for row in sources.last_words}
    return [
        {"who": person.name[:LINE_AT_MOST], "step": words(said.get(pk), "step"), "due": words(said.get(pk), "due")}
        for pk, person in sources.mentees.items()
    ]


def thanks(sources: Sources) -> str:
    """The words of thanks, a line for each."""
    return _text(_by(row, words(row.answers.get("word"), "thanks")) for row in sources.last_words)


def _starts(sources: Sources) -> list[str]:
    return [
        f"{goal.person.name}: {goal.text} – {start}"
        for goal in sources.goals
        if goal.person and (start := sources.starts.get(goal.pk, ""))
    ]


def _sessions(held: list[Meeting]) -> str:
    """“We held 6 sessions: 4 online, 2 face-to-face.”"""
    if not held:
        return ""
    modes = Counter(row.mode for row in held)
    said = ", ".join(f"{modes[mode]} {Mode(mode).label}" for mode in Mode if modes[mode])
    counted = ngettext("We held %(n)d session: %(modes)s.", "We held %(n)d sessions: %(modes)s.", len(held))
    return counted % {"n": len(held), "modes": said}


def _succeeded(sources: Sources) -> list[str]:
    """How far each goal is; the words of its steps only where the goal is common."""
    lines = []
    for goal in sources.goals:
        steps = list(goal.steps.all())
        if not any(step.done_at for step in steps):
            continue
        lines.append(
            f"{goal.person.name if goal.person else _('All of us')}: {goal.text} ({goal_life.progress_of(goal)})"
        )
        if goal.person is None:
            lines += [f"· {step.text}" for step in steps if step.done_at]
    return lines


def _reached(goal: Goal, sources: Sources) -> str:
    for version in reversed(sources.diaries):
        for row in rows_of(version.answers, "progress"):
            if is_same(words(row, "goal"), goal.text) and words(row, "reached"):
                return words(row, "reached")
    if goal.person_id is None:
        for row in rows_of(sources.together, "review"):
            if words(row, "when") == "final":
                return REACHED_BY_RATING.get(words(row, "rating"), "")
    return ""


def _by(version: Version, said: str) -> str:
    person: Any = version.document.person
    return f"{person.name}: {said}" if said else ""


def _text(lines: Iterable[str]) -> str:
    return Truncator("\n".join(line for line in lines if line)).chars(TEXT_AT_MOST)

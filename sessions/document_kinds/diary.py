"""The diary: the record of one session on the agenda, by its keeper, closed with the mentor's comments (R35-R40).

The points of the agenda are the programme's own if it wants (other meeting guides: R35); those that the application
brings keep their keys, and with them what is proposed for them.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere, lazily
from documents.forms import REACHED, line, long_text, pick
from documents.kinds import DocumentKind, Parts, Section, TextList, Texts, register
from documents.workflows import REVIEWED
from policy.permissions import Role

AGENDA: tuple[tuple[str, Any], ...] = (
    ("how", _("How is everyone?")),
    ("issues", _("Current issues")),
    ("target", _("Dealing with the target")),
    ("next_topic", _("Topic of the next session")),
    ("homework", _("Homework for the next session")),
)
HINTS: dict[str, Any] = {
    "how": _("One line for each. No details about health. For example: “Nia is tired but glad about her interview.”"),
    "issues": _("For example: “The job centre changed its opening hours.”"),
    "target": _("What you worked on and learned. For example: “We compared three CVs and rewrote the first lines.”"),
    "next_topic": _("For example: “Telling my story in an interview”."),
    "homework": _("One task a line: who does what until when."),
}
NEEDED = frozenset({"how", "target", "next_topic", "homework"})
HOW_IT_WENT = (("done", _("done")), ("partly", _("partly")), ("not", _("not done")))


class Facts(forms.Form):
    """When, how, and who came."""

    when = line(_("Date and time"), required=True)
    length = line(_("How long and how"), help_text=_("For example: “60 minutes, online”."))
    present = line(_("Present"), required=True)
    missing = line(_("Excused or absent"))
    topic = line(_("Topic"))


class Task(forms.Form):
    """What became of one homework."""

    task = line(_("Task"), required=True, at_most=500)
    went = pick(_("How it went"), HOW_IT_WENT, required=True)
    # Translators: a noun: the column of a table for a few words
    note = line(_("Note"), help_text=_("For example: “Ela waits for her reference.”"))


class Progress(forms.Form):
    """How far one goal is today."""

    goal = line(_("Goal"), required=True)
    reached = pick(_("How far"), REACHED)
    note = line(_("What has changed"))


class Reflection(forms.Form):
    """Looking back."""

    notice = long_text(_("Since last time we notice …"), rows=2)
    takeaway = long_text(_("We take away …"), rows=2)


def agenda(texts: list[dict[str, Any]]) -> type[forms.Form]:
    """The points of the agenda as questions."""
    return type("Agenda", (forms.Form,), {text["key"]: _point(text["key"], text["text"]) for text in texts})


def _point(key: str, words: Any) -> forms.CharField:
    if key == "next_topic":
        return line(words, required=True, help_text=HINTS[key])
    return long_text(words, rows=5 if key == "target" else 3, required=key in NEEDED, help_text=HINTS.get(key, ""))


def sections(texts: Texts) -> tuple[Section, ...]:
    """The diary on the agenda of a programme."""
    return (
        Section("facts", _("The session"), Facts),
        Section("review", _("Homework since last time"), Task, many=True, at_most=20, layout="table"),
        Section("agenda", _("What we talked about"), agenda(texts.get("agenda") or lazily(AGENDA))),
        Section(
            "progress",
            _("How far our goals are"),
            Progress,
            many=True,
            at_most=12,
            layout="table",
            note=_("Personal goals only where their owner wants it: the whole group reads this."),
        ),
        Section("reflection", _("Looking back"), Reflection),
    )


DIARY = register(
    DocumentKind(
        slug="diary",
        title=_("Diary"),
        purpose=_("What your group talked about and agreed on. The mentor adds comments and publishes it."),
        sections=sections({"agenda": lazily(AGENDA)}),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTEE}),
            own=True,
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MENTEE, Role.MANAGER}),
            kept=frozenset({Role.MENTEE}),
        ),
        stage="task",
        per_meeting=True,
        texts=(TextList("agenda", _("Agenda of a session"), everywhere(AGENDA), at_most=12),),
        sections_from=sections,
    )
)

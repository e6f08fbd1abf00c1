"""The five questions a manager asks of a programme, each answered in a sentence, one chart and its table (design 5).

No names of people or groups. What people answered is shown for five of them together at least.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from documents.forms import progress
from people.moments import date_format

from . import charts, saying
from .charts import Bar, Column, Ink
from .counting import AT_LEAST_AS_EXPECTED, goals, mentees_and_whether_left, newest, ratings
from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from .evidence import Evidence
from .measures import BY_SLUG
from .measuring import Unit, Value
from .suppression import in_steps, is_enough, shown


@dataclass(frozen=True)
class Answer:
    """What is known: the sentence that says it first, the table, and the chart of the same numbers."""

    sentence: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    drawn: Sequence[Bar] | Sequence[Column]
    about: str  # what the chart shows

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell with the name of its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    def chart(self, key: str, ink: Ink | None = None) -> SafeString:
        """The chart; `key` makes its ids its own on a page."""
        told: dict[str, Any] = {"title": self.about, "description": self.sentence, "key": key, "ink": ink}
        if self.drawn and isinstance(self.drawn[0], Bar):
            return charts.bars([row for row in self.drawn if isinstance(row, Bar)], **told)
        return charts.columns([row for row in self.drawn if isinstance(row, Column)], **told)


@dataclass(frozen=True)
class Asked:
    """What an answer is made from. ``aspects``: the statements on the programme, in words, by key."""

    evidence: Evidence
    zone: ZoneInfo
    aspects: Mapping[str, str] = field(default_factory=dict)
    outside: bool = False


@dataclass(frozen=True)
class Question:
    """One question. ``answer`` gives nothing as long as there is nothing to say; then ``empty`` says when there will be."""

    slug: str
    words: Any
    empty: Any
    answer: Callable[[Asked], Answer | None]
    measure: str


def _month(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date().replace(day=1)


def _months(found: Sequence[date]) -> list[date]:
    """Every month from the first to the last."""
    all_ = [min(found)]
    while all_[-1] < max(found):
        all_.append(date(all_[-1].year + all_[-1].month // 12, all_[-1].month % 12 + 1, 1))
    return all_


def _per_cent(got: int, of: int) -> str:
    return saying.figure(Unit.PERCENT, Value(Unit.PERCENT, got, of).number) or "–"


def _hundredth(got: int, of: int) -> str:
    """A share without its sign, for where that stands beside the chart."""
    number = Value(Unit.PERCENT, got, of).number
    return "" if number is None else saying.plain(number)


def _sessions(asked: Asked) -> Answer | None:
    due = asked.evidence.due
    if not due:
        return None
    there, held = Counter(_month(one.ends_at, asked.zone) for one in due), Counter[date]()
    held.update(_month(one.ends_at, asked.zone) for one in asked.evidence.held)
    months, most = _months(list(there)), max(there.values())
    n, of = sum(held.values()), len(due)
    sentence = ngettext(
        "%(n)d of %(of)d session that was to be held has been held (%(share)s).",
        "%(n)d of %(of)d sessions that were to be held have been held (%(share)s).",
        of,
    )
    return Answer(
        sentence % {"n": n, "of": of, "share": _per_cent(n, of)},
        (_("Month"), _("To be held"), _("Held"), pgettext("in per cent", "Share")),
        [(_named(one), str(there[one]), str(held[one]), _per_cent(held[one], there[one])) for one in months],
        [
            Column(date_format(one, "M"), str(held[one]) if there[one] else "", held[one] / most, there[one] / most)
            for one in months
        ],
        _("Sessions held in each month; the outline shows how many were to be held"),
    )


def _active(asked: Asked) -> Answer | None:
    mentees = {(stay.group, stay.person) for stay in asked.evidence.stays}
    came, noted = Counter[date](), Counter[date]()
    for one in asked.evidence.held:
        month = _month(one.ends_at, asked.zone)
        for person, how in asked.evidence.came[one.pk].items():
            if (one.group, person) in mentees:
                noted[month] += 1
                came[month] += how == "present"
    last = BY_SLUG["present"].of(asked.evidence)
    if not noted:
        return None
    sentence = ngettext(
        "In the last session of each group, %(n)s of %(of)d mentee was there (%(share)s).",
        "In the last session of each group, %(n)s of %(of)d mentees were there (%(share)s).",
        last.of,
    )
    months = _months(list(noted))
    return Answer(
        sentence % {"n": last.got, "of": last.of, "share": _per_cent(int(last.got), last.of)},
        (_("Month"), _("Seats of mentees in the sessions held"), _("Taken"), pgettext("in per cent", "Share")),
        [(_named(one), str(noted[one]), str(came[one]), _per_cent(came[one], noted[one])) for one in months],
        [
            Column(date_format(one, "M"), _hundredth(came[one], noted[one]), came[one] / (noted[one] or 1))
            for one in months
        ],
        _("How many of the mentees came to the sessions of each month, in per cent"),
    )


def _goals(asked: Asked) -> Answer | None:
    rated = goals(asked.evidence)
    if asked.outside:
        counted = set(in_steps(list(dict.fromkeys(person for person, _rating in rated))))
        rated = [(person, rating) for person, rating in rated if person in counted]
    people = {person for person, _rating in rated}
    if not rated and not asked.outside:
        return None
    if not is_enough(len(people)):
        return Answer(_("Fewer than 5 mentees have answered: too few to be shown."), (), (), (), "")
    count, of = Counter(rating for _person, rating in rated), len(rated)
    reached, words = sum(count[rating] for rating in AT_LEAST_AS_EXPECTED), dict(progress("").choices)  # type: ignore[arg-type]
    sentence = ngettext(
        "%(n)d of %(of)d goal was reached as expected or better (%(share)s), say %(people)d mentees.",
        "%(n)d of %(of)d goals were reached as expected or better (%(share)s), say %(people)d mentees.",
        of,
    )
    told = [(str(words[rating]), count[rating]) for rating in ("2", "1", "0", "-1", "-2")]
    return Answer(
        sentence % {"n": reached, "of": of, "share": _per_cent(reached, of), "people": len(people)},
        (_("How far the goal was reached"), _("Goals"), pgettext("in per cent", "Share")),
        [(name, str(n), _per_cent(n, of)) for name, n in told],
        [Bar(name, str(n), n / of) for name, n in told],
        _("Goals by how far mentees say that they were reached"),
    )


def _satisfied(asked: Asked) -> Answer | None:
    sides = [_side(asked, kind.slug) for kind in (FINAL_QUESTIONNAIRE_MENTEE, FINAL_QUESTIONNAIRE_MENTOR)]
    mentees, mentors = (BY_SLUG[slug] for slug in ("satisfaction-mentees", "satisfaction-mentors"))
    if not any(sides):
        return None
    if not any(one is not None for side in sides for one in side.values()):
        return Answer(_("Fewer than 5 on each side have answered: too few to be shown."), (), (), (), "")
    told = [saying.value(one, one.of(asked.evidence, outside=asked.outside)) for one in (mentees, mentors)]
    rows = [(words, [side.get(key) for side in sides]) for key, words in _statements(asked, sides).items()]
    few, says_something = saying.too_few(), [any(one is not None for one in side.values()) for side in sides]
    return Answer(
        _("On a scale from 1 to 5 the programme gets, from mentees: %(mentees)s; from mentors: %(mentors)s.")
        % dict(zip(("mentees", "mentors"), told, strict=True)),
        (_("Statement"), _("Mentees"), _("Mentors")),
        [(words, *(_average(one) or few for one in pair)) for words, pair in rows],
        [bar for words, pair in rows for bar in _rated(words, pair, says_something)],
        _("Average agreement with statements on the programme, from 1 to 5"),
    )


def _rated(words: str, pair: Sequence[Decimal | None], says_something: Sequence[bool]) -> list[Bar]:
    """A bar for each side below the statement; a side of which nothing can be shown has none."""
    made: list[Bar] = []
    for who, average, is_said in zip((_("mentees"), _("mentors")), pair, says_something, strict=True):
        if is_said:
            if average is None:
                # Translators: “mentees” or “mentors”, and why nothing can be shown of them
                told = _("%(who)s: %(what)s")
            else:
                # Translators: a number, then “mentees” or “mentors”: “4.2 mentees”
                told = _("%(what)s %(who)s")
            value = told % {"who": who, "what": _average(average) or saying.too_few()}
            made.append(Bar("" if made else words, value, None if average is None else float(average) / 5))
    return made


def _average(found: Decimal | None) -> str:
    return "" if found is None else saying.figure(Unit.AVERAGE, found)


def _side(asked: Asked, slug: str) -> dict[str, Decimal | None]:
    """What one side says of each statement; nothing where that would show the answers of fewer than five."""
    said: dict[str, dict[UUID, int]] = defaultdict(dict)
    for one in newest(asked.evidence.said[slug]):
        for key, rating in ratings(one, "programme").items():
            said[key][one.person] = rating
    may = shown([set(people) for people in said.values()])
    return {
        key: Decimal(sum(people.values())) / len(people) if is_shown else None
        for (key, people), is_shown in zip(said.items(), may, strict=True)
    }


def _statements(asked: Asked, sides: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    gone = _("A statement that is not asked any more")
    keys = [*asked.aspects, *(key for side in sides for key in side if key not in asked.aspects)]
    return {key: asked.aspects.get(key, gone) for key in keys}


def _left(asked: Asked) -> Answer | None:
    begun = mentees_and_whether_left(asked.evidence)
    if not begun:
        return None
    gone = {share.whose for share in begun if share.got}
    when: dict[UUID, datetime] = {}
    for stay in asked.evidence.stays:
        if stay.person in gone and stay.ends_at is not None:
            when[stay.person] = max(stay.ends_at, when.get(stay.person, stay.ends_at))
    n, of = len(gone), len(begun)
    if not gone:
        nobody = ngettext(
            "Nobody has left early: %(n)d mentee has begun.", "Nobody has left early: %(n)d mentees have begun.", of
        )
        return Answer(nobody % {"n": of}, (), (), (), "")
    left = Counter(_month(moment, asked.zone) for moment in when.values())
    months, most = _months(list(left)), max(left.values())
    sentence = ngettext(
        "%(n)d of %(of)d mentees has left early, in %(last)s.",
        "%(n)d of %(of)d mentees have left early, the last one in %(last)s.",
        n,
    )
    so_far = [sum(left[one] for one in months[: at + 1]) for at in range(len(months))]
    return Answer(
        sentence % {"n": n, "of": of, "last": _named(max(left))},
        (_("Month"), _("Left early"), _("In all so far")),
        [(_named(one), str(left[one]), str(all_)) for one, all_ in zip(months, so_far, strict=True)],
        [Column(date_format(one, "M"), str(left[one]), left[one] / most) for one in months],
        _("Mentees who left before their group ended, by month"),
    )


def _named(month: date) -> str:
    return date_format(month, "F Y")


_FIRST_SESSION = gettext_lazy("Comes alive after the first session.")
_FINAL = gettext_lazy("Comes alive when mentees have filed their final questionnaires.")
QUESTIONS: tuple[Question, ...] = (
    Question("sessions", gettext_lazy("Are sessions held?"), _FIRST_SESSION, _sessions, "sessions-held"),
    Question("active", gettext_lazy("Are people active?"), _FIRST_SESSION, _active, "present"),
    Question("goals", gettext_lazy("Are goals reached?"), _FINAL, _goals, "goals-reached"),
    Question("satisfied", gettext_lazy("Are they satisfied?"), _FINAL, _satisfied, "satisfaction-mentees"),
    Question(
        "left",
        gettext_lazy("Who left, and when?"),
        gettext_lazy("Comes alive when the groups are confirmed."),
        _left,
        "drop-out",
    ),
)
QUESTION = {question.slug: question for question in QUESTIONS}

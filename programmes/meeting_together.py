"""What the members of a group have in common, as they are placed now: languages, times, goals; and what two share."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .choices import DAYS, PARTS_OF_DAY, Mode, SpokenLanguage, slot_in_words
from .models import Application


def common_words(mentor: Application, mentees: Sequence[Application]) -> list[str]:
    """“All speak English”, “Tue evening suits 3 of 4”, “2 of 4 want to: write a CV”; nothing of a group of one."""
    if len(mentees) < 2:
        return []
    everyone = [mentor, *mentees]
    spoken = set(mentor.languages).intersection(*(one.languages for one in mentees))
    labels = dict(SpokenLanguage.choices)
    names = ", ".join(sorted(str(labels.get(code, code)) for code in spoken))
    words = [_("All speak %(names)s.") % {"names": names} if names else _("They share no language that all speak.")]
    if time := _most([one.availability for one in mentees], mentor.availability):
        told = {"time": slot_in_words(time[0]), "n": time[1] + 1, "of": len(everyone)}
        words.append(_("%(time)s suits %(n)d of %(of)d.") % told)
    if goal := _most([one.goals for one in mentees], mentor.goals):
        words.append(
            _("%(n)d of %(of)d mentees share a goal: %(goal)s.") % {"n": goal[1], "of": len(mentees), "goal": goal[0]}
        )
    return words


def _most(told: Sequence[Sequence[Any]], of: Sequence[Any]) -> tuple[Any, int] | None:
    """What most have of ``of``, and how many; nothing when only one has it."""
    votes = Counter(value for values in told for value in set(values) & set(of))
    best = min(votes.items(), key=lambda vote: (-vote[1], str(vote[0])), default=None)
    return best if best and best[1] > 1 else None


SLOTS_IN_ORDER = [f"{day} {part}" for day, _day in DAYS for part, _part in PARTS_OF_DAY]
TIMES, GOALS = 5, 5  # named in a sentence


def shared_words(one: Application, other: Application) -> list[str]:
    """What two people share, in sentences that both may read: only what both told, and always in the same order.

    Wishes, scores and answers to a programme's own questions are no part of it: they were told to managers.
    """
    labels = dict(SpokenLanguage.choices)
    spoken = ", ".join(sorted(str(labels.get(code, code)) for code in {*one.languages} & {*other.languages}))
    times = [slot for slot in SLOTS_IN_ORDER if slot in one.availability and slot in other.availability]
    goals = ", ".join([goal for goal in one.goals if goal in other.goals][:GOALS])
    said = [
        (spoken, _("You both speak %(what)s.")),
        (", ".join(map(slot_in_words, times[:TIMES])), _("You both have time: %(what)s.")),
        (goals, _("Goals you share: %(what)s.")),
        (_same(one.field, other.field), _("You both named this field: %(what)s.")),
        (_way(one, other), _("You can both meet %(what)s.")),
        (_same(one.place, other.place), _("You can both meet in this place: %(what)s.")),
    ]
    return [words % {"what": what} for what, words in said if what]


def _same(one: str, other: str) -> str:
    return one if one and one.casefold() == other.casefold() else ""


def _way(one: Application, other: Application) -> str:
    """How two can meet: the way of whoever is particular, where the other does not mind; nothing where they differ."""
    ways = {one.mode, other.mode} - {Mode.BLENDED.value}
    return str(Mode(ways.pop() if ways else Mode.BLENDED).label) if len(ways) < 2 else ""

"""What the members of a group have in common, as they are placed now: languages, times, goals."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .choices import SpokenLanguage, slot_in_words
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

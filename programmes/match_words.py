"""The matching in words: criteria, why two fit and how much each reason counts, why somebody has no place."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .choices import Mode, SpokenLanguage, slot_in_words

CRITERIA = {
    "goals": gettext_lazy("Goals in common"),
    "questions": gettext_lazy("The same answers to questions of your own that are used in matching"),
    "times": gettext_lazy("Times in common"),
    "field": gettext_lazy("The same field of work"),
    "languages": gettext_lazy("A language in common"),
    "mode": gettext_lazy("A way to meet that suits both"),
    "place": gettext_lazy("The same town or time zone"),
    "experience": gettext_lazy("The mentor's longer experience"),
    "wishes": gettext_lazy("Wishes of both sides"),
}
RULES = {
    "language": gettext_lazy("Nobody is matched without a language in common"),
    "meet": gettext_lazy("Nobody is matched without a way to meet that suits both"),
    "time": gettext_lazy("Nobody is matched without a time in common"),
}


def reason_in_words(name: str, shared: list[str]) -> str:
    """“Shared goals: digital skills” for one reason of a placement; empty for a criterion that is gone."""
    values = shared or [""]
    said = {
        "goals": lambda: _("Shared goals: %(what)s") % {"what": ", ".join(shared)},
        "times": lambda: _("Both have time: %(what)s") % {"what": ", ".join(slot_in_words(one) for one in shared)},
        "questions": lambda: _("Same answers: %(what)s") % {"what": "; ".join(shared)},
        "field": lambda: _("Same field: %(what)s") % {"what": values[0]},
        "languages": lambda: _("Both speak %(what)s") % {"what": _languages(shared)},
        "mode": lambda: _("Both can meet %(what)s") % {"what": _modes(shared)},
        "place": lambda: _("Same place or time zone: %(what)s") % {"what": values[0].replace("_", " ")},
        "experience": lambda: _years(values[0]),
        "wishes": lambda: _wishes(shared),
    }
    return said[name]() if name in said else ""


def reasons_in_words(reasons: Iterable[list[Any]]) -> list[tuple[str, int]]:
    """Each reason of a placement with the share of the match that comes from it, in hundredths."""
    rows = [one for one in reasons if len(one) == 4]
    points = sum(one[1] for one in rows) or 1
    told = [(reason_in_words(name, shared), round(100 * given / points)) for name, given, _most, shared in rows]
    return [(words, share) for words, share in told if words]


def why_without(why_not: dict[str, Any]) -> str:
    """Why a mentee has no place, in one or two sentences; empty when nobody has worked it out."""
    if "mentors" not in why_not:
        return ""
    fitting, of = why_not["fitting"], why_not["mentors"]
    if fitting:
        said = ngettext(
            "%(n)d of %(of)d mentors would do, and has no room or too small a group.",
            "%(n)d of %(of)d mentors would do, and have no room or too small a group.",
            fitting,
        )
        return said % {"n": fitting, "of": of}
    return " ".join([_("No mentor is allowed."), *_broken(why_not.get("broken", {}), of)])


def costs_in_words(costs: dict[str, int]) -> list[str]:
    """Which rule could be given up, and how many more would have a place."""
    said = {
        "language": _("without the rule of a language in common"),
        "meet": _("without the rule of a way to meet"),
        "time": _("without the rule of a time in common"),
        "room": _("if each mentor took one mentee more"),
        "at least": _("if groups could be smaller by one"),
    }
    return [
        ngettext("%(n)d more would have a place %(how)s.", "%(n)d more would have a place %(how)s.", more)
        % {"n": more, "how": said[name]}
        for name, more in sorted(costs.items(), key=lambda cost: -cost[1])
        if name in said
    ]


def _broken(broken: dict[str, int], of: int) -> list[str]:
    said = {
        "language": _("%(n)d of %(of)d share no language."),
        "meet": _("%(n)d of %(of)d cannot meet in the same way."),
        "time": _("%(n)d of %(of)d have no time in common."),
        "against": _("%(n)d of %(of)d must not be matched with them."),
    }
    return [said[name] % {"n": n, "of": of} for name, n in broken.items() if name in said]


def _languages(codes: list[str]) -> str:
    labels = dict(SpokenLanguage.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes)


def _modes(shared: list[str]) -> str:
    labels = dict(Mode.choices)
    return ", ".join(str(labels.get(one, one)) for one in shared)


def _years(years: str) -> str:
    n = int(years) if years.isdecimal() else 0
    said = ngettext("The mentor has %(n)d year more of experience", "The mentor has %(n)d years more of experience", n)
    return said % {"n": n}


def _wishes(who: list[str]) -> str:
    if len(who) > 1:
        return _("Both wish for each other")
    return _("The mentee wishes for this mentor") if who == ["mentee"] else _("The mentor wishes for this mentee")

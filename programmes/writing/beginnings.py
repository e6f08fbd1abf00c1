"""Texts to begin a letter with: ours, in every language of the house, and the programme's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from policy.permissions import Action, require

from ..models import LetterText, Programme, Writing

Texts = dict[str, dict[str, str]]
OFFERED = 100  # of the programme's own


class Taken(Exception):
    """Another text of the programme has this name."""


@dataclass(frozen=True)
class Ours:
    """One of our own texts, in the words of whichever language is spoken."""

    slug: str
    name: Any
    subject: Any
    text: Any


# Translators: words in braces stay as they are; they are replaced when the letter is written.
OURS = (
    Ours(
        "next-session",
        gettext_lazy("Reminder of the next session"),
        gettext_lazy("Our next session: {next_session}"),
        gettext_lazy(
            "Hello {name},\n\nthe next session of {group}: {next_session}. Have a look at the homework before it, and "
            "tell {mentor} in time if you cannot come.\n\nSee you there!"
        ),
    ),
    Ours(
        "how-is-it-going",
        gettext_lazy("How is it going?"),
        gettext_lazy("How is it going in {group}?"),
        gettext_lazy(
            "Hello {name},\n\nyou have been part of “{programme}” for a while now. How is it going? Two or three sentences "
            "are enough: what helps you, what is missing, what should we know?\n\nJust answer this mail."
        ),
    ),
    Ours(
        "new-mentor",
        gettext_lazy("Your group has a new mentor"),
        gettext_lazy("{group} has a new mentor"),
        gettext_lazy(
            "Hello {name},\n\nfrom now on {mentor} is the mentor of {group}. Your goals, your plan and what you have written "
            "stay as they are. The next session: {next_session}.\n\nIf you have a question about the change, answer this mail."
        ),
    ),
    Ours(
        "before-final",
        gettext_lazy("Before the final session"),
        gettext_lazy("Before our final session"),
        gettext_lazy(
            "Hello {name},\n\nthe last session of {group} is near. The next date: {next_session}. Please think about three things "
            "before it: what you have reached, what helped you, and what your next step is.\n\nThank you for everything "
            "you have put into it."
        ),
    ),
    Ours(
        "dates",
        gettext_lazy("A change of dates"),
        gettext_lazy("A change of dates in {programme}"),
        gettext_lazy(
            "Hello {name},\n\nplease note a change of dates:\n\n– before: …\n– now: …\n\nIf the new date does not suit you, "
            "answer this mail."
        ),
    ),
)


def languages_of(programme: Programme, people: Iterable[User] = ()) -> list[str]:
    """The languages a letter can be written in: the programme's first, then its others and those of its readers."""
    wanted = set(programme.languages) | {person.letter_language for person in people}
    others = [code for code, _name in settings.LANGUAGES if code in wanted and code != programme.language]
    return [programme.language, *others]


def texts_of(ours: Ours, languages: Iterable[str]) -> Texts:
    """One of our texts in each of these languages; one that is not translated yet is left out, but for the first."""
    found: Texts = {}
    for language in languages:
        with translation.override(language):
            said = {"subject": str(ours.subject), "text": str(ours.text)}
        if said not in found.values():
            found[language] = said
    return found


def choices(programme: Programme) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be begun with, for a select: the programme's own first."""
    own = [(str(row.pk), row.name) for row in programme.letter_texts.all()[:OFFERED]]
    ours = [(one.slug, str(one.name)) for one in OURS]
    return [*([(_("Texts of this programme"), own)] if own else []), (_("Ours"), ours)]


def find(programme: Programme, which: str, languages: Iterable[str]) -> Texts | None:
    """The texts to begin with that ``which`` names, in these languages; ``None`` for nothing that there is."""
    if ours := next((one for one in OURS if one.slug == which), None):
        return texts_of(ours, languages)
    try:
        own = programme.letter_texts.filter(pk=UUID(which)).first()
    except ValueError:
        return None
    return {code: own.texts[code] for code in languages if code in own.texts} if own else None


def keep(row: LetterText, name: str, texts: Texts, *, by: Any) -> LetterText:
    """Save a text of the programme, new or changed; letters that were begun with it stay as they are.

    The same new one sent twice is saved once. Raises ``Taken``.
    """
    require(by, Action.RUN, row.programme)
    try:
        with transaction.atomic():
            told = {"name": name, "texts": texts}
            saved, _is_new = LetterText.objects.update_or_create(pk=row.pk, programme=row.programme, defaults=told)
    except IntegrityError:
        raise Taken from None
    return saved


def throw_away(row: LetterText, *, by: Any) -> None:
    """Take a text of the programme out; letters that were begun with it stay as they are."""
    require(by, Action.RUN, row.programme)
    LetterText.objects.filter(pk=row.pk).delete()


def copied(writing: Writing) -> Texts:
    """The texts of a letter, for another that begins with them."""
    return {code: dict(said) for code, said in writing.texts.items()}

"""The texts of a kind as a programme made them its own: versioned data that a document is begun on and keeps."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.machine import NotNow
from policy.models import Event, Space
from policy.permissions import Action, require

from . import kinds
from .forms import TEXT_AT_MOST
from .kinds import DocumentKind, TextList, Texts
from .models import Document, Wording

TITLE_AT_MOST = 120


class ChangedMeanwhile(Exception):
    """Somebody else changed the same texts since the writer opened them."""


def newest(kind: DocumentKind, space: Space) -> Wording | None:
    """The wording that a document begun now in ``space`` is written on: its own or that of the space around it.

    ``None`` for kinds without texts and where nobody has changed them: the application's own texts count.
    """
    if not kind.texts:
        return None
    around = {space.pk, space.within_id} - {None}
    return Wording.objects.filter(kind_slug=kind.slug, space__in=around).order_by("-number").first()


def texts_of(kind: DocumentKind, space: Space, wording: Wording | None) -> Texts:
    """The texts of a wording; without one, those the application brings, in the language of the space's documents."""
    return wording.texts if wording is not None else standard(kind, space)


def standard(kind: DocumentKind, space: Space) -> Texts:
    """The texts the application brings, in the language of the space's documents."""
    with kinds.as_written(Document(kind_slug=kind.slug, space=space)):
        return kind.default_texts(space)


def history(kind: DocumentKind, space: Space) -> list[Wording]:
    """Every wording that was made in this space, the newest first."""
    return list(Wording.objects.filter(kind_slug=kind.slug, space=space).select_related("by").order_by("-number"))


def newest_of_all(space: Space) -> dict[str, Wording]:
    """By kind, the newest wording that was made in this space."""
    rows = Wording.objects.filter(space=space).select_related("by").order_by("number")
    return {row.kind_slug: row for row in rows}


def in_use(kind: DocumentKind, space: Space) -> Texts:
    """The texts that a document begun now in ``space`` is written on, list by list, in the kind's own order."""
    texts, brought = texts_of(kind, space, newest(kind, space)), standard(kind, space)
    return {slug: list(texts.get(slug, brought[slug])) for slug in brought}


def adapt(kind: DocumentKind, space: Space, texts: Texts, *, by: Any, seen: int) -> Wording | None:
    """Make ``texts`` the ones that documents of ``kind`` begun from now on in ``space`` are written on.

    ``seen`` is the number of the wording that was open (0: the standard). Returns the new wording, or the present one
    (``None``: the standard) when the words are the same: the same form sent twice makes one version. A list that
    several kinds share changes for all of them at once. Raises ``ChangedMeanwhile`` when somebody else has made
    another number since, ``ValidationError`` when the texts cannot be used, ``NotNow`` when the space is closed.
    """
    require(by, Action.RUN, space)
    if reason := kinds.why_not_begin(Document(kind_slug=kind.slug, space=space)):
        raise NotNow(reason)
    clean = checked(kind, texts)
    with transaction.atomic():
        Space.objects.select_for_update(no_key=True).get(pk=space.pk)  # who comes second compares with what is there
        now, present = newest(kind, space), in_use(kind, space)
        changed = [slug for slug in present if words_of(present[slug]) != words_of(clean[slug])]
        if not changed:
            return now
        if seen != (now.number if now else 0):
            raise ChangedMeanwhile
        keyed = {slug: _keyed(clean[slug], _keys(kind, space, slug)) for slug in present}
        for other in sharing(kind, changed):
            _next(other, space, _of_another(other, space, keyed), by)
        return _next(kind, space, keyed, by)


def take_over(source: Space, target: Space, *, by: Any) -> list[Wording]:
    """Make the newest texts of ``source`` those of ``target``, which is new and has none of its own."""
    require(by, Action.RUN, source)
    require(by, Action.RUN, target)
    rows = newest_of_all(source).values()
    return [_keep(row.kind_slug, target, 1, row.texts, by) for row in rows if _is_reworded(row.kind_slug)]


def _is_reworded(slug: str) -> bool:
    """Whether programmes have texts of their own for a kind; the words of a questionnaire stay with it."""
    kind = kinds.find(slug)
    return kind is not None and bool(kind.texts)


def freeze(kind: DocumentKind, space: Space, texts: Texts, *, by: Any) -> Wording:
    """Keep ``texts`` under the next number of a kind that has none by default. Inside the transaction of what needs them."""
    require(by, Action.RUN, space)
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)  # so that no two get the same number
    last = Wording.objects.filter(kind_slug=kind.slug, space=space).order_by("-number").first()
    number = last.number + 1 if last else 1
    return Wording.objects.create(space=space, kind_slug=kind.slug, number=number, texts=texts, by=by)


def sharing(kind: DocumentKind, slugs: Iterable[str]) -> list[DocumentKind]:
    """The other kinds that use one of the lists ``slugs`` of ``kind``."""
    shared = {texts.slug for texts in kind.texts if texts.shared} & set(slugs)
    return [
        other
        for other in kinds.every()
        if other.slug != kind.slug and any(texts.shared and texts.slug in shared for texts in other.texts)
    ]


def words_of(texts: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Headings and texts of a list in their order: what people read of it."""
    return [(text.get("title", ""), text.get("text", "")) for text in texts]


def checked(kind: DocumentKind, texts: Texts) -> Texts:
    """The texts of every list, trimmed; raises ``ValidationError`` that says what is wrong with them."""
    return {one.slug: _checked(one, texts.get(one.slug, [])) for one in kind.texts}


def _checked(one: TextList, texts: list[dict[str, str]]) -> list[dict[str, str]]:
    named = ("key", "title", "text") if one.titled else ("key", "text")
    clean = [{name: _line_ends(text.get(name, "")) for name in named} for text in texts]
    if problem := problem_of(one, clean):
        raise ValidationError(problem)
    return clean


def problem_of(one: TextList, texts: list[dict[str, str]]) -> str | None:
    """Why these texts cannot be used for a list, in words; ``None`` when they can."""
    if len(texts) < one.at_least:
        at_least = ngettext("Keep at least %(n)d text.", "Keep at least %(n)d texts.", one.at_least)
        return at_least % {"n": one.at_least}
    if len(texts) > one.at_most:
        return _("There can be at most %(n)d texts.") % {"n": one.at_most}
    if not all(text["text"] and text.get("title", "-") for text in texts):
        return _("A text and its heading belong together. Fill in both, or empty both to remove it.")
    if any(len(text["text"]) > TEXT_AT_MOST or len(text.get("title", "")) > TITLE_AT_MOST for text in texts):
        return _("A text is too long.")
    folded = [" ".join(text["text"].split()).casefold() for text in texts]
    if again := next((here for here, text in enumerate(folded) if text in folded[:here]), None):
        places = {"first": folded.index(folded[again]) + 1, "second": again + 1}
        return _("Text %(second)d says the same as text %(first)d. Change one of them, or empty it.") % places
    return None


def _line_ends(text: str) -> str:
    return str(text).replace("\r\n", "\n").replace("\x00", "").strip()


def _keys(kind: DocumentKind, space: Space, slug: str) -> set[str]:
    """Every key that a text of this list has had here: a key is never given to another text."""
    lists = [row.texts.get(slug, []) for row in history(kind, space)]
    return {text["key"] for texts in [*lists, standard(kind, space)[slug]] for text in texts}


def _keyed(texts: list[dict[str, str]], known: set[str]) -> list[dict[str, str]]:
    """Each text with its key; new ones, and keys that nobody gave out, get a fresh one."""
    used: set[str] = set()
    for text in texts:
        if text["key"] not in known - used:
            text["key"] = next(key for key in iter(_fresh_key, "") if key not in known | used)
        used.add(text["key"])
    return texts


def _fresh_key() -> str:
    return f"own{secrets.token_hex(4)}"


def _of_another(other: DocumentKind, space: Space, keyed: Texts) -> Texts:
    """The texts of another kind, with the lists that it shares in their new words."""
    present = in_use(other, space)
    shared = {texts.slug for texts in other.texts if texts.shared} & set(keyed)
    return {slug: keyed[slug] if slug in shared else present[slug] for slug in present}


def _next(kind: DocumentKind, space: Space, texts: Texts, by: Any) -> Wording:
    now = newest(kind, space)
    number = now.number + 1 if now else 1
    return _keep(kind.slug, space, number, texts, by)


def _keep(slug: str, space: Space, number: int, texts: Texts, by: Any) -> Wording:
    row = Wording.objects.create(space=space, kind_slug=slug, number=number, texts=texts, by=by)
    Event.objects.create(space=space, by=by, action=Action.RUN, thing="documents.wording", thing_id=row.pk)
    return row

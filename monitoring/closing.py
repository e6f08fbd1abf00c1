"""What is still to be done before a programme is closed, read from its records; what stays afterwards, and how long."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import kinds, workflows
from documents.models import Version
from policy.models import Participation, Space
from policy.permissions import Action, Role
from programmes.heading import kept_until
from programmes.models import Group, Programme
from programmes.stages import Step, next_steps
from sessions.models import Meeting

from . import recommendations
from .models import Objective, Target

SHOWN = 6
ENDING = (Programme.State.MENTORING, Programme.State.CLOSING, Programme.State.CLOSED)
CERTIFICATE, REPORT = "certificate", "programme-report"
FINAL = {Role.MENTEE: "final-questionnaire-mentee", Role.MENTOR: "final-questionnaire-mentor"}


@dataclass(frozen=True)
class Place:
    """One group that something is missing in: where it is done, and what is missing."""

    group: str
    url: str
    words: str


@dataclass(frozen=True)
class Item:
    """One thing to be done: ``words`` with its number, where it is done, and the groups in which it is missing.

    ``blocks``: the programme cannot be closed before.
    """

    words: str
    is_done: bool
    url: str = ""
    places: tuple[Place, ...] = ()
    in_groups: int = 0
    blocks: bool = False

    @property
    def more(self) -> int:
        """How many groups are not named."""
        return self.in_groups - len(self.places)


def checklist(programme: Programme, *, by: Any) -> list[Item]:
    """The things to be done, in the order in which they are done. As many queries, however many groups there are.

    Nothing before the groups are confirmed: there is nothing to close yet.
    """
    if programme.state not in ENDING:
        return []
    return [_groups(programme), *_people(programme), _recommendations(programme), _evaluation(programme),
            _report(programme, by)]  # fmt: skip


def _groups(programme: Programme) -> Item:
    final = Meeting.objects.filter(group=OuterRef("pk"), kind=Meeting.Kind.FINAL, state=Meeting.State.HELD)
    running = programme.groups.exclude(state=Group.State.ENDED).order_by("number")
    rows = list(running.annotate(has_met=Exists(final), is_concluded=Exists(_sealed("conclusions", "space"))))
    words = ngettext("%(n)d group has not ended", "%(n)d groups have not ended", len(rows)) % {"n": len(rows)}
    url = f"{reverse('programmes:groups')}?programme={programme.pk}"
    places = tuple(Place(str(group), group.get_absolute_url(), _why_running(group)) for group in rows[:SHOWN])
    return Item(words if rows else _("All groups have ended"), not rows, url, places, len(rows), blocks=True)


def _why_running(group: Any) -> str:
    if not group.has_met:
        return _("its final session was not held")
    return _("its mentor can end it") if group.is_concluded else _("its conclusions are not published")


def _people(programme: Programme) -> list[Item]:
    """Final questionnaires that are missing, and certificates that nobody has issued. One query."""
    seats = Participation.objects.running().filter(space__within=programme.space_id, space__kind=Space.Kind.GROUP)
    slugs = (*FINAL.values(), CERTIFICATE)
    flags = {f"has_{n}": Exists(_sealed(slug, "space", person=OuterRef("person"))) for n, slug in enumerate(slugs)}
    rows = seats.filter(role__in=FINAL).annotate(**flags).order_by("space__group__number")
    missing: dict[str, Counter[tuple[UUID, str]]] = {slug: Counter() for slug in slugs}
    for role, pk, name, *has in rows.values_list("role", "space__group", "space__group__name", *flags):
        for slug, is_there in zip(slugs, has, strict=True):
            if not is_there and (slug == FINAL[Role(role)] or (slug == CERTIFICATE and role == Role.MENTEE)):
                missing[slug][pk, name] += 1
    return [_missing(programme, slug, found) for slug, found in missing.items()]


def _missing(programme: Programme, slug: str, found: Counter[tuple[UUID, str]]) -> Item:
    n = found.total()
    words, done = _in_words(slug, n)
    url = f"{reverse('programmes:matrix', args=(programme.pk,))}?kind={slug}"
    places = tuple(
        Place(name, f"{reverse('sessions:dossier', args=(pk,))}#{slug}", _("missing: %(n)d") % {"n": number})
        for (pk, name), number in list(found.items())[:SHOWN]
    )
    return Item(words % {"n": n} if n else done, not n, url, places, len(found))


def _in_words(slug: str, n: int) -> tuple[str, str]:
    """How it is said that ``n`` documents of a kind are missing, and that none is."""
    if slug == CERTIFICATE:
        words = ngettext("%(n)d mentee has no certificate", "%(n)d mentees have no certificate", n)
        return words, _("All mentees have their certificate")
    if slug == FINAL[Role.MENTOR]:
        words = ngettext(
            "%(n)d mentor has not filled in the final questionnaire",
            "%(n)d mentors have not filled in the final questionnaire",
            n,
        )
        return words, _("All mentors have filled in the final questionnaire")
    words = ngettext(
        "%(n)d mentee has not filled in the final questionnaire",
        "%(n)d mentees have not filled in the final questionnaire",
        n,
    )
    return words, _("All mentees have filled in the final questionnaire")


def _recommendations(programme: Programme) -> Item:
    n = sum(recommendations.waiting(programme).values())
    words = waiting_words(n) if n else _("No recommendation waits for a decision")
    return Item(words, not n, f"{reverse('monitoring:recommendations', args=(programme.pk,))}?state=open")


def waiting_words(n: int) -> str:
    """“3 recommendations wait for a decision”."""
    words = ngettext("%(n)d recommendation waits for a decision", "%(n)d recommendations wait for a decision", n)
    return words % {"n": n}


def _evaluation(programme: Programme) -> Item:
    aims = [model.objects.filter(space=programme.space_id).exists() for model in (Objective, Target)]
    words = _("There are objectives or targets to compare with") if any(aims) else _("No objective or target is set")
    return Item(words, any(aims), reverse("monitoring:evaluation", args=(programme.pk,)))


def _report(programme: Programme, by: Any) -> Item:
    versions = Version.objects.filter(document__space=programme.space_id, document__kind_slug=REPORT)
    rows = list(versions.values_list("pk", "state", "author"))
    if any(state == workflows.SEALED for _pk, state, _author in rows):
        return Item(_("The report on the programme is filed"), True, f"{programme.get_absolute_url()}#documents")
    mine = [pk for pk, state, author in rows if state == workflows.DRAFT and author == by.pk]
    url = reverse("documents:write", args=(mine[0],)) if mine else f"{programme.get_absolute_url()}#documents"
    return Item(_("The report on the programme is not filed"), False, url)


def _sealed(slug: str, space: str, **more: Any) -> Any:
    more = {f"document__{name}": value for name, value in more.items()}
    return Version.objects.filter(
        document__space=OuterRef(space), document__kind_slug=slug, state=workflows.SEALED, **more
    )


def steps(programme: Programme) -> list[Step]:
    """The steps of closing that come next, with why not yet."""
    return [step for step in next_steps(programme) if step.action in (Action.WIND_UP, Action.CLOSE)]


@dataclass(frozen=True)
class Kept:
    """What is kept until one day."""

    until: date
    titles: str


def kept(programme: Programme) -> list[Kept]:
    """Which documents are kept until when, what goes first on top. Nothing about what people write for themselves."""
    return [Kept(kept_until(programme, months), ", ".join(titles)) for months, titles in sorted(_by_months())]


def _by_months() -> Iterable[tuple[int, list[str]]]:
    found: dict[int, list[str]] = defaultdict(list)
    for kind in kinds.every():
        if not kind.parts.is_private:
            found[kind.keeps].append(str(kind.title))
    return found.items()

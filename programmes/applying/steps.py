"""The steps of applying, and the answers to them as an applicant's line and as the document that is filed.

Each step is some sections; the profile of a mentee and the self-check of a mentor lend theirs, without the questions
that are asked anyway, so that nothing is asked twice and the document comes out of the same answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import sheet, wordings
from documents.forms import Filling, posted
from documents.kinds import Answers, DocumentKind, Section
from documents.questions import Question, field_of
from policy.permissions import Role

from ..choices import Mode, SpokenLanguage, slot_in_words
from ..document_kinds import mentee_profile
from ..document_kinds.mentee_profile import MENTEE_PROFILE, SITUATIONS
from ..document_kinds.mentor_self_check import MENTOR_SELF_CHECK
from ..forms.applying import AimsForm, ConsentForm, HelpForm, MenteesConsentForm, TimesForm, about_form, lines_of
from ..imports import CAPACITY_AT_MOST
from ..models import ApplicationDraft, Opening, SentForm
from . import consent
from .drafts import OWN

KINDS: dict[str, DocumentKind] = {Role.MENTEE: MENTEE_PROFILE, Role.MENTOR: MENTOR_SELF_CHECK}


def _without(form: type[forms.Form], *names: str) -> type[forms.Form]:
    """The same form without fields that another step asks."""
    return type(form.__name__, (form,), dict.fromkeys(names))


Where = _without(mentee_profile.Where, "change")
Wishes = _without(mentee_profile.Mentoring, "times", "possible")
AIMS = _("At least one thing: tick it, or write it in your own words.")


@dataclass(frozen=True)
class Step:
    """One page of the form. ``kind`` holds its sections, so that they can be filled in like any document."""

    slug: str
    title: Any
    kind: DocumentKind


def of(opening: Opening) -> list[Step]:
    """The steps of an opening, in their order. Two queries for mentors, none for mentees."""
    told = _of_mentee() if opening.role == Role.MENTEE else _of_mentor(opening)
    about = Section("about", _("About me"), about_form(opening.programme.languages))
    told = [("about", about.title, [about]), *told, ("last", _("Last questions"), _last(opening))]
    return [Step(slug, title, replace(KINDS[opening.role], sections=tuple(found))) for slug, title, found in told]


def _of_mentee() -> list[tuple[str, Any, list[Section]]]:
    aims = Section("aims", _("What I hope for"), AimsForm, note=AIMS)
    where = Section("where", _("Where I stand"), Where)
    times = Section("times", _("When I can meet"), TimesForm)
    wishes = Section("mentoring", _("The mentoring I would like"), Wishes)
    return [("hopes", aims.title, [aims, where]), ("meeting", _("How we meet"), [times, wishes])]


def _of_mentor(opening: Opening) -> list[tuple[str, Any, list[Section]]]:
    space = opening.programme.space
    texts = wordings.texts_of(MENTOR_SELF_CHECK, space, wordings.newest(MENTOR_SELF_CHECK, space))
    offer, statements, result = MENTOR_SELF_CHECK.worded(texts).sections
    helps = Section("aims", _("What I offer"), HelpForm, note=AIMS)
    times = Section("times", _("When I can meet"), TimesForm)
    return [
        ("offer", helps.title, [helps, offer]),
        ("self", statements.title, [statements, result]),
        ("meeting", _("How we meet"), [times]),
    ]


def _last(opening: Opening) -> list[Section]:
    form = MenteesConsentForm if opening.role == Role.MENTEE else ConsentForm
    agreed = Section("consent", _("My consent"), form, note=consent.terms(opening))
    return [*own_sections(opening.questions), agreed]


def own_sections(questions: Sequence[Question]) -> list[Section]:
    """The section of a programme's own questions, where it has some."""
    if not questions:
        return []
    form = type("Questions", (forms.Form,), {question["key"]: field_of(question) for question in questions})
    return [Section(OWN, _("Questions of the programme"), form)]


def blank(opening: Opening) -> Answers:
    """What a form shows before anything is filled in: the programme's zone, until another is chosen."""
    return {"about": {"zone": opening.programme.time_zone}}


def whole(opening: Opening, steps: Sequence[Step]) -> DocumentKind:
    """All steps as one."""
    sections = tuple(section for step in steps for section in step.kind.sections)
    return replace(KINDS[opening.role], sections=sections)


def is_complete(kind: DocumentKind, said: Mapping[str, Any]) -> bool:
    """Whether stored answers are all there and fit."""
    return Filling(kind, data=posted(kind, said)).is_valid()


def blocks(kind: DocumentKind, said: Mapping[str, Any]) -> list[sheet.Block]:
    """Questions and answers in words, to be read."""
    return sheet.lay_out(kind, said)


def told(sent: SentForm) -> list[sheet.Block]:
    """The own questions that somebody answered, in the words of then, with the answers; none where none was asked."""
    kind = replace(KINDS[sent.application.role], sections=tuple(own_sections(sent.questions)))
    return blocks(kind, {OWN: sent.answers})


def cells_of(draft: ApplicationDraft) -> dict[str, Any]:
    """A complete draft as an applicant's line, as ``selection.add`` takes it."""
    said, role = draft.said, draft.opening.role
    about, aims, times = said["about"], said["aims"], said["times"]
    where, offer = said.get("where") or {}, said.get("offer") or {}
    return {
        "role": role,
        "name": about["name"].strip(),
        "email": about["email"].strip().lower(),
        "languages": list(about["languages"]),
        "time zone": about["zone"],
        "field": aims["field"].strip(),
        "situation": str(dict(SITUATIONS).get(where.get("situation") or "", "")),
        "experience": " ".join((where.get("experience") or offer.get("experience") or "").split())[:200],
        "goals": [*aims["aims"], *lines_of(aims["own"])],
        "availability": list(times["times"]),
        "mode": times["mode"],
        "capacity": min(int(offer.get("mentees") or 0), CAPACITY_AT_MOST),
        "not with": [],
    }


def document_of(draft: ApplicationDraft) -> Answers:
    """A complete draft as the answers of the mentee's profile or the mentor's self-check."""
    said = draft.said
    if draft.opening.role == Role.MENTOR:
        return {name: said.get(name) or {} for name in ("offer", "statements", "result")}
    cells, labels = cells_of(draft), dict(SpokenLanguage.choices)
    languages = ", ".join(str(labels[code]) for code in cells["languages"])
    slots = ", ".join(map(slot_in_words, cells["availability"]))[:300]
    sent = timezone.localtime(draft.sent_at).date().isoformat() if draft.sent_at else ""
    may_read = bool((said.get("consent") or {}).get("mentor_may_read"))
    return {
        "person": {"name": cells["name"], "contact": cells["email"], "way": "mail", "languages": languages[:300]},
        "where": {**said["where"], "change": "\n".join(cells["goals"])},
        "mentoring": {**(said.get("mentoring") or {}), "times": slots, "possible": _possible(cells["mode"])},
        "consent": {"consent": True, "mentor_may_read": may_read, "on": sent},
    }


def _possible(mode: str) -> list[str]:
    return [Mode.FACE_TO_FACE.value, Mode.ONLINE.value] if mode == Mode.BLENDED else [mode]

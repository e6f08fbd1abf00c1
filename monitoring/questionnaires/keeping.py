"""The life of a questionnaire: made, changed while it is a draft, copied, opened, closed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import kinds, wordings
from documents.models import Document
from documents.questions import Question, fresh_key
from policy.machine import NotNow, move, record
from policy.models import Space
from policy.permissions import Action, require
from programmes.models import Programme

from ..models import Questionnaire
from ..suppression import is_enough
from .answering import seats

TOLD = ("title", "purpose", "audience", "readers", "answer_by", "questions")


class ChangedMeanwhile(Exception):
    """Somebody else changed the same draft since it was opened."""


def make(programme: Programme, told: Mapping[str, Any], *, by: Any, pk: UUID) -> Questionnaire:
    """A new draft. The same form (same ``pk``) sent twice makes one."""
    require(by, Action.RUN, programme)
    require_open(programme)
    row = Questionnaire(pk=pk, space=programme.space, by=by, **_words(told, []))
    return _saved(row)


def change(questionnaire: Questionnaire, told: Mapping[str, Any], *, by: Any, seen: int) -> None:
    """Rewrite a draft. ``seen`` is the revision that was open; the same words sent twice change nothing.

    Raises ``ChangedMeanwhile`` when somebody else has changed it since, ``NotNow`` when it is no draft any more.
    """
    require(by, Action.RUN, questionnaire)
    words = _words(told, questionnaire.questions)
    if all(getattr(questionnaire, name) == words[name] for name in TOLD):
        return
    rows = Questionnaire.objects.filter(pk=questionnaire.pk, state=Questionnaire.State.DRAFT)
    if rows.filter(revision=seen).update(**words, revision=F("revision") + 1):
        questionnaire.refresh_from_db()
        return
    questionnaire.refresh_from_db()
    require_draft(questionnaire)
    raise ChangedMeanwhile


def copy(questionnaire: Questionnaire, *, by: Any, pk: UUID) -> Questionnaire:
    """A draft with the same questions. Of one that was opened it is the next version, of a draft another questionnaire."""
    require(by, Action.RUN, questionnaire)
    require_open(questionnaire.space.programme)
    told = {name: getattr(questionnaire, name) for name in TOLD} | {"answer_by": None}
    row = Questionnaire(pk=pk, space=questionnaire.space, by=by, copied_from=questionnaire, **told)
    with transaction.atomic():
        Space.objects.select_for_update(no_key=True).get(pk=questionnaire.space_id)  # no two get the same number
        if questionnaire.state != Questionnaire.State.DRAFT:
            family = Questionnaire.objects.filter(family=questionnaire.family)
            row.family, row.number = questionnaire.family, family.aggregate(last=Max("number"))["last"] + 1
        return _saved(row)


def open_(questionnaire: Questionnaire, *, by: Any, seen: int) -> None:
    """Freeze the questions and ask. ``seen`` is the revision that was looked at. Opened twice, it is opened once.

    Raises ``NotNow`` where something is missing, or when the draft has changed since.
    """
    require(by, Action.OPEN_QUESTIONNAIRE, questionnaire)
    if questionnaire.state == Questionnaire.State.OPEN:
        return
    if reason := why_not_open(questionnaire):
        raise NotNow(reason)
    with transaction.atomic():
        wording = wordings.freeze(questionnaire.kind, questionnaire.space, questionnaire.texts, by=by)
        told = {"wording": wording, "opened_at": timezone.now()}
        move(questionnaire, Action.OPEN_QUESTIONNAIRE, by=by, where=Q(revision=seen), **told)


def close(questionnaire: Questionnaire, *, by: Any) -> None:
    """Ask nobody any more. What is begun can still be sent. Closed twice, it is closed once."""
    require(by, Action.CLOSE_QUESTIONNAIRE, questionnaire)
    if questionnaire.state != Questionnaire.State.CLOSED:
        move(questionnaire, Action.CLOSE_QUESTIONNAIRE, by=by)


def why_not_open(questionnaire: Questionnaire) -> str | None:
    """Why a draft cannot be opened as it is, in words that say what to do; ``None`` when it can."""
    if reason := _why_closed(questionnaire.space.programme):
        return reason
    if not questionnaire.questions:
        return _("There is no question in it yet. Write at least one.")
    if questionnaire.answer_by and questionnaire.answer_by < timezone.localdate():
        return _("The day by which it should be answered has passed. Choose a later one.")
    asked = {seat.person_id for seat in seats(questionnaire)}
    if not asked:
        return _("Nobody could answer yet: there is no group with anybody whom it asks. Confirm the groups first.")
    if questionnaire.is_nameless and not is_enough(len(asked)):
        return _("It asks fewer than five people, so nothing could be shown without names. Ask more people, or choose somebody who reads.")  # fmt: skip
    return None


def require_draft(questionnaire: Questionnaire) -> None:
    """Raise ``NotNow`` unless its questions can still be rewritten."""
    if questionnaire.state != Questionnaire.State.DRAFT:
        raise NotNow(_("It has been opened, so its questions stay as they are. Make a new version to change them."))


def require_open(programme: Programme) -> None:
    """Raise ``NotNow`` when the programme is closed."""
    if reason := _why_closed(programme):
        raise NotNow(reason)


def _why_closed(programme: Programme) -> str | None:
    return kinds.why_not_begin(Document(space=programme.space))


def _words(told: Mapping[str, Any], before: Sequence[Question]) -> dict[str, Any]:
    """What is kept of a form; each question has a key of its own, the same as before where it is the same question."""
    known, used, questions = {question["key"] for question in before}, set[str](), []
    for question in told["questions"]:
        key = question["key"] if question["key"] in known - used else fresh_key(known | used)
        used.add(key)
        questions.append({**question, "key": key})
    return {**{name: told[name] for name in TOLD}, "questions": questions}


def _saved(row: Questionnaire) -> Questionnaire:
    """The new row, recorded; or the one that the same form has made already."""
    same = Questionnaire.objects.filter(pk=row.pk, space=row.space)
    if found := same.first():
        return found
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(row, Action.RUN, by=row.by, target="questionnaire")
    except IntegrityError:  # the same form at the same moment; or an id that belongs to something else
        if found := same.first():
            return found
        raise NotNow(_("This form was sent for something else already. Open it anew.")) from None
    return row

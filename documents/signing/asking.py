"""A question before signing, and its answer: between the person who asks and the authors, and nobody else."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import write_to
from people.models import User
from policy.machine import NotNow, record
from policy.permissions import Action, may, require

from .. import workflows
from ..models import Question, Version
from . import links

AT_MOST = 20  # of one person about one version


def ask(version: Version, *, by: Any, text: str) -> Question:
    """Ask the authors about a version that is offered for signature; they get a letter without the text."""
    with transaction.atomic():
        require(by, Action.ASK, version)
        if version.state != workflows.SIGNING:
            raise NotNow(
                _("This is “%(state)s” now: nothing is asked about it here.") % {"state": version.status_words}
            )
        if version.questions.filter(by=by).count() >= AT_MOST:
            raise NotNow(_("You have asked many questions here already. Please speak with each other."))
        question = Question.objects.create(version=version, by=by, text=text)
        record(version, Action.ASK, by=by)
        tell_authors(version, "documents/question_ask", about=f"question {question.pk}", by=by)
    return question


def answer(question: Question, *, by: Any, text: str) -> None:
    """Answer a question, once. Who asked gets a letter without the text; with a personal link while they may sign."""
    version = question.version
    with transaction.atomic():
        require(by, Action.ANSWER, version)
        if not may(question.by, Action.READ, version):
            raise NotNow(_("Who asked cannot read this now. Offer it again first; then the answer can be read."))
        mine = {"answer": text, "answered_by": by, "answered_at": timezone.now()}
        if not Question.objects.filter(pk=question.pk, answered_at=None).update(**mine):
            raise NotNow(_("This question has been answered already."))
        record(version, Action.ANSWER, by=by)
        _tell_asker(question, by)


def read_by(person: Any, version: Version) -> models.QuerySet[Question]:
    """The questions about a version that ``person`` may read: one's own, and all of them for its authors."""
    rows = version.questions.select_related("by", "answered_by")
    return rows if may(person, Action.ANSWER, version) else rows.filter(by_id=person.pk)


def tell_authors(version: Version, letter: str, *, about: str, by: Any) -> None:
    """Write to the author of a version or, where that person may not write it any more, to everyone who may."""
    for person in _authors(version):
        if person.pk != by.pk:
            words = {**version.letter_words(), "by": by}
            write_to(person, letter, about=about, words=words, path=version.get_absolute_url())


def _authors(version: Version) -> list[User]:
    if may(version.author, Action.ANSWER, version):
        return [version.author]
    people = {row.person_id: row.person for row in version.space.people()}
    return [person for person in people.values() if may(person, Action.ANSWER, version)]


def _tell_asker(question: Question, by: Any) -> None:
    version, about = question.version, f"answer {question.pk}"
    signatory = version.signatories.select_related("person").filter(person=question.by).first()
    if signatory is not None:
        signatory.version = version
        if links.can_sign(signatory):
            links.fresh(signatory, by=by, letter="documents/question_answer", about=about)
            return
    words = {**version.letter_words(), "by": by}
    write_to(question.by, "documents/question_answer", about=about, words=words, path=version.get_absolute_url())

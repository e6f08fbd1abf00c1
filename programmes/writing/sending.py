"""A letter from its first line to the outbox: begun, written, sent once, taken back within a minute."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.queue import GivenUp, NotDoneYet, enqueue, handles, report_progress
from people import mail
from people.models import Letter, User
from policy.machine import NotNow, record
from policy.permissions import Action, require

from ..models import Copy, Group, Programme, Writing
from . import audience, words
from .beginnings import Texts

JOB = "programmes.write_letters"
AT_ONCE = 50
SOME, A_TURN = 50, 200  # people in one transaction, and in one turn of the job
HELD, HELD_OF_MANY = timedelta(seconds=60), timedelta(minutes=5)  # how long letters wait: a job takes its time
DRAFTS_KEPT = timedelta(days=30)


def begin(
    programme: Programme, chosen: list[str], *, by: Any, group: Group | None = None, texts: Texts | None = None
) -> Writing:
    """A draft to these people (ids), for its author alone; with ``group``, of a mentor to the own one.

    Raises ``NotNow`` for nobody, for too many, and for a group that has ended. Own drafts of a month ago are thrown away.
    """
    row = Writing(programme=programme, group=group, by=by, chosen=chosen, texts=texts or {})
    require(by, Action.WRITE_TO, row)
    if group and group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))
    audience.check(chosen)
    old = Writing.objects.filter(by=by, goes_at=None, created_at__lt=timezone.now() - DRAFTS_KEPT)
    old.delete()
    row.save()
    return row


def write(writing: Writing, texts: Texts, *, by: Any) -> None:
    """Keep the texts of a draft; raises ``NotNow`` when it was sent in the meantime."""
    require(by, Action.WRITE_TO, writing)
    drafts = Writing.objects.filter(pk=writing.pk, goes_at=None)
    if not drafts.update(texts=texts, revision=writing.revision + 1):
        raise NotNow(_("This letter was sent. Write another one."))
    writing.refresh_from_db()


def drop(writing: Writing, *, by: Any) -> None:
    """Throw a draft away; one that was sent stays."""
    require(by, Action.WRITE_TO, writing)
    Writing.objects.filter(pk=writing.pk, goes_at=None).delete()


def send(writing: Writing, *, seen: int, by: Any, now: datetime) -> Job | None:
    """Send the draft as it was looked at (``seen``: its revision); once, however often it is asked.

    Returns the job that does it where they are many. Raises ``NotNow`` when it was changed since or has no text.
    """
    require(by, Action.WRITE_TO, writing)
    if not writing.subject:
        raise NotNow(_("Write a subject and a text first."))
    many = len(writing.chosen) > AT_ONCE
    with transaction.atomic():
        draft = Writing.objects.filter(pk=writing.pk, goes_at=None, revision=seen)
        if not draft.update(goes_at=now + (HELD_OF_MANY if many else HELD)):
            return _sent_already(writing)
        record(writing, Action.WRITE_TO, by=by)
        if many:
            return enqueue(JOB, by=by, writing=str(writing.pk))
        some(writing.pk)
    return None


def _sent_already(writing: Writing) -> Job | None:
    writing.refresh_from_db()
    if writing.is_draft:
        raise NotNow(_("The text was changed since you looked at it. Look at it once more, then send it."))
    return Job.objects.filter(name=JOB, asked_by=writing.by_id, arguments__writing=str(writing.pk)).first()


def _end(job: Job) -> str:
    return Writing.objects.get(pk=job.arguments["writing"]).get_absolute_url()


@handles(JOB, seconds=55, leads_to=_end)
def write_letters(job: Job, *, writing: str) -> None:
    """One turn of writing to many people, if whoever sent it may still write to them."""
    row = Writing.objects.select_related("programme__space", "group__space", "by").get(pk=writing)
    try:
        require(row.by, Action.WRITE_TO, row)
    except PermissionDenied:
        raise GivenUp(_("Whoever sent this may not write to these people any more.")) from None
    for _turn in range(A_TURN // SOME):
        is_done = some(row.pk)
        report_progress(job, Writing.objects.values_list("done", flat=True).get(pk=row.pk), len(row.chosen))
        if is_done:
            return
    raise NotDoneYet


@transaction.atomic
def some(pk: Any) -> bool:
    """Write to the next few; whether those were all. Who has left meanwhile gets nothing, nobody gets two."""
    Writing.objects.select_for_update().get(pk=pk)  # a second worker, and whoever takes it back, wait here
    row = Writing.objects.select_related("programme__space", "group__space", "by").get(pk=pk)
    if row.taken_back is not None:
        return True
    turn = set(row.chosen[row.done : row.done + SOME])
    people = [person for person in audience.of(row).reached if str(person.pk) in turn]
    facts = words.known(row, people, now=timezone.now())
    for person in people:
        _write_one(row, person, facts)
    done = min(row.done + SOME, len(row.chosen))
    Writing.objects.filter(pk=pk).update(done=done)
    return done >= len(row.chosen)


def _write_one(row: Writing, person: User, facts: words.Known) -> None:
    subject, text = words.filled(row, person, facts)
    told = {"language": words.language_for(row, person), "subject": subject, "text": text}
    copy, is_new = Copy.objects.get_or_create(writing=row, person=person, defaults=told)
    if not is_new:
        return
    letter = mail.write_to(
        person,
        "programmes/written",
        about=f"written {row.pk}",
        words={"subject": subject, "text": text, "sender": row.by, "programme": row.programme},
        path=copy.get_absolute_url(),
        not_before=row.goes_at,
        reply_to=row.by.email,
    )
    Copy.objects.filter(pk=copy.pk).update(letter=letter)


def take_back(writing: Writing, *, by: Any) -> int:
    """Take back the letters that have not gone; returns how many. A second time takes back nothing."""
    require(by, Action.WRITE_TO, writing)
    with transaction.atomic():
        row = Writing.objects.select_for_update().get(pk=writing.pk)
        if row.goes_at is None or row.taken_back is not None:
            return 0
        copies = dict(row.copies.exclude(letter=None).values_list("letter", "pk"))
        back = mail.take_back(Letter.objects.filter(pk__in=list(copies)))
        unwritten = max(0, len(row.chosen) - row.done)
        if not back and not unwritten:
            return 0
        Copy.objects.filter(pk__in=[copies[letter.pk] for letter in back]).delete()
        Writing.objects.filter(pk=row.pk).update(taken_back=len(back) + unwritten)
    return len(back) + unwritten

"""How far somebody has read, what is new for them, and which topics they follow."""

from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from people.mail import drop_held
from policy.models import Space
from policy.permissions import Action, require

from .models import Message, Reading, Thread

Threads = QuerySet[Thread]


def newest_first(threads: Threads, person: Any) -> Threads:
    """With ``said`` (messages that stand), ``news`` (those of others that ``person`` has not read), ``newest_at``.

    ``is_followed``: only what is new in these is counted and told; in the others it is there to be seen.
    """
    standing = Message.objects.standing().filter(thread=OuterRef("pk")).order_by()
    n = standing.values("thread").annotate(n=Count("pk")).values("n")
    new = _unread(person).order_by().values("thread").annotate(n=Count("pk")).values("n")
    last = Message.objects.filter(thread=OuterRef("pk")).order_by("-number").values("at")[:1]
    rows = _with_mark(threads, person).annotate(
        said=Coalesce(Subquery(n), 0),
        news=Coalesce(Subquery(new), 0),
        newest_at=Subquery(last),
        is_followed=Case(When(followed_by(person), then=True), default=False),
    )
    return rows.order_by(F("newest_at").desc(nulls_last=True), "pk")


def topics_with_news(person: Any) -> Threads:
    """The topics that ``person`` follows and in which others wrote something that they have not read. One query."""
    mine = Thread.objects.topics_of(person)
    return _with_mark(mine, person).filter(followed_by(person), Exists(_unread(person)))


def followed_by(person: Any) -> Q:
    """Topics that ``person`` follows: by their own word, or as it is by itself."""
    said = Reading.objects.filter(thread=OuterRef("pk"), person=person).exclude(follows=None)
    wrote = Message.objects.filter(thread=OuterRef("pk"), by=person)
    by_itself = Q(space__kind=Space.Kind.GROUP) | Q(is_announcement=True) | Q(opened_by=person) | Q(Exists(wrote))
    return Q(Exists(said.filter(follows=True))) | (~Q(Exists(said)) & by_itself)


def follows_by_itself(thread: Thread, person: Any, wrote: bool) -> bool:
    """Whether somebody who has said nothing about it follows a topic: of their group, of managers, where they wrote."""
    return not thread.is_networks or thread.is_announcement or thread.opened_by_id == person.pk or wrote


def follows(thread: Thread, person: Any) -> bool:
    """Whether ``person`` follows the topic."""
    return Thread.objects.filter(followed_by(person), pk=thread.pk).exists()


def follow(thread: Thread, will: bool, *, by: Any) -> None:
    """Follow a topic, or do not any more; then no line about it waits. Done twice, it is done."""
    require(by, Action.READ, thread)
    with transaction.atomic():
        Reading.objects.update_or_create(thread=thread, person=by, defaults={"follows": will})
        if not will:
            drop_held(about(thread), person=by)


def mark_read(thread: Thread, up_to: int, *, by: Any) -> None:
    """Keep that ``by`` has read up to a number of the thread; never less than before, never what was not there.

    When nothing new is left, no line about it waits for the letter of the day.
    """
    require(by, Action.READ, thread)
    with transaction.atomic():
        reached = min(up_to, Thread.objects.values_list("last", flat=True).get(pk=thread.pk))
        Reading.objects.get_or_create(thread=thread, person=by)
        Reading.objects.filter(thread=thread, person=by, up_to__lt=reached).update(up_to=reached)
        drop_if_read(thread, by)


def drop_if_read(thread: Thread, person: Any) -> None:
    """Take back the line that waits for somebody who has nothing new in the topic."""
    is_new = _with_mark(Thread.objects.filter(pk=thread.pk), person).filter(Exists(_unread(person)))
    if not is_new.exists():
        drop_held(about(thread), person=person)


def read_up_to(thread: Thread, person: Any) -> int:
    """Up to which number ``person`` has read; 0: nothing yet."""
    return Reading.objects.filter(thread=thread, person=person).values_list("up_to", flat=True).first() or 0


def about(thread: Thread) -> str:
    """What every line about a topic begins with (see ``policy.telling.may_still_know``)."""
    return f"thing conversations.thread {thread.pk} "


def _with_mark(threads: Threads, person: Any) -> Threads:
    mark = Reading.objects.filter(thread=OuterRef("pk"), person=person).values("up_to")
    return threads.annotate(read_up_to=Coalesce(Subquery(mark), Value(0)))


def _unread(person: Any) -> QuerySet[Message]:
    """Of a thread that carries its mark: what others wrote, what stands, and what is not read."""
    rows = Message.objects.standing().filter(thread=OuterRef("pk"), number__gt=OuterRef("read_up_to"))
    return rows.exclude(by=person)

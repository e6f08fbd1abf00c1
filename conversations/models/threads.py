"""A thread: the chat of one session, or a topic of the forum of a group or of a whole programme; and who is in it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Programme
from sessions.models import Meeting

from .circles import TALKERS, people_in, places_of, roles_in

TITLE_AT_MOST = 120


class Audience(models.TextChoices):
    """Whom a topic of a whole programme is for. Its managers are in all of them."""

    EVERYONE = "everyone", _("everyone in the programme")
    MENTORS = "mentors", _("the mentors")
    MENTEES = "mentees", _("the mentees")


IN_AUDIENCE = {
    Audience.EVERYONE: frozenset({Role.MANAGER, *TALKERS}),
    Audience.MENTORS: frozenset({Role.MANAGER, Role.MENTOR}),
    Audience.MENTEES: frozenset({Role.MANAGER, Role.MENTEE}),
}


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Threads, asked for in clauses."""

    def visible_to(self, person: Any) -> "ThreadQuerySet":
        """Those that ``person`` is in now: ``roles_of`` says the same one by one.

        A group's own: its running mentor and mentees; no manager of the programme, and nobody who left. A programme's:
        its managers and whom the topic is for. Of a closed programme: nobody's.
        """
        places = places_of(person)
        of_group = Q(space__in=places.groups) & ~Q(space__group__programme__state=Programme.State.CLOSED)
        of_programme = Q(pk__in=())
        for role, spaces in places.networks.items():
            theirs = [audience for audience, roles in IN_AUDIENCE.items() if role in roles]
            of_programme |= Q(space__in=spaces, audience__in=theirs)
        of_programme &= ~Q(space__programme__state=Programme.State.CLOSED)
        return self.filter(of_group | of_programme)

    def topics(self) -> "ThreadQuerySet":
        """Those of the forum, with what their names and addresses need."""
        loaded = self.select_related("space__group__programme", "space__programme", "opened_by")
        return loaded.filter(kind=Thread.Kind.TOPIC)


class Thread(Record):
    """Where messages stand one after the other. A space's people are in it, not what lies upstairs of the space."""

    class Kind(models.TextChoices):
        """What is talked about."""

        SESSION = "session", _("chat of a session")
        TOPIC = "topic", _("topic of the forum")

    Audience = Audience

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=8, choices=Kind)
    meeting = models.OneToOneField(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="chat")
    title = models.CharField(_("What it is about"), max_length=TITLE_AT_MOST, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(_("Who is in it"), max_length=8, choices=Audience, default=Audience.EVERYONE)
    last = models.PositiveIntegerField(
        default=0, help_text="The sequence of the thread: grows with every message and every change of one."
    )
    point = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which point of the agenda the mentor has reached; the first is 1."
    )
    closed_at = models.DateTimeField(null=True, blank=True, help_text="From then on it is read only.")
    is_announcement = models.BooleanField(default=False, help_text="A manager opened it for the whole programme.")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="session", meeting__isnull=False)
                | (Q(kind="topic", meeting__isnull=True, opened_by__isnull=False) & ~Q(title="")),
                name="a_thread_is_a_sessions_or_a_topic",
            ),
        )
        indexes = (models.Index(fields=("space", "kind", "-created_at")),)

    def __str__(self) -> str:
        return self.title or str(self.meeting)

    def get_absolute_url(self) -> str:
        """Its page: a topic's own, or the chat of its session."""
        if self.kind == self.Kind.SESSION:
            return reverse("conversations:chat", args=(self.meeting_id,))
        return reverse("conversations:topic", args=(self.pk,))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in it, by where they stand in its very space; nothing once the programme is closed.

        Owner of a topic is besides who opened it, and in a group its mentor.
        """
        if person.pk is None or self.programme.state == Programme.State.CLOSED:
            return frozenset()
        held = self._lets_in & roles_in(self.space, person)
        hosts = self.opened_by_id == person.pk or (not self.is_networks and Role.MENTOR in held)
        return held | {Role.OWNER} if held and hosts and self.kind == self.Kind.TOPIC else held

    def people(self) -> list[Participation]:
        """Those who can read it now, by role and name: nobody else can."""
        if self.programme.state == Programme.State.CLOSED:
            return []
        return [row for row in people_in(self.space) if row.role in self._lets_in]

    @property
    def _lets_in(self) -> frozenset[Role]:
        return IN_AUDIENCE[Audience(self.audience)] if self.is_networks else frozenset(TALKERS)

    @property
    def is_networks(self) -> bool:
        """Whether it is one of a whole programme's."""
        return self.space.kind == Space.Kind.PROGRAMME

    @property
    def programme(self) -> Programme:
        """The programme it belongs to, or its group does."""
        return self.space.programme if self.is_networks else self.space.group.programme


class Reading(models.Model):
    """How far one person has read one thread: up to which number of its sequence; and whether they follow it.

    ``follows`` is their own word; while they have said nothing, it is as ``reading.follows_by_itself`` says.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    up_to = models.PositiveIntegerField(default=0)
    follows = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("thread", "person"), name="one_reading_each"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.up_to}"

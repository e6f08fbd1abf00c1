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

from .circles import TALKERS, Places, people_in, places_of, roles_in

TITLE_AT_MOST, REASON_AT_MOST = 120, 300


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

        Those of the spaces they stand in, and for managers the chats that they were invited into.
        """
        from .guests import invitations_of

        places = places_of(person)
        inside = self.within(places)
        invited = [pk for pk, _since in invitations_of(person)] if Role.MANAGER in places.networks else []
        return self.filter(Q(pk__in=inside.values("pk")) | Q(pk__in=invited)) if invited else inside

    def within(self, places: Places) -> "ThreadQuerySet":
        """Those of the spaces that somebody stands in.

        A group's own: its running mentor and mentees; no manager of the programme, and nobody who left. A programme's:
        its managers and whom the topic is for. Of a closed programme: nobody's.
        """
        of_group = Q(space__in=places.groups) & ~Q(space__group__programme__state=Programme.State.CLOSED)
        of_programme = Q(pk__in=())
        for role, spaces in places.networks.items():
            theirs = [audience for audience, roles in IN_AUDIENCE.items() if role in roles]
            of_programme |= Q(space__in=spaces, audience__in=theirs)
        of_programme &= ~Q(space__programme__state=Programme.State.CLOSED)
        return self.filter(of_group | of_programme)

    def topics_of(self, person: Any) -> "ThreadQuerySet":
        """The topics among those: nobody is a guest in one, so nothing more is asked."""
        return self.within(places_of(person)).filter(kind=Thread.Kind.TOPIC)

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
    title_hidden_at = models.DateTimeField(null=True, blank=True)
    title_hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title_hidden_reason = models.CharField(max_length=REASON_AT_MOST, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="session", meeting__isnull=False)
                | (Q(kind="topic", meeting__isnull=True, opened_by__isnull=False) & ~Q(title="")),
                name="a_thread_is_a_sessions_or_a_topic",
            ),
            models.CheckConstraint(
                condition=Q(title_hidden_at=None, title_hidden_by=None)
                | Q(title_hidden_at__isnull=False, title_hidden_by__isnull=False),
                name="somebody_hid_the_title_that_is_hidden",
            ),
        )
        indexes = (models.Index(fields=("space", "kind", "-created_at")),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called wherever it is named: its title while that stands, or the session whose chat it is."""
        if self.title_hidden_at:
            return str(_("(the title of this topic was hidden)"))
        return self.title or str(self.meeting)

    def get_absolute_url(self) -> str:
        """Its page: a topic's own, or the chat of its session."""
        if self.kind == self.Kind.SESSION:
            return reverse("conversations:chat", args=(self.meeting_id,))
        return reverse("conversations:topic", args=(self.pk,))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in it, by where they stand in its very space; nothing once the programme is closed.

        Owner of a topic is besides who opened it, and in a group its mentor. Guest of a chat is the manager whom the
        mentor invited, as long as that runs.
        """
        if person.pk is None or self.programme.state == Programme.State.CLOSED:
            return frozenset()
        held = self._lets_in & roles_in(self.space, person)
        if self.kind == self.Kind.SESSION:
            is_guest = not held and not self._state.adding and self.guests.running().filter(person=person.pk).exists()
            return frozenset({Role.GUEST}) if is_guest else held
        hosts = self.opened_by_id == person.pk or (not self.is_networks and Role.MENTOR in held)
        return held | {Role.OWNER} if held and hosts else held

    def roles_before(self, person: Any, author: Any) -> frozenset[Role]:
        """What ``person`` is in front of something that ``author`` (an id) wrote in it: its author besides.

        In a programme's topic a mentor moderates nothing.
        """
        held = self.roles_of(person)
        if self.is_networks and Role.MENTOR in held:
            held = held - {Role.MENTOR} | {Role.READER}
        return held | {Role.AUTHOR} if held and author == person.pk else held

    def people(self) -> list[Participation]:
        """Those who can read it now, by role and name, and then the manager who was invited: nobody else can."""
        if self.programme.state == Programme.State.CLOSED:
            return []
        found = [row for row in people_in(self.space) if row.role in self._lets_in]
        return found + self._guests(found) if self.kind == self.Kind.SESSION and not self._state.adding else found

    def _guests(self, others: list[Participation]) -> list[Participation]:
        rows = Participation.objects.running().filter(space=self.space.within_id, role=Role.MANAGER)
        rows = rows.filter(person__in=self.guests.running().values("person")).select_related("person")
        there = {row.person_id for row in others}
        return [row for row in rows if row.person_id not in there]

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

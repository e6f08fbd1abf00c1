"""A thread: the chat of one session, or a topic of the forum of a group or of a whole programme; and who is in it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Programme
from sessions.models import Meeting

TITLE_AT_MOST = 120
TALKERS = (Role.MENTOR, Role.MENTEE)


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
        in_group = Q(space__kind=Space.Kind.GROUP, space__in=_held(person, *TALKERS))
        in_group &= ~Q(space__group__programme__state=Programme.State.CLOSED)
        in_programme = Q(pk__in=())
        for audience, roles in IN_AUDIENCE.items():
            in_programme |= Q(audience=audience, space__in=_held(person, *roles))
        in_programme &= Q(space__kind=Space.Kind.PROGRAMME) & ~Q(space__programme__state=Programme.State.CLOSED)
        return self.filter(in_group | in_programme)


def _held(person: Any, *roles: Role) -> Subquery:
    """The spaces in which ``person`` holds a role of their own; being manager of the outer one is no way in."""
    return Subquery(Participation.objects.of(person, *roles).values("space"))


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

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in it, by what they hold in its very space; nothing once the programme is closed."""
        if person.pk is None or self._programme.state == Programme.State.CLOSED:
            return frozenset()
        held = Participation.objects.of(person).filter(space_id=self.space_id).values_list("role", flat=True)
        return self._lets_in & {Role(role) for role in held}

    def people(self) -> list[Participation]:
        """Those who can read it now, by role and name: nobody else can."""
        if self._programme.state == Programme.State.CLOSED:
            return []
        return [
            row for row in self.space.people(*self._lets_in) if row.space_id == self.space_id and row.person.is_active
        ]

    @property
    def _lets_in(self) -> frozenset[Role]:
        is_programmes = self.space.kind == Space.Kind.PROGRAMME
        return IN_AUDIENCE[Audience(self.audience)] if is_programmes else frozenset(TALKERS)

    @property
    def _programme(self) -> Programme:
        is_programmes = self.space.kind == Space.Kind.PROGRAMME
        return self.space.programme if is_programmes else self.space.group.programme


class Reading(models.Model):
    """How far one person has read one thread: up to which number of its sequence."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    up_to = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("thread", "person"), name="one_reading_each"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.up_to}"

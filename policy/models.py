"""Where roles are held, by whom, from when to when, and what was done."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.access import access_ends
from people.alphabet import alphabetical
from people.models import Record

from .permissions import Role


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Participations, asked for in clauses."""

    def running(self) -> "ParticipationQuerySet":
        """Those that have not ended: access ends with them, at the next request."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))

    def of(self, person: Any, *roles: Role) -> "ParticipationQuerySet":
        """The running ones of one person, in any of ``roles`` when some are named; none of who was switched off."""
        mine = self.running().filter(person_id=person.pk) if person.is_active else self.none()
        return mine.filter(role__in=roles) if roles else mine

    def end(self, *, at: datetime) -> int:
        """End those of them that have no end yet; what their people have open is looked at anew. Returns how many."""
        with transaction.atomic():
            endless = self.filter(ends_at=None)
            people = list(endless.values_list("person_id", flat=True))
            ended = endless.update(ends_at=at)
            access_ends(people)
        return ended


class SpaceQuerySet(models.QuerySet["Space"]):
    """Spaces, asked for in clauses."""

    def where(self, person: Any, *roles: Role) -> "SpaceQuerySet":
        """The spaces in which ``person`` holds one of ``roles`` (any role when none is named).

        A manager of the outer space is manager in the inner one.
        """
        here = Q(pk__in=Participation.objects.of(person, *roles).values("space"))
        if not roles or Role.MANAGER in roles:
            here |= Q(within__in=Participation.objects.of(person, Role.MANAGER).values("space"))
        return self.filter(here)


class Space(Record):
    """Where roles are held: the organisation, a programme, an applicant's file, a group."""

    class Kind(models.TextChoices):
        """What lies upstairs of the space."""

        ORGANISATION = "organisation", _("organisation")
        PROGRAMME = "programme", _("programme")
        APPLICATION = "application", _("application")
        GROUP = "group", _("group")

    kind = models.CharField(max_length=12, choices=Kind)
    within = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="inner")

    objects = SpaceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind",), condition=Q(kind="organisation"), name="one_organisation"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is here, in one query; a manager of the outer space is manager here."""
        if person.pk is None or not person.is_active:
            return frozenset()
        here = Q(space_id=self.pk) | Q(space_id=self.within_id, role=Role.MANAGER)
        return frozenset(
            Role(role) for role in Participation.objects.of(person).filter(here).values_list("role", flat=True)
        )

    def people(self, *roles: Role) -> list["Participation"]:
        """The running participations of this space and the managers of the outer one, by role and name in the reader's alphabet."""
        here = Q(space_id=self.pk) | Q(space_id=self.within_id, role=Role.MANAGER)
        rows = Participation.objects.running().filter(here).select_related("person").order_by("pk")
        order = {Role.MANAGER: 0, Role.MENTOR: 1}
        chosen = alphabetical((row for row in rows if not roles or row.role in roles), key=lambda row: row.person.name)
        return sorted(chosen, key=lambda row: order.get(Role(row.role), 2))

    @classmethod
    def organisation(cls) -> "Space":
        """The space of the house itself: its managers may create programmes."""
        return cls.objects.get_or_create(kind=cls.Kind.ORGANISATION)[0]


class Participation(Record):
    """One person's role in one space, from a moment to a moment. Ending it ends the access."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(
        max_length=10,
        choices=[
            (role.value, role.label) for role in (Role.MANAGER, Role.MENTOR, Role.MENTEE, Role.APPLICANT, Role.SPONSOR)
        ],
    )
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_sole = models.BooleanField(
        default=False, help_text="Nobody else holds this role here at the same time, as the mentor of a group."
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("space", "person", "role"), condition=Q(ends_at=None), name="one_running_participation"
            ),
            models.UniqueConstraint(
                fields=("space", "role"), condition=Q(ends_at=None, is_sole=True), name="one_at_a_time_in_a_sole_role"
            ),
        )
        indexes = (models.Index(fields=("person", "role", "space")),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class Event(models.Model):
    """What was done, by whom, to which thing, when (UTC). Never what was written in it."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=20)
    thing = models.CharField(max_length=60, help_text="The model's label, like documents.version.")
    thing_id = models.UUIDField()
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("space", "-id")), models.Index(fields=("thing_id", "-id")))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.thing}"

"""Sessions of a group (in code: meetings, Django owns the other word), and who came."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import Document, Version
from people.mail import speaking_to
from people.models import Record
from people.moments import date_format
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.choices import Mode
from programmes.models import Group

from .. import journey


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, asked for in clauses."""

    def visible_to(self, person: Any) -> "MeetingQuerySet":
        """Those of the groups that ``person`` belongs to or manages."""
        return self.filter(group__space__in=Subquery(Space.objects.where(person).values("pk")))

    def upcoming(self, *, now: datetime) -> "MeetingQuerySet":
        """Planned ones that have not ended, the next one first."""
        return self.filter(state=Meeting.State.PLANNED, ends_at__gt=now).order_by("starts_at")

    def unclosed(self, *, now: datetime) -> "MeetingQuerySet":
        """Planned ones whose time is over: somebody has to say what became of them."""
        return self.filter(state=Meeting.State.PLANNED, ends_at__lte=now).order_by("starts_at")


class Meeting(Record):
    """One session of a group."""

    class Kind(models.TextChoices):
        """What it is for."""

        INITIAL = "initial", _("initial session")
        TASK = "task", _("task-oriented session")
        FINAL = "final", _("final session")
        MONITORING = "monitoring", _("monitoring session")

    class State(models.TextChoices):
        """What became of it. “Moved” is a planned one that remembers when it was to be before."""

        PLANNED = "planned", pgettext_lazy("a session", "planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", pgettext_lazy("a session", "cancelled")
        MISSED = "missed", _("missed")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    # given once and kept, like a name: letters, calendars and sealed documents call it by it; lists go by date
    number = models.PositiveIntegerField()
    kind = models.CharField(_("Kind of session"), max_length=10, choices=Kind, default=Kind.TASK)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    moved_from = models.DateTimeField(null=True, blank=True)
    mode = models.CharField(_("How we meet"), max_length=12, choices=Mode, default=Mode.ONLINE)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    topic = models.CharField(_("Topic"), max_length=200, blank=True)
    goal = models.CharField(_("Goal it serves"), max_length=200, blank=True)
    remarks = models.CharField(_("Remarks"), max_length=300, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="kept_meetings"
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was moved or cancelled.")
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every save; finds two people planning.")
    sequence = models.PositiveIntegerField(
        default=0, help_text="Grows when time, place or state change: SEQUENCE of RFC 5545."
    )
    told_sequence = models.PositiveIntegerField(
        null=True, blank=True, help_text="The sequence that the group was last invited with; nothing: not yet."
    )
    told_starts_at = models.DateTimeField(null=True, blank=True, help_text="The time that the group was told last.")

    objects = MeetingQuerySet.as_manager()
    machine = journey.MEETING

    class Meta:
        ordering = ("starts_at", "number")
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="one_meeting_per_number"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="a_meeting_ends_after_it_starts"
            ),
        )
        indexes = (models.Index(fields=("state", "ends_at")), models.Index(fields=("group", "state", "starts_at")))

    def __str__(self) -> str:
        return str(_("Session %(n)d") % {"n": self.number})

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("sessions:meeting", args=(self.pk,))

    @property
    def space(self) -> Space:
        """Rights on it are held in its group."""
        return self.group.space

    @property
    def minutes(self) -> int:
        """Its length in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def label(self) -> str:
        """“Session 3, 4 March 2026”, in the active zone."""
        return f"{self}, {date_format(timezone.localtime(self.starts_at), 'j F Y')}"

    @property
    def has_diary(self) -> bool:
        """Whether its diary was handed in, or begun by a mentee who is still there; from then on the keeper stays."""
        here = Participation.objects.running().filter(space=self.group.space_id, role=Role.MENTEE)
        handed_in = Version.objects.filter(document=OuterRef("pk")).exclude(state=Version.State.DRAFT)
        begun = Document.objects.filter(kind_slug="diary", occasion=self.pk)
        return begun.filter(Q(person__in=here.values("person")) | Exists(handed_in)).exists()

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.ends_at <= timezone.now()

    @property
    def is_coming(self) -> bool:
        """Whether it is planned and has not ended (``upcoming`` says the same in SQL)."""
        return self.state == self.State.PLANNED and not self.is_over

    @property
    def tone(self) -> str:
        """The token colour of its state."""
        return {"held": "done", "cancelled": "plain", "missed": "late"}.get(self.state, "info")

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in its group."""
        return self.group.roles_of(person)

    def people_as(self, roles: frozenset[str]) -> list:
        """The people of its group who hold one of ``roles``."""
        return [row.person for row in self.space.people() if row.role in roles]

    def letter_words(self) -> dict[str, Any]:
        """Words for letters about it: when and which group; no topic and no homework (design 3, mail)."""
        return {"group": self.group, "starts_at": self.starts_at, "title": str(self)}

    def letter_files(self, person: Any) -> list[dict[str, str]]:
        """What strikes a cancelled session out of the calendars of those who were invited to it."""
        from .. import calendar

        if self.state != self.State.CANCELLED or self.told_sequence is None:
            return []
        mentor = self.group.mentor
        organiser = mentor.name if mentor else str(self.group)
        with speaking_to(person):
            return [calendar.file_of(self, person, organiser=organiser, now=timezone.now())]

    def set_minutes(self, minutes: int) -> None:
        """Let it end ``minutes`` after it starts."""
        self.ends_at = self.starts_at + timedelta(minutes=minutes)


class Attendance(Record):
    """Whether one person came to one meeting."""

    class Came(models.TextChoices):
        """Present, excused or absent."""

        # Translators: a person at a session or a training: was there
        PRESENT = "present", _("present")
        # Translators: a person at a session or a training: was not there and had said so before
        EXCUSED = "excused", _("excused")
        # Translators: a person at a session or a training: was not there and had not said so before
        ABSENT = "absent", _("absent")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    came = models.CharField(max_length=10, choices=Came)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "person"), name="one_presence_each"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_came_display()}"

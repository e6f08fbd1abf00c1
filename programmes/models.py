"""Programmes, the people who apply, their training, the proposal of groups, and the groups."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record, check_time_zone
from policy.models import Participation, Space
from policy.permissions import Role

from . import lifecycle
from .choices import Mode, SpokenLanguage


class SpacedQuerySet(models.QuerySet):
    """Things that live in a space: visible to whoever holds a role there."""

    def visible_to(self, person: Any) -> "SpacedQuerySet":
        """Those whose space ``person`` holds a role in."""
        return self.filter(space__in=Subquery(Space.objects.where(person).values("pk")))

    def where(self, person: Any, *roles: Role) -> "SpacedQuerySet":
        """Those in whose space ``person`` holds one of ``roles``."""
        return self.filter(space__in=Subquery(Space.objects.where(person, *roles).values("pk")))


class Programme(Record):
    """One run of a mentoring programme: the boundary of all access."""

    class State(models.TextChoices):
        """The stage it is in."""

        DRAFT = "draft", _("draft")
        SELECTION = "selection", _("selection")
        TRAINING = "training", _("training")
        MATCHING = "matching", _("matching")
        MENTORING = "mentoring", _("mentoring")
        CLOSING = "closing", _("closing")
        CLOSED = "closed", _("closed")

    class DiaryReaders(models.TextChoices):
        """Who reads published diaries (design 3, decision on diaries)."""

        MANAGERS = "managers", _("the group and the managers")
        GROUP = "group", _("the group only; managers see that a diary was filed, when and by whom")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="programme")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    name = models.CharField(_("Name"), max_length=120)
    purpose = models.CharField(_("Purpose, in one sentence"), max_length=300, blank=True)
    starts_on = models.DateField(_("Starts on"))
    ends_on = models.DateField(_("Ends on"))
    languages = models.JSONField(_("Languages"), default=list)
    language = models.CharField(_("Language of the documents"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=60, default="UTC", validators=[check_time_zone])
    mode = models.CharField(_("How people meet"), max_length=12, choices=Mode, default=Mode.BLENDED)
    is_individual = models.BooleanField(default=False)
    diary_readers = models.CharField(
        _("Who reads the diaries"), max_length=10, choices=DiaryReaders, default=DiaryReaders.MANAGERS
    )
    group_at_most = models.PositiveSmallIntegerField(_("People in a group, at most"), default=6)
    is_demo = models.BooleanField(default=False)

    objects = SpacedQuerySet.as_manager()
    machine = lifecycle.PROGRAMME

    class Meta:
        ordering = ("-starts_on", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="a_programme_ends_after_it_starts",
                violation_error_message=_("The programme must end after it starts."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("programmes:programme", args=(self.pk,))

    @property
    def language_words(self) -> str:
        """Its languages in words."""
        labels = dict(SpokenLanguage.choices)
        return ", ".join(str(labels.get(code, code)) for code in self.languages)

    @property
    def withholds_diaries_from(self) -> str:
        """The role that knows of diaries but does not read them; empty when managers read them."""
        return Role.MANAGER if self.diary_readers == self.DiaryReaders.GROUP else ""

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in this programme."""
        return self.space.roles_of(person)


class Application(Record):
    """A person's wish to take part as mentor or mentee, what they told for the matching, and the decision."""

    class State(models.TextChoices):
        """Where it stands."""

        APPLIED = "applied", _("not decided yet")
        SELECTED = "selected", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="application")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    role = models.CharField(max_length=10, choices=[(Role.MENTEE, Role.MENTEE.label), (Role.MENTOR, Role.MENTOR.label)])
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    languages = models.JSONField(default=list)
    field = models.CharField(max_length=100, blank=True)
    situation = models.CharField(max_length=200, blank=True)
    experience = models.CharField(max_length=200, blank=True)
    goals = models.JSONField(default=list)
    availability = models.JSONField(default=list)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.BLENDED)
    capacity = models.PositiveSmallIntegerField(default=0, help_text="Mentees a mentor takes on.")
    not_with = models.JSONField(default=list, help_text="Addresses of people not to be matched with.")

    objects = SpacedQuerySet.as_manager()
    machine = lifecycle.APPLICATION

    class Meta:
        ordering = ("person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("programme", "person", "role"), name="one_application_per_role"),
        )
        indexes = (models.Index(fields=("programme", "role", "state")),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def get_absolute_url(self) -> str:
        """Its page: the applicant's own, and the manager's."""
        return reverse("programmes:application", args=(self.pk,))

    @property
    def tone(self) -> str:
        """The token colour of its state."""
        return {"selected": "done", "reserve": "waiting", "applied": "info"}.get(self.state, "plain")

    @property
    def language_words(self) -> str:
        """Its languages in words."""
        labels = dict(SpokenLanguage.choices)
        return ", ".join(str(labels.get(code, code)) for code in self.languages)

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Applicant of one's own; manager of the programme."""
        return self.space.roles_of(person)

    def people_as(self, roles: frozenset[str]) -> list:
        """The applicant, when asked for."""
        return [self.person] if Role.APPLICANT in roles else []

    def letter_words(self) -> dict[str, Any]:
        """Words for the letter of the decision: not its reason."""
        return {"programme": self.programme, "role": self.get_role_display()}


class TrainingEvent(Record):
    """A training for mentors, for mentees, or for both together (R11)."""

    class Audience(models.TextChoices):
        """For whom."""

        MENTORS = "mentors", _("mentors")
        MENTEES = "mentees", _("mentees")
        JOINT = "joint", _("mentors and mentees together")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(_("Title"), max_length=150)
    audience = models.CharField(_("For"), max_length=10, choices=Audience, default=Audience.JOINT)
    starts_at = models.DateTimeField(_("Begins"))
    place = models.CharField(_("Place or link"), max_length=300, blank=True)
    aims = models.TextField(_("Aims"), max_length=2000, blank=True)

    class Meta:
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def space(self) -> Space:
        """Rights on it are held in the programme."""
        return self.programme.space

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles it is for."""
        both = {self.Audience.MENTORS: (Role.MENTOR,), self.Audience.MENTEES: (Role.MENTEE,)}
        return both.get(self.Audience(self.audience), (Role.MENTOR, Role.MENTEE))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in its programme."""
        return self.programme.roles_of(person)


class TrainingAttendance(Record):
    """That one person was at one training."""

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "person"), name="one_attendance_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.event}"


class Import(Record):
    """A file of applicants that was read and waits for a yes. ``rows`` is what ``imports.read`` found."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    added = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name


class Proposal(Record):
    """A proposal of groups, worked on by hand until it is confirmed. ``revision`` grows with every change."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="proposal")
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.programme}: {self.created_at:%Y-%m-%d}"


class Placement(Record):
    """Where one mentee is placed in a proposal, with the score and the reasons (codes; the page puts them in words)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="placements")
    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="+")
    score = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ("mentee__person__name", "pk")
        constraints = (models.UniqueConstraint(fields=("proposal", "mentee"), name="one_place_each"),)

    def __str__(self) -> str:
        return f"{self.mentee} → {self.mentor}"


class Group(Record):
    """One mentor with one or more mentees; a pair is a group of one mentee."""

    class State(models.TextChoices):
        """Where it stands in its journey."""

        FORMING = "forming", _("getting started")
        INITIAL = "initial", _("initial session")
        WORKING = "working", _("task-oriented sessions")
        FINAL = "final", _("final session")
        ENDED = "ended", _("ended")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="group")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.FORMING)
    name = models.CharField(_("Name of the group"), max_length=80)
    motto = models.CharField(_("Motto"), max_length=160, blank=True)

    objects = SpacedQuerySet.as_manager()
    machine = lifecycle.GROUP

    class Meta:
        ordering = ("programme", "number")
        constraints = (models.UniqueConstraint(fields=("programme", "number"), name="one_group_per_number"),)
        indexes = (models.Index(fields=("programme", "state")),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its room."""
        return reverse("room", args=(self.pk,))

    @property
    def is_pair(self) -> bool:
        """Individual mentoring: no group goals, rotation or motto (R2)."""
        return self.programme.is_individual

    @property
    def has_ended(self) -> bool:
        """Whether it is a readable archive now."""
        return self.state == self.State.ENDED

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in this group; a manager of the programme is manager here."""
        return self.space.roles_of(person)

    def mentees(self) -> list:
        """The people who are mentees now, by name."""
        return [row.person for row in self.space.people(Role.MENTEE)]

    @property
    def mentor(self) -> Any:
        """The person who is mentor now, if there is one."""
        return next((row.person for row in self.space.people(Role.MENTOR)), None)


class Seat(Record):
    """That a mentee's application has its place in a group: one place each, whatever two managers do at once."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="seat")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application} – {self.group}"

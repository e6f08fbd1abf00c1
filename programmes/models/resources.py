"""Open educational resources of a programme: links and files that mentors suggest (R37), and lists that wait for a yes."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .. import lifecycle
from ..choices import SpokenLanguage
from .programmes import Programme

LINK_AT_MOST = 500
SILENT_AT = 2  # weeks in a row; a server may be down for a day


class Topic(models.TextChoices):
    """What a resource is about, in the words of employability and entrepreneurship."""

    SELF = "self", _("knowing oneself")
    CONFIDENCE = "confidence", _("self-confidence")
    CV = "cv", _("CV and letters")
    INTERVIEWS = "interviews", _("interviews")
    VACANCIES = "vacancies", _("finding vacancies")
    NETWORK = "network", _("building a network")
    COMMUNICATION = "communication", _("communication")
    DIGITAL = "digital", _("digital skills")
    TIME = "time", _("time and organisation")
    LEARNING = "learning", _("training and learning")
    RIGHTS = "rights", _("rights and duties at work")
    IDEA = "idea", _("finding a business idea")
    PLAN = "plan", _("business plan")
    STARTING = "starting", _("starting a business")
    MONEY = "money", _("money and pricing")
    CUSTOMERS = "customers", _("customers and marketing")
    OTHER = "other", _("something else")


class Level(models.TextChoices):
    """How much one needs to know already."""

    FIRST = "first", _("first steps")
    ON = "on", _("going on")
    DEPTH = "depth", _("in depth")


class Licence(models.TextChoices):
    """What others may do with it. The short names are the licences' own."""

    BY = "by", "CC BY"
    BY_SA = "by-sa", "CC BY-SA"
    BY_NC = "by-nc", "CC BY-NC"
    ZERO = "cc0", _("CC0 or public domain")
    OTHER = "other", _("another licence")
    UNKNOWN = "unknown", _("not known")


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Resources, asked for in clauses."""

    def visible_to(self, person: Any) -> "ResourceQuerySet":
        """All of a programme for its managers; for its mentors the library, and what they brought themselves."""
        managed, led = Space.objects.where(person, Role.MANAGER), Space.objects.where(person, Role.MENTOR)
        theirs = Q(programme__space__in=models.Subquery(led.values("pk")))
        usable = Q(state=Resource.State.LIBRARY) | Q(by_id=person.pk)
        return self.filter(Q(programme__space__in=models.Subquery(managed.values("pk"))) | theirs & usable)

    def usable_by(self, person: Any) -> "ResourceQuerySet":
        """What somebody may suggest: the library, and what they brought themselves and is not in the archive."""
        mine = Q(state=Resource.State.OFFERED, by_id=person.pk)
        return self.filter(Q(state=Resource.State.LIBRARY) | mine)


class Resource(Record):
    """Something to read, to watch or to try: a link or a file, never both.

    ``silent_times``: how many weeks in a row its link did not answer, the last time on ``silent_on``.
    """

    class State(models.TextChoices):
        """Whether everyone's mentor may suggest it."""

        OFFERED = "offered", _("brought by a mentor")
        LIBRARY = "library", _("in the library")
        ARCHIVED = "archived", _("in the archive")

    Topic, Level, Licence = Topic, Level, Licence

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="resources")
    state = models.CharField(max_length=10, choices=State, default=State.LIBRARY)
    title = models.CharField(_("Title"), max_length=150)
    about = models.CharField(_("What it is, in a sentence"), max_length=300, blank=True)
    link = models.URLField(_("Link"), max_length=LINK_AT_MOST, blank=True)
    file = models.CharField(max_length=120, blank=True, help_text="Path below the media folder.")
    file_name = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=8, choices=SpokenLanguage, default=SpokenLanguage.ENGLISH)
    topic = models.CharField(_("Topic"), max_length=15, choices=Topic, default=Topic.OTHER)
    level = models.CharField(_("Level"), max_length=10, choices=Level, default=Level.FIRST)
    minutes = models.PositiveSmallIntegerField(_("How long it takes, in minutes"), null=True, blank=True)
    licence = models.CharField(_("Licence"), max_length=10, choices=Licence, default=Licence.UNKNOWN)
    licence_words = models.CharField(_("Which licence"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="When its link was asked last.")
    silent_times = models.PositiveSmallIntegerField(default=0)
    silent_on = models.DateField(null=True, blank=True)

    objects = ResourceQuerySet.as_manager()
    machine = lifecycle.RESOURCE

    class Meta:
        ordering = ("topic", "title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="")) | (~Q(link="") & Q(file="")), name="a_resource_is_a_link_or_a_file"
            ),
            models.UniqueConstraint(
                fields=("programme", "link"), condition=Q(state="library") & ~Q(link=""), name="a_link_is_there_once"
            ),
        )
        indexes = (models.Index(fields=("programme", "state", "topic")),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page on which managers change it."""
        return reverse("programmes:resource", args=(self.programme_id, self.pk))

    @property
    def space(self) -> Space:
        """Rights on it are held in the programme."""
        return self.programme.space

    @property
    def host(self) -> str:
        """Where its link leads, to be read before one follows it."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    @property
    def licence_in_words(self) -> str:
        """Its licence; the words of one that has no short name."""
        is_other = self.licence == Licence.OTHER and self.licence_words
        return self.licence_words if is_other else str(self.get_licence_display())

    @property
    def is_silent(self) -> bool:
        """Whether its link did not answer two weeks in a row."""
        return self.silent_times >= SILENT_AT

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in its programme, as far as they may know of it (``visible_to`` says the same in SQL)."""
        roles = self.programme.roles_of(person) & {Role.MANAGER, Role.MENTOR}
        is_theirs = self.state == self.State.LIBRARY or self.by_id == person.pk
        return roles if is_theirs else roles & {Role.MANAGER}


class ResourceImport(Record):
    """A list of resources, judged line by line, that waits for a yes. ``added``: how many came in; nothing: no yes yet."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="resource_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    rows = models.JSONField(default=list)
    added = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.programme}: {self.file_name}"

"""A programme: the boundary of all access."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Record, check_time_zone
from policy.models import Space
from policy.permissions import Role

from .. import lifecycle
from ..choices import Mode, SpokenLanguage
from .spaced import SpacedQuerySet


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
        CLOSED = "closed", pgettext_lazy("a programme", "closed")

    class DiaryReaders(models.TextChoices):
        """Who reads published diaries (design 3, decision on diaries)."""

        MANAGERS = "managers", _("the group and the managers")
        GROUP = "group", _("the group only; managers see that a diary was filed, when and by whom")

    class TrainingNeeded(models.TextChoices):
        """What follows from having had no training (R16)."""

        SHOWN = "shown", _("It is shown to managers, nothing more")
        MATCHED = "matched", _("Nobody is matched without training")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="programme")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    name = models.CharField(pgettext_lazy("of a programme", "Name"), max_length=120)
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
    training_needed = models.CharField(
        _("When somebody has had no training"), max_length=10, choices=TrainingNeeded, default=TrainingNeeded.SHOWN
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

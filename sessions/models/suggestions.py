"""What a mentor suggests to a group or to one mentee, and what each mentee says of it (R37)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role
from programmes.models import Group, Resource

from .homework import Homework
from .meetings import Meeting

WHY_AT_MOST, WORDS_AT_MOST = 200, 300


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, asked for in clauses."""

    def standing(self) -> "SuggestionQuerySet":
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def to(self, person: Any) -> "SuggestionQuerySet":
        """Those for all mentees, and for ``person`` alone."""
        return self.filter(Q(person=None) | Q(person_id=person.pk))

    def visible_to(self, person: Any) -> "SuggestionQuerySet":
        """What stands in the groups that one mentors, and what is for oneself where one is mentee."""
        led, mine = Space.objects.where(person, Role.MENTOR), Space.objects.where(person, Role.MENTEE)
        theirs = Q(group__space__in=Subquery(mine.values("pk"))) & (Q(person=None) | Q(person_id=person.pk))
        return self.standing().filter(Q(group__space__in=Subquery(led.values("pk"))) | theirs)


class Suggestion(Record):
    """One resource for all mentees of a group or for one, by itself, with a session, or with a homework before one.

    ``place`` says for whom and with what; the same resource stands there once.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="suggestions")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="suggestions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions")
    homework = models.ForeignKey(Homework, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions")
    place = models.CharField(max_length=80)
    why = models.CharField(max_length=WHY_AT_MOST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "resource", "place"), condition=Q(taken_back_at=None), name="suggested_there_once"
            ),
        )
        indexes = (models.Index(fields=("group", "-created_at")),)

    def __str__(self) -> str:
        return f"{self.group}: {self.resource}"

    def get_absolute_url(self) -> str:
        """Where a mentee says what became of it."""
        return reverse("sessions:suggestion", args=(self.pk,))

    @property
    def space(self) -> Space:
        """Rights on it are held in its group."""
        return self.group.space

    def roles_of(self, person: Any) -> frozenset[Role]:
        """The mentor, and as owner each mentee it is for; for everybody else it does not exist."""
        if self.taken_back_at is not None:
            return frozenset()
        roles = self.group.roles_of(person)
        is_mine = Role.MENTEE in roles and self.person_id in (None, person.pk)
        return (roles & {Role.MENTOR}) | (frozenset({Role.MENTEE, Role.OWNER}) if is_mine else frozenset())


class SuggestionAnswer(Record):
    """What one mentee says of a suggestion: done, whether it helped, a line if they like. The mentor reads it."""

    class Helped(models.TextChoices):
        """Whether it helped."""

        YES = "yes", _("It helped")
        PARTLY = "partly", _("It helped partly")
        NO = "no", _("It did not help")

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_done = models.BooleanField(default=False)
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    words = models.CharField(max_length=WORDS_AT_MOST, blank=True)
    told_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("suggestion", "person"), name="one_word_on_a_suggestion_each"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.suggestion}"

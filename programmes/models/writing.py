"""Letters that managers and mentors write to several people, the copy of each, and texts to begin with."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from people.models import Letter, Record
from policy.models import Space
from policy.permissions import Role

from .groups import Group
from .programmes import Programme


class WritingQuerySet(models.QuerySet["Writing"]):
    """Written letters, asked for in clauses."""

    def visible_to(self, person: Any) -> "WritingQuerySet":
        """What managers wrote, for managers, as soon as it is sent; what a mentor wrote to the group, for that mentor."""
        managed = Q(group=None, programme__space__in=Space.objects.where(person, Role.MANAGER).values("pk"))
        own = Q(by_id=person.pk, group__space__in=Space.objects.where(person, Role.MENTOR).values("pk"))
        return self.filter(managed & (Q(goes_at__isnull=False) | Q(by_id=person.pk)) | own)

    def sent(self) -> "WritingQuerySet":
        """Those that are more than a draft."""
        return self.filter(goes_at__isnull=False)


class Writing(Record):
    """One letter to several people: a draft, read by its author alone, until ``goes_at`` says when it goes.

    ``group``: set where a mentor writes to the own group; managers do not read it. ``texts``: subject and text by
    language, with placeholders. ``revision`` grows with every change, so that what is sent is what was looked at.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="writings")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="writings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen = models.JSONField(default=list, help_text="Ids of people.")
    texts = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    goes_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0, help_text="How many of its people were dealt with.")
    taken_back = models.PositiveIntegerField(null=True, blank=True)

    objects = WritingQuerySet.as_manager()

    class Meta:
        ordering = ("-goes_at", "-created_at")
        indexes = (models.Index(fields=("programme", "-goes_at")),)

    def __str__(self) -> str:
        return f"{self.programme}: {self.by}"

    def get_absolute_url(self) -> str:
        """The page that says what became of it."""
        return reverse("programmes:writing", args=(self.pk,))

    @property
    def space(self) -> Space:
        """Where it was written."""
        return self.group.space if self.group else self.programme.space

    @property
    def subject(self) -> str:
        """Its subject in the language of the programme, placeholders and all."""
        return str(self.texts.get(self.programme.language, {}).get("subject", ""))

    @property
    def is_draft(self) -> bool:
        """Whether nothing of it was sent yet."""
        return self.goes_at is None

    @property
    def is_held(self) -> bool:
        """Whether its letters are still here, and can be taken back."""
        return self.goes_at is not None and self.taken_back is None and timezone.now() < self.goes_at

    def roles_of(self, person: Any) -> frozenset[Role]:
        """The law of ``visible_to``, for one."""
        is_author = self.by_id == person.pk
        if self.group:
            return self.group.roles_of(person) & {Role.MENTOR} if is_author else frozenset()
        return self.programme.roles_of(person) & {Role.MANAGER} if is_author or self.goes_at else frozenset()


class CopyQuerySet(models.QuerySet["Copy"]):
    """Copies, asked for in clauses."""

    def visible_to(self, person: Any) -> "CopyQuerySet":
        """The person's own, as soon as the letter has gone."""
        mine = person.pk if person.is_active else None
        return self.filter(person_id=mine, writing__goes_at__lte=timezone.now())


class Copy(Record):
    """The letter as one person got it. It stays as it is, whatever becomes of texts and templates."""

    writing = models.ForeignKey(Writing, on_delete=models.CASCADE, related_name="copies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="written_to")
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    read_at = models.DateTimeField(null=True, blank=True, help_text="When its page was opened first.")

    objects = CopyQuerySet.as_manager()

    class Meta:
        ordering = ("person__name", "pk")
        constraints = (models.UniqueConstraint(fields=("writing", "person"), name="one_copy_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.writing_id}"

    def get_absolute_url(self) -> str:
        """Where its reader reads it."""
        return reverse("programmes:letter_copy", args=(self.pk,))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Its reader owns it; it is nobody else's."""
        return frozenset({Role.OWNER}) if person.is_active and self.person_id == person.pk else frozenset()


class LetterText(Record):
    """A text of a programme to begin letters with: subject and text by language. Letters copy it, so it may change."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="letter_texts")
    name = models.CharField(max_length=80)
    texts = models.JSONField(default=dict)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("programme", "name"), name="one_letter_text_of_a_name"),)

    def __str__(self) -> str:
        return self.name

"""A questionnaire that managers build: its questions as they write them, whom it asks, who reads the answers (R49-R52)."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.kinds import DocumentKind, Texts
from documents.models import Wording
from policy.permissions import Role

from .. import lifecycle
from .kept import Kept

TITLE_AT_MOST, PURPOSE_AT_MOST = 120, 600
PROMISE = _(
    "Nobody reads your answers one by one. The managers see them only together with those of at least four other "
    "people: counted, without names, groups or days. What you write in your own words they read as you wrote it, so leave "
    "out what shows who you are. They see how many have answered, never who. Nobody else sees any of it."
)


class Questionnaire(Kept):
    """Questions for the groups of a programme. ``space`` is the programme's.

    While it is a draft its questions are rewritten; opened, they are frozen as a ``wording`` that every answer stands
    on. Its versions (``number``) share a ``family``. Whoever is asked learns of it by their own page, not by this row.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("draft")
        OPEN = "open", pgettext_lazy("a questionnaire", "open")
        CLOSED = "closed", pgettext_lazy("a questionnaire", "closed")

    class Audience(models.TextChoices):
        """Who is asked."""

        MENTEES = "mentees", _("the mentees")
        MENTORS = "mentors", _("the mentors")
        BOTH = "both", _("mentees and mentors")

    class Readers(models.TextChoices):
        """Who reads the answers, besides whoever wrote them."""

        MANAGERS = "managers", _("the managers of the programme")
        SHARED = "shared", _("the managers, and the mentor of the group")
        TOGETHER = (
            "together",
            _("nobody one by one; the managers see them together, without names, from five people on"),
        )

    title = models.CharField(_("Title"), max_length=TITLE_AT_MOST)
    purpose = models.TextField(_("What it is for"), max_length=PURPOSE_AT_MOST)
    audience = models.CharField(_("Who is asked"), max_length=10, choices=Audience)
    readers = models.CharField(_("Who reads the answers"), max_length=10, choices=Readers)
    answer_by = models.DateField(_("Answer by"), null=True, blank=True)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every change; finds two people writing.")
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    family = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveIntegerField(default=1)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    machine = lifecycle.QUESTIONNAIRE

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("space", "state")),)
        constraints = (
            models.UniqueConstraint(fields=("family", "number"), name="one_questionnaire_for_each_number"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(wording__isnull=False), name="what_is_opened_has_its_words"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for managers."""
        return reverse("monitoring:questionnaire", args=(self.space.programme.pk, self.pk))

    @property
    def texts(self) -> Texts:
        """Its words: frozen, or as they are being written."""
        if self.wording is not None:
            return self.wording.texts
        words = {"questions": self.questions, "purpose": [{"key": "purpose", "text": self.purpose}]}
        if self.is_nameless:
            with translation.override(self.space.programme.language):
                words["promise"] = [{"key": "promise", "text": str(PROMISE)}]
        return words

    @property
    def promise(self) -> str:
        """What whoever answers without a name is promised, as it was when it was opened; else empty."""
        return "".join(text["text"] for text in self.texts.get("promise", ()))

    @property
    def is_nameless(self) -> bool:
        """Whether answers are only seen together, without names."""
        return self.readers == self.Readers.TOGETHER

    @property
    def kind(self) -> DocumentKind:
        """The kind of document that its answers are."""
        from ..document_kinds import own_questionnaire as kinds

        special = {
            self.Readers.SHARED.value: kinds.OWN_QUESTIONNAIRE_SHARED,
            self.Readers.TOGETHER.value: kinds.OWN_QUESTIONNAIRE_TOGETHER,
        }
        return special.get(self.readers, kinds.OWN_QUESTIONNAIRE)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that it asks."""
        asked: dict[Any, frozenset[Role]] = {
            self.Audience.MENTEES: frozenset({Role.MENTEE}),
            self.Audience.MENTORS: frozenset({Role.MENTOR}),
        }
        return asked.get(self.audience, frozenset({Role.MENTEE, Role.MENTOR}))

    @property
    def tone(self) -> str:
        """The token colour of its state; the words always stand beside it."""
        return {"open": "done", "draft": "waiting"}.get(self.state, "plain")

"""A document, its versions, their wording, and what reviewers say. Written by ``documents/pipeline.py`` alone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical
from people.models import Record
from policy.machine import Machine
from policy.models import Space
from policy.permissions import Role

from .. import kinds, rights, workflows
from ..kinds import DocumentKind


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, asked for in clauses."""

    def visible_to(self, person: Any) -> "DocumentQuerySet":
        """Those that ``person`` may know of: the law of ``Document.roles_of`` in SQL."""
        return self.filter(rights.known_to(person))


class Document(Record):
    """One document of one kind: of a space, of a person in it, or of one meeting of it (``occasion``)."""

    kind_slug = models.CharField(max_length=40)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    occasion = models.UUIDField(null=True, blank=True, db_index=True)
    label = models.CharField(max_length=200, blank=True)
    withheld_from = models.CharField(
        max_length=10, blank=True, help_text="A role that knows of it but may not read it."
    )
    cast = models.CharField(
        max_length=80, blank=True, help_text="The roles that read it, for the day when the code of its kind has gone."
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind_slug", "space", "person", "occasion"), name="one_document_per_person_and_occasion"
            ),
            models.UniqueConstraint(
                fields=("kind_slug", "space", "person"), condition=Q(occasion=None), name="one_document_per_person"
            ),
            models.UniqueConstraint(
                fields=("kind_slug", "space", "occasion"),
                condition=Q(person=None, occasion__isnull=False),
                name="one_document_per_occasion",
            ),
            models.UniqueConstraint(
                fields=("kind_slug", "space"), condition=Q(person=None, occasion=None), name="one_document_per_space"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> DocumentKind | None:
        """The kind, or ``None`` when its code has gone: sealed versions stay readable."""
        return kinds.find(self.kind_slug)

    @property
    def title(self) -> str:
        """The kind's title with the label: “Diary – Session 3”."""
        title = str(self.kind.title) if self.kind else self.kind_slug
        return f"{title} – {self.label}" if self.label else title

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of this document, whatever the state of its versions."""
        return rights.roles_in_document(self, person, self.space.roles_of(person))

    @property
    def newest(self) -> "Version | None":
        """The version with the highest number."""
        return self.versions.order_by("-number").first()


class Wording(Record):
    """The texts of one kind as a programme made them its own; each change is a new number, never rewritten."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="wordings")
    kind_slug = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("space", "kind_slug", "-number")
        constraints = (models.UniqueConstraint(fields=("space", "kind_slug", "number"), name="one_wording_per_number"),)

    def __str__(self) -> str:
        return f"{self.kind_slug}, {self.number}"


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, asked for in clauses."""

    def visible_to(self, person: Any) -> "VersionQuerySet":
        """Those that ``person`` may read: the law of ``Version.roles_of`` in SQL."""
        return self.filter(rights.readable_by(person))

    def open(self) -> "VersionQuerySet":
        """Those still being written, reviewed or signed."""
        return self.filter(state__in=workflows.OPEN)

    def in_force(self) -> "VersionQuerySet":
        """Those sealed and not replaced."""
        return self.filter(state=workflows.SEALED)


_SENT = (workflows.FILED, workflows.SENT_ONCE)


class Version(Record):
    """One state of a document's text. Rewritten while a draft; its words are frozen when it is sealed."""

    class State(models.TextChoices):
        """Where a version stands."""

        # Translators: a noun: a document, a questionnaire or a programme that is being written
        DRAFT = workflows.DRAFT, _("draft")
        SUBMITTED = workflows.SUBMITTED, _("submitted")
        SIGNING = workflows.SIGNING, _("waiting for signatures")
        SEALED = workflows.SEALED, _("published")
        SUPERSEDED = workflows.SUPERSEDED, _("replaced")

    class Source(models.TextChoices):
        """How its answers came in."""

        TYPED = "typed", _("written here")
        FILLED = "filled", _("filled in a PDF form")
        SCANNED = "scanned", _("scanned from paper")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source, default=Source.TYPED)
    wording = models.ForeignKey(Wording, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every save; finds two people writing.")
    written_at = models.DateTimeField(null=True, blank=True)
    sheet = models.JSONField(null=True, blank=True, help_text="The words as sealed (or as offered for signature).")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the sheet.")
    sealed_at = models.DateTimeField(null=True, blank=True)
    pdf = models.CharField(max_length=120, blank=True, help_text="Path of the printed file below the media folder.")
    pdf_digest = models.CharField(max_length=64, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("document", "-number")
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="one_version_per_number"),
            models.UniqueConstraint(
                fields=("document",), condition=Q(state__in=workflows.OPEN), name="one_open_version"
            ),
            models.UniqueConstraint(
                fields=("document",), condition=Q(state=workflows.SEALED), name="one_version_in_force"
            ),
        )
        indexes = (models.Index(fields=("state", "document")),)

    def __str__(self) -> str:
        return f"{self.document.title}, {self.number}"

    @property
    def kind(self) -> DocumentKind | None:
        """The document's kind, with the texts of the programme that this version was begun on."""
        kind = self.document.kind
        return kind.worded(self.wording.texts) if kind and self.wording else kind

    @property
    def machine(self) -> Machine:
        """The kind's workflow, which no wording changes; a kind that has gone allows nothing more."""
        kind = self.document.kind
        return kind.workflow if kind else Machine(workflows.DRAFT, ())

    @property
    def space(self) -> Space:
        """Where rights on it are held."""
        return self.document.space

    @property
    def status_words(self) -> str:
        """The state as people say it: a signed kind is “in force”, a filed one “filed”."""
        kind = self.document.kind
        if self.state == self.State.SEALED and kind and kind.workflow is workflows.SIGNED:
            return str(_("in force, signed by all"))
        if self.state == self.State.SEALED and kind and kind.workflow in _SENT and not kind.live:
            return str(_("filed"))
        return str(self.get_state_display())

    @property
    def tone(self) -> str:
        """The token colour of its state; the words always stand beside it."""
        waiting = {self.State.DRAFT: "plain", self.State.SEALED: "done", self.State.SUPERSEDED: "plain"}
        return waiting.get(self.State(self.state), "waiting")

    @property
    def is_scan(self) -> bool:
        """Whether it is paper that was scanned, so that its pages count and not its answers."""
        return self.source == self.Source.SCANNED

    @property
    def scanned_pages(self) -> models.QuerySet:
        """The pages of the paper, in their order; those of signatures belong to their signatories."""
        return self.attachments.filter(signatory=None, purpose="page").order_by("number")

    @property
    def original(self) -> Any:
        """The file that it came in with (an ``Attachment``), or ``None``."""
        return self.attachments.filter(signatory=None, purpose="original").first()

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("documents:read", args=(self.pk,))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of this version now; a draft is read by nobody but its author."""
        return rights.roles_in_version(self, person)

    def people_as(self, roles: frozenset[str]) -> list:
        """The people who stand in one of ``roles`` in front of it.

        Managers read along in many documents and have a page for that: as readers they are only counted where nobody
        else of the group reads.
        """
        wanted = set(roles)
        rows = self.space.people()
        if self.kind and self.kind.parts.readers - {Role.MANAGER}:
            rows = [row for row in rows if row.role != Role.MANAGER or wanted - {Role.READER, Role.AUTHOR}]
        people = {row.person for row in rows} | {row.person for row in self.signatories.select_related("person")}
        there = (person for person in people if wanted & self.roles_of(person))
        return alphabetical(there, key=lambda person: person.name)

    def letter_words(self) -> dict:
        """Words for a letter about it: no text of the document."""
        return {"title": self.document.title, "heading": kinds.heading_of(self.document), "number": self.number}


class Comment(Record):
    """What a reviewer says: beside a version that is sent back, or at the end of one that is published (R39)."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=20_000)
    sent_back = models.BooleanField(default=False)

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return f"{self.author}, {self.created_at:%Y-%m-%d}"

"""What was changed in a group after the matching, and the word that a mentor leaves to a successor."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Record
from programmes.models import Group

REASON_AT_MOST, WORD_AT_MOST = 2000, 2000


class Change(Record):
    """One change of one group. ``reason`` is the managers' own; that of another mentor stands in the note (D15).

    ``people`` came, went or left; of another mentor it is the new one, and ``former`` the one before. ``other`` is the
    group that people came from or went to. ``read_at``: when the new mentor said that the brief is read.
    """

    class Kind(models.TextChoices):
        """What was changed."""

        MENTOR = "mentor", _("another mentor")
        NO_MENTOR = "no-mentor", _("without a mentor for a while")
        FOUNDED = "founded", _("split off from another group")
        CAME = "came", _("mentees came")
        WENT = "went", _("mentees went to another group")
        LEFT = "left", _("a mentee left")
        MERGED = "merged", _("ended; its mentees went on in another group")
        ENDED = "ended", _("ended early")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    other = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=REASON_AT_MOST, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "pk")
        indexes = (models.Index(fields=("group", "kind")),)

    def __str__(self) -> str:
        return f"{self.group}: {self.get_kind_display()}"


class PartingWord(Record):
    """What a mentor would like the successor to know; the whole group reads it. Asked for by a manager."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="parting_words")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(_("What would you like your successor to know?"), max_length=WORD_AT_MOST, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("group", "mentor"), name="one_parting_word_each"),
            models.CheckConstraint(
                condition=Q(words="", written_at=None) | (~Q(words="") & Q(written_at__isnull=False)),
                name="a_parting_word_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.mentor}: {self.group}"

"""The ledger of recommendations: what somebody recommended, what was decided, by whom it is done, what changed (R57)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import Document

from .. import lifecycle
from .kept import Kept


class Recommendation(Kept):
    """One recommendation in a programme. ``space`` is the programme's."""

    class State(models.TextChoices):
        """What has become of it."""

        OPEN = "open", _("not decided yet")
        ACCEPTED = "accepted", _("taken up")
        DONE = "done", pgettext_lazy("a recommendation", "done")
        DECLINED = "declined", _("not followed")

    class Source(models.TextChoices):
        """Where it was said."""

        FORM = "form", _("in a form")
        CALL = "call", _("in a call")
        MEETING = "meeting", _("in a meeting")
        REPORT = "report", _("in a report")
        EARLIER = "earlier", _("in an earlier programme")

    class From(models.TextChoices):
        """Who said it."""

        MENTEE = "mentee", _("a mentee")
        MENTOR = "mentor", _("a mentor")
        MANAGER = "manager", _("a manager")
        OTHER = "other", _("somebody else")

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    words = models.TextField(_("What is recommended"), max_length=1000)
    source = models.CharField(_("Where it was said"), max_length=10, choices=Source)
    said_by = models.CharField(_("Who said it"), max_length=10, choices=From)
    said_on = models.DateField(_("When"))
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0, help_text="Which of the recommendations of its document.")
    decision = models.CharField(_("What is decided, and why"), max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("By when"), null=True, blank=True)
    changed = models.CharField(_("What has changed"), max_length=500, blank=True)
    earlier = models.CharField(max_length=120, blank=True, help_text="The programme that it was carried over from.")

    machine = lifecycle.RECOMMENDATION

    class Meta:
        ordering = ("-said_on", "-created_at")
        indexes = (models.Index(fields=("space", "state")),)
        constraints = (
            models.UniqueConstraint(
                fields=("document", "place"), condition=Q(document__isnull=False), name="each_recommendation_once"
            ),
        )

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("monitoring:recommendation", args=(self.pk,))

    @property
    def tone(self) -> str:
        """The token colour of its state."""
        return {"open": "waiting", "accepted": "info", "done": "done"}.get(self.state, "plain")

    @property
    def what(self) -> str:
        """The first line of its words: what is recommended."""
        return self.words.partition("\n")[0]

    @property
    def why(self) -> str:
        """What stands under the first line: mostly the reason."""
        return self.words.partition("\n")[2]

    @property
    def outcome(self) -> str:
        """What has come of it, once nothing is to be done any more."""
        return {self.State.DONE: self.changed, self.State.DECLINED: self.decision}.get(self.State(self.state), "")

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still something to decide or to do."""
        return self.state in (self.State.OPEN, self.State.ACCEPTED)

    @property
    def is_late(self) -> bool:
        """Whether it was taken up, and its day has passed."""
        return self.state == self.State.ACCEPTED and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def where_words(self) -> str:
        """Where it was said: “in a call”, or in which earlier programme."""
        return (
            _now("in %(programme)s") % {"programme": self.earlier} if self.earlier else str(self.get_source_display())
        )

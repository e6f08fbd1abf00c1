"""Both sides are asked whether they accept before the groups are final: the question, and what each person said."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Record

from .applications import Application
from .programmes import Programme
from .proposals import Proposal


class Asking(Record):
    """The question to everyone in a proposal, open until it is taken back or the groups are confirmed.

    ``proposal`` is the one that was last asked about; ``last_day`` a day in the zone of the programme.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="askings")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="askings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    last_day = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme",), condition=Q(ended_at=None), name="one_open_question_to_both_sides"
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}: {self.last_day}"


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers, asked for in clauses."""

    def running(self) -> "OfferQuerySet":
        """Those that somebody can still answer."""
        return self.filter(ended_at=None)


class Offer(Record):
    """One person asked about one company, and the one answer to it; whoever is placed anew gets another offer.

    ``company``: the ids of the applications they would be with, as text: of a mentee's mentor, of a mentor's mentees.
    """

    class Said(models.TextChoices):
        """What the person said."""

        NOTHING = "nothing", _("has not answered")
        # Translators: what one person says to a place that is proposed to them
        ACCEPTS = "accepts", _("accepts")
        DECLINES = "declines", _("declines")

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="offers")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    company = models.JSONField(default=list)
    said = models.CharField(max_length=10, choices=Said, default=Said.NOTHING)
    reason = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("application",), condition=Q(ended_at=None), name="one_running_offer_each"),
            models.CheckConstraint(
                condition=Q(said="nothing", said_at=None) | (~Q(said="nothing") & Q(said_at__isnull=False)),
                name="an_answer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(said="declines"), name="only_who_declines_gives_a_reason"
            ),
        )
        indexes = (models.Index(fields=("asking", "ended_at")),)

    def __str__(self) -> str:
        return f"{self.application}: {self.get_said_display()}"

    def holds(self, company: Iterable[Any]) -> bool:
        """Whether it is about these people, who are the company now.

        Who accepted several and is with fewer of them now has accepted everyone who is there.
        """
        there, asked = {str(one) for one in company}, set(self.company)
        return bool(there) and (there == asked or (self.said == self.Said.ACCEPTS and there < asked))

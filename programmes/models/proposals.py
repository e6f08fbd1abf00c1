"""On which terms people are matched, and proposals of groups, worked on by hand until one is confirmed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Record

from .applications import Application
from .programmes import Programme


class MatchingTerms(Record):
    """What counts when the people of a programme are matched: ``matching.Terms`` as the managers last set it.

    ``weights``: from 0 to 5 for each criterion. ``rules``: the hard ones that hold. ``is_fair``: a bad match counts
    more than a good one. Groups have ``at_least`` mentees; how many at most says the programme.
    ``asks_both_sides``: the groups are not final before everyone in them was asked.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="matching_terms")
    weights = models.JSONField(default=dict)
    rules = models.JSONField(default=list)
    at_least = models.PositiveSmallIntegerField(default=1)
    together = models.PositiveSmallIntegerField(default=3)
    is_fair = models.BooleanField(default=True)
    asks_both_sides = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.programme)


class Tie(Record):
    """What a manager settles about two people who applied as mentees: never in one group, or in one group only."""

    class Kind(models.TextChoices):
        """Which of the two."""

        APART = "apart", _("never in the same group")
        TOGETHER = "together", _("in the same group")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="ties")
    one = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="one_tie_of_two"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="a_tie_is_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class Proposal(Record):
    """A proposal of groups, worked on by hand until it is confirmed. ``revision`` grows with every change.

    ``number`` counts within the programme. ``terms`` are those it was made on; ``figures`` what came out: ``matched``,
    ``matched_at_most``, ``total``, ``worth``, ``bound``, ``greatest``, ``seconds`` and ``costs`` (places that each rule
    costs), and ``untrained`` where people were left out for that.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    terms = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("programme", "number"), name="one_proposal_per_number"),)

    def __str__(self) -> str:
        return f"{self.programme}: {self.number}"

    @property
    def is_proven(self) -> bool:
        """Whether it was, as it was made, the best that can be."""
        told: dict[str, Any] = self.figures
        return bool(told) and told["worth"] == told["bound"] and told["matched"] == told["matched_at_most"]

    @property
    def gap(self) -> float:
        """By how many hundredths at most a better one could be worth more, as it was made; 0 when it is proven."""
        bound = self.figures.get("bound", 0)
        return 100 * (bound - self.figures["worth"]) / bound if bound else 0.0


class Placement(Record):
    """Where one mentee is placed in a proposal, with the score and the reasons (facts; the page puts them in words).

    ``score``: hundredths of what two whom nothing separates would have. ``reasons``: [criterion, points, of how many,
    what is shared]. ``why_not``: of who has no place, what stands in the way. ``is_locked``: stays when a new proposal
    is made from this one.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="placements")
    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="+")
    score = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)
    why_not = models.JSONField(default=dict)
    by_hand = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)

    class Meta:
        ordering = ("mentee__person__name", "pk")
        constraints = (models.UniqueConstraint(fields=("proposal", "mentee"), name="one_place_each"),)

    def __str__(self) -> str:
        return f"{self.mentee} → {self.mentor}"

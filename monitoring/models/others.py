"""What a mentee asks of people outside: a round of statements, and a personal link for each person who is asked (R47).

These are records of the mentee. Managers, the mentor and other mentees never learn that they are there.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role
from sessions.models import Goal

NAME_AT_MOST = 80


class FeedbackRoundQuerySet(models.QuerySet["FeedbackRound"]):
    """Rounds, asked for in clauses."""

    def visible_to(self, person: Any) -> "FeedbackRoundQuerySet":
        """One's own, as long as one is a mentee of the group."""
        return self.filter(
            person_id=person.pk, space__in=Subquery(Space.objects.where(person, Role.MENTEE).values("pk"))
        )


class FeedbackRound(Record):
    """What one mentee asks others about themselves. ``space`` is the group's.

    ``statements`` are frozen words with keys, ``own`` is how far each describes the mentee, as they see it. ``names``
    is what everybody who is asked is promised; it never changes.
    """

    class Names(models.TextChoices):
        """How the mentee reads the answers."""

        TOGETHER = "together", _("together, without names, from five answers on")
        NAMED = "named", _("each with the name")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    statements = models.JSONField(default=list)
    own = models.JSONField(default=dict)
    names = models.CharField(max_length=10, choices=Names)

    objects = FeedbackRoundQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("space", "person")),)

    def __str__(self) -> str:
        return f"{self.person}, {self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("monitoring:others_round", args=(self.pk,))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Its mentee, while in the group; for everybody else it does not exist."""
        is_mine = self.person_id == person.pk and Role.MENTEE in self.space.roles_of(person)
        return frozenset({Role.OWNER}) if is_mine else frozenset()

    @property
    def is_together(self) -> bool:
        """Whether answers are read together only."""
        return self.names == self.Names.TOGETHER


class FeedbackLinkQuerySet(models.QuerySet["FeedbackLink"]):
    """People who were asked, asked for in clauses."""

    def visible_to(self, person: Any) -> "FeedbackLinkQuerySet":
        """Those of one's own rounds who still count as asked."""
        mine = FeedbackRound.objects.visible_to(person).values("pk")
        return self.filter(round__in=Subquery(mine), taken_back_at=None)


class FeedbackLink(Record):
    """One person outside who is asked once, by a personal link. ``digest`` is the SHA-256 of its token.

    ``mark`` stands for the address, so that nobody is asked twice in a round. ``email`` goes as soon as it is not
    needed any more, ``name`` and ``mark`` a while later (others/forgetting.py). ``once`` is the id of the form with
    which the answer came. ``until`` is a moment (UTC).
    """

    class Relation(models.TextChoices):
        """What the person is to the mentee; short words, which stand at the bars of a chart."""

        SUPERIOR = "superior", _("superior")
        PEER = "peer", _("peer")
        CUSTOMER = "customer", _("customer")
        OTHER = "other", _("other")

    round = models.ForeignKey(FeedbackRound, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("Name"), max_length=NAME_AT_MOST, blank=True)
    email = models.EmailField(_("E-mail address"), max_length=254, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    relation = models.CharField(_("What the person is to you"), max_length=10, choices=Relation)
    digest = models.CharField(max_length=64, unique=True)
    reminder_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Of the one in the reminder."
    )
    until = models.DateTimeField()
    answers = models.JSONField(default=dict)
    once = models.UUIDField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackLinkQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "mark"), condition=~Q(mark=""), name="asked_once_in_a_round"),
        )

    def __str__(self) -> str:
        return self.name or self.get_relation_display()

    def roles_of(self, person: Any) -> frozenset[Role]:
        """As in front of its round."""
        return self.round.roles_of(person)

    @property
    def is_settled(self) -> bool:
        """Whether the person has answered or does not want to."""
        return bool(self.answered_at or self.declined_at)

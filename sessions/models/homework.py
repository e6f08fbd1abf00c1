"""Homework: what is to be done before a session, and what each mentee says of it."""

import re
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .goals import Goal
from .meetings import Meeting

ANSWER_AT_MOST = 2000
LINK = re.compile(r"https?://[^\s<>“”\"]+[^\s<>“”\".,;:!?)]")  # a link in what people write


class Homework(Record):
    """A task to be done before a meeting, by one mentee or by all of the group."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="homework")
    task = models.CharField(max_length=500)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="homework"
    )
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="homework")
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.task

    @property
    def space(self) -> Space:
        """Rights on it are held in its group."""
        return self.meeting.space

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Owner: a mentee of the group, for whom it is set; for the others what they are in the group."""
        roles = self.meeting.group.roles_of(person)
        is_mine = Role.MENTEE in roles and self.person_id in (None, person.pk)
        return roles | {Role.OWNER} if is_mine else roles


class AnswerQuerySet(models.QuerySet["HomeworkAnswer"]):
    """Answers to homework, asked for in clauses."""

    def visible_to(self, person: Any) -> "AnswerQuerySet":
        """One's own in a group one belongs to, and those in groups that one mentors; never another mentee's."""
        here, led = Space.objects.where(person), Space.objects.where(person, Role.MENTOR)
        mine = Q(person_id=person.pk, homework__meeting__group__space__in=Subquery(here.values("pk")))
        return self.filter(mine | Q(homework__meeting__group__space__in=Subquery(led.values("pk"))))


class HomeworkAnswer(Record):
    """What one mentee says of a homework: how it went, in words if they like, with a file if there is one."""

    class Went(models.TextChoices):
        """How far it was done."""

        # Translators: homework, a step or a task
        DONE = "done", _("done")
        PARTLY = "partly", _("partly")
        NOT = "not", _("not done")

    homework = models.ForeignKey(Homework, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    went = models.CharField(max_length=10, choices=Went, default=Went.DONE)
    words = models.TextField(max_length=ANSWER_AT_MOST, blank=True)
    file = models.CharField(max_length=120, blank=True, help_text="Path below the media folder.")
    file_name = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(auto_now=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("homework", "person"), name="one_answer_each"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.homework}"

    @property
    def is_late(self) -> bool:
        """Whether it was given after the session had begun."""
        return self.told_at > self.homework.meeting.starts_at

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Its writer, and the mentor of the group; for everybody else it does not exist (design 3, homework)."""
        roles = self.homework.meeting.group.roles_of(person)
        mine = {Role.OWNER} if roles and self.person_id == person.pk else set()
        return frozenset((roles & {Role.MENTOR}) | mine)

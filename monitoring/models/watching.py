"""When a signal is raised in a programme, and which ones its manager has put off."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Record
from programmes.models import Programme

from .kept import Kept


class Watch(Record):
    """How many days pass before a signal is raised, where a programme wants it otherwise than `signals.RULES` says.

    ``days``: by the slug of a rule; ``None`` where the programme does not want the signal at all.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="watch")
    days = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.programme)


class Postponement(Kept):
    """That a manager looks at a signal of a group later, and why. Until that day it is out of the list."""

    rule = models.CharField(max_length=40)
    until = models.DateField(_("Remind me on"))
    reason = models.CharField(_("Why it can wait"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("space", "rule"), name="one_postponement_for_each_signal"),)

    def __str__(self) -> str:
        return f"{self.rule} → {self.until}"

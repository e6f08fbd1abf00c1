"""How often a group is monitored, as its manager agreed it with the mentor (R49)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .kept import Kept


class Rhythm(Kept):
    """The rhythm of a group. ``space`` is the group's; its sessions are planned from it, and moved one by one after."""

    class Every(models.TextChoices):
        """How often."""

        THRICE = "thrice", _("at the start, half-way and at the end")
        QUARTER = "quarter", _("every three months")
        TWO_MONTHS = "two-months", _("every second month")
        MONTH = "month", _("every month")

    every = models.CharField(_("How often"), max_length=10, choices=Every)
    agreed_on = models.DateField(_("Agreed with the mentor on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("space",), name="one_rhythm_for_each_group"),)

    def __str__(self) -> str:
        return str(self.get_every_display())

"""What a programme is to reach, what others reached, and who outside may read how it stands (R68-R76)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .kept import Kept


class Objective(Kept):
    """One thing the programme is to reach, in words (R68). ``space`` is the programme's."""

    words = models.CharField(_("What the programme is to reach"), max_length=300)
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("number", "created_at")

    def __str__(self) -> str:
        return self.words


class Target(Kept):
    """The value a measure is to reach in a programme (R69). ``measure``: the slug of one of `measures.MEASURES`."""

    measure = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("space", "measure"), name="one_target_for_each_measure"),
            models.CheckConstraint(condition=Q(value__gte=0), name="a_target_is_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.value}"


class Benchmark(Kept):
    """A value of a measure that somebody else reached, to compare with (R75). ``source`` says who and when."""

    measure = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=7, decimal_places=2)
    source = models.CharField(_("Where the value comes from"), max_length=200)

    class Meta:
        ordering = ("measure", "created_at")
        constraints = (models.CheckConstraint(condition=Q(value__gte=0), name="a_benchmark_is_not_negative"),)

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} ({self.source})"


class SponsorLink(Kept):
    """That whoever holds a secret address reads the report of a programme, without personal data (R76).

    ``digest`` is the SHA-256 of the token; the address itself is shown once.
    """

    label = models.CharField(_("For whom"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateField(_("Valid until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read.")

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.label

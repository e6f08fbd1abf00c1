"""The address of a person's calendar: secret, and gone when they say so."""

from django.conf import settings
from django.db import models

from people.models import Record


class CalendarFeed(Record):
    """One person's calendar as a secret address. Only the digest of its token is stored; a new one ends the old."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.person)

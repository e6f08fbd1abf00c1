"""Who someone is: the account, the invitation into it, and the letters written to it."""

import uuid
import zoneinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_AT_MOST = 150


class Record(models.Model):
    """What every record of the house has: an id that can stand in an address, and the moment it began (UTC)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


@cache
def time_zones() -> frozenset[str]:
    """Every zone of the IANA time zone database. Looked up once: it walks through hundreds of files."""
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(name: str) -> None:
    """Raise ``ValidationError`` unless ``name`` is a zone of the IANA time zone database."""
    if name not in time_zones():
        raise ValidationError(_("“%(name)s” is not a time zone. Write it like Europe/Vilnius."), params={"name": name})


class Accounts(BaseUserManager["User"]):
    """Makes accounts. (Django asks for this class; a manager of a programme is something else.)"""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, whatever its case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it until an invitation is accepted."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a site administrator: looks after accounts, reads no content."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by e-mail address; what they may do is never stored here but in participations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    name = models.CharField(_("Full name"), max_length=NAME_AT_MOST)
    called = models.CharField(
        _("What should we call you?"), max_length=60, blank=True, help_text=_("Used in greetings. Your choice.")
    )
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=60, default="UTC", validators=[check_time_zone])
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    shares_contact = models.BooleanField(_("My groups may see my e-mail address and phone number"), default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = Accounts()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("There is an account with this address already."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def greeting_name(self) -> str:
        """The name the person chose to be called by, else the full name."""
        return self.called or self.name

    @property
    def initials(self) -> str:
        """First letters of the first and the last name, for the circle beside it."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)


def display_name(user: User) -> str:
    """How the account pages address a person."""
    return user.greeting_name


class Invitation(Record):
    """A way in by mail: single use, bound to one account, ends on a date. Only the token's digest is stored."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    to_what = models.CharField(max_length=200)
    as_what = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person} → {self.to_what}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted; not into an account that was switched off."""
        return self.accepted_at is None and self.ends_at > timezone.now() and self.person.is_active


class Letter(Record):
    """One e-mail to one person, written in the transaction of what it tells about, delivered by a job.

    ``person`` is nobody where it goes to somebody without an account: then ``address`` says where to, until it is sent.
    """

    class State(models.TextChoices):
        """Where a letter stands."""

        WAITING = "waiting", _("waiting")
        HELD = "held", _("waits for the letter of the day")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")

    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    address = models.EmailField(max_length=254, blank=True, help_text="Of somebody without an account; goes once sent.")
    about = models.CharField(max_length=200, help_text="What it tells of; a person is told of one thing once.")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_secret = models.BooleanField(default=False, help_text="Holds a personal link: the text goes once it is sent.")
    link = models.URLField(max_length=500, blank=True, help_text="Where a line of the letter of the day leads.")
    files = models.JSONField(default=list, blank=True, help_text="Name, type and text of each; gone once it is sent.")

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("person", "about"), name="told_once"),
            models.UniqueConstraint(fields=("about",), condition=Q(person=None), name="told_once_outside"),
        )
        indexes = (models.Index(fields=("state", "person")),)

    def __str__(self) -> str:
        return f"{self.person or self.about}: {self.subject}"

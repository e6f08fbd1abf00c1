"""Who someone is: the account, the ways into it, where it is signed in, and the letters written to it."""

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
from django.utils.crypto import salted_hmac
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


class MailChoice(models.TextChoices):
    """What is mailed of that which can wait. What a person must do or know is mailed at once, whatever they chose."""

    AT_ONCE = "at-once", _("At once")
    DAILY = "daily", _("Once a day")
    MUST = "must", _("Only what I must do")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by e-mail address; what they may do is never stored here but in participations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(
        _("E-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("There is an account with this address already.")},
    )
    name = models.CharField(_("Full name"), max_length=NAME_AT_MOST)
    called = models.CharField(
        _("What should we call you?"), max_length=60, blank=True, help_text=_("Used in greetings. Your choice.")
    )
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES, default="en")
    mail_language = models.CharField(_("Language of letters"), max_length=8, blank=True)  # none: that of the pages
    time_zone = models.CharField(_("Time zone"), max_length=60, default="UTC", validators=[check_time_zone])
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    shares_email = models.BooleanField(_("My groups may see my e-mail address"), default=False)
    shares_phone = models.BooleanField(_("My groups may see my phone number"), default=False)
    mail_choice = models.CharField(_("Letters"), max_length=10, choices=MailChoice, default=MailChoice.DAILY)
    sign_in_round = models.PositiveIntegerField(
        default=0, help_text="Grows when the person is signed out everywhere; sessions of an earlier round have ended."
    )
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

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """An address as it is kept, so that it is found however it is typed at the door."""
        return str(super().normalize_username(username)).strip().lower()

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

    @property
    def letter_language(self) -> str:
        """The language that letters come in: the one chosen for them, else the one of the pages."""
        return self.mail_language or self.language

    @property
    def shared_contact(self) -> list[str]:
        """The ways to reach this person that their groups see: those they share, and nothing else."""
        ways = (self.email if self.shares_email else "", self.phone if self.shares_phone else "")
        return [way for way in ways if way]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to be good: another password, or another round of signing in, ends it."""
        if not self.sign_in_round:
            return str(super()._get_session_auth_hash(secret=secret))  # type: ignore[misc]
        said = f"{self.sign_in_round} {self.password}"
        return salted_hmac("people.User.sessions", said, secret=secret, algorithm="sha256").hexdigest()


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


class AddressChange(Record):
    """A person wants to sign in with another address. It counts when that address is confirmed; the old one can stop it.

    Of the links only digests are kept. ``ends_at`` is the end of the one to confirm, ``stop_until`` of the one to stop.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="address_changes")
    old = models.EmailField(max_length=254)
    new = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    stop_digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    stop_until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Taken back, replaced by another, or stopped.")
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(confirmed_at=None, ended_at=None), name="one_address_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: another address"


class Device(Record):
    """A browser in which somebody is signed in, in two words; gone when it is signed out. No network address is kept."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-last_seen_at",)
        indexes = (models.Index(fields=("last_seen_at",)),)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """“Firefox on Windows”, as far as the browser says so."""
        if self.browser and self.system:
            # Translators: like “Firefox on Windows”
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or str(_("A browser that does not say its name"))


class Letter(Record):
    """One e-mail to one person, written in the transaction of what it tells about, delivered by a job.

    ``person`` is nobody where it goes to somebody without an account: then ``address`` says where to, until it is sent.
    """

    class State(models.TextChoices):
        """Where a letter stands."""

        # Translators: a letter that is not on its way yet
        WAITING = "waiting", _("waiting")
        HELD = "held", _("waits for the letter of the day")
        KEPT = "kept", _("on the pages only, as its reader wants it")
        # Translators: a letter
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        BOUNCED = "bounced", _("came back")

    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="letters")
    address = models.EmailField(max_length=254, blank=True, help_text="Of somebody without an account; goes once sent.")
    about = models.CharField(max_length=200, help_text="What it tells of; a person is told of one thing once.")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_secret = models.BooleanField(default=False, help_text="Holds a personal link: the text goes once it is sent.")
    can_be_stopped = models.BooleanField(default=False, help_text="Goes as long as its reader wants such letters.")
    link = models.URLField(max_length=500, blank=True, help_text="Where a line of the letter of the day leads.")
    line_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lines",
        help_text="The letter of the day that it went out in.",
    )
    files = models.JSONField(default=list, blank=True, help_text="Name, type and text of each; gone once it is sent.")
    reply_to = models.EmailField(max_length=254, blank=True, help_text="Where answers go, when a person wrote it.")

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(fields=("person", "about"), name="told_once"),
            models.UniqueConstraint(fields=("about",), condition=Q(person=None), name="told_once_outside"),
        )
        indexes = (models.Index(fields=("state", "person")),)

    def __str__(self) -> str:
        return f"{self.person or self.about}: {self.subject}"


class Bounce(Record):
    """A letter that came back, and why in one word; of what the mail server wrote nothing is kept.

    ``address``: the one it went to, as long as it is the person's; so that another address begins anew.
    """

    class Reason(models.TextChoices):
        """Why it came back."""

        UNKNOWN = "unknown", _("there is no such mailbox")
        FULL = "full", _("the mailbox is full")
        REFUSED = "refused", _("the mail server did not take it")

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="bounce")
    address = models.EmailField(max_length=254, blank=True, db_index=True)
    reason = models.CharField(max_length=10, choices=Reason)
    is_hard = models.BooleanField(help_text="Trying again would not help.")

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.get_reason_display()}"

"""The personal link in a letter, by which a signatory reads and signs one version without an account.

Only the digest of its token is kept. It opens that version and nothing else, and dies when the version is taken back,
when its person has signed or declined, leaves or is switched off, and after ``DAYS`` days. A fresh one replaces it.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from people import tokens
from people.mail import write_to
from people.models import Letter
from policy.permissions import Action, may

from .. import workflows
from ..models import Signatory

DAYS = 14


def of_token(token: str) -> Signatory | None:
    """Who may read and sign by this link now; ``None`` for a link that never was one, is used, or has ended."""
    row = _find(token)
    return row if row and _lives(row) and can_sign(row) else None


def receipt_of(token: str) -> Signatory | None:
    """Who has signed or declined and once held this link, until the day on which it ends; it opens nothing more."""
    row = _find(token)
    if row is None or row.is_awaited or not _lives(row):
        return None
    return row if may(row.person, Action.READ, row.version) else None


def can_sign(signatory: Signatory) -> bool:
    """Whether this signature is still awaited from somebody who may still give it."""
    version = signatory.version
    return signatory.is_awaited and version.state == workflows.SIGNING and may(signatory.person, Action.SIGN, version)


def fresh(signatory: Signatory, *, by: Any, letter: str, about: str) -> Letter | None:
    """Write a letter with a fresh link to a signatory; any link before it is dead from then on.

    ``letter`` names the template, ``about`` keeps it to one letter: ``None``, and the link before stays good, when
    the person has been told of it already.
    """
    token, digest = tokens.fresh()
    version = signatory.version
    page = settings.SITE_URL + version.get_absolute_url()
    words = {**version.letter_words(), "by": by, "days": DAYS, "page": page}
    path = reverse("documents:by_link", args=(token,))
    with transaction.atomic():
        written = write_to(signatory.person, letter, about=about, words=words, path=path, is_secret=True)
        if written:
            until = timezone.now() + timedelta(days=DAYS)
            Signatory.objects.filter(pk=signatory.pk).update(link_digest=digest, link_until=until)
    return written


def send_again(token: str) -> None:
    """Write a fresh link to the person whose link this was, if their signature is still awaited; at most one a day."""
    row = _find(token)
    if row is not None and can_sign(row):
        about = f"sign {row.pk} again {timezone.now():%Y-%m-%d}"
        fresh(row, by=row.version.author, letter="documents/signatory_offer", about=about)


def _find(token: str) -> Signatory | None:
    rows = Signatory.objects.select_related("person", "version__document__space", "version__author")
    return rows.filter(link_digest=tokens.digest_of(token)).first()


def _lives(signatory: Signatory) -> bool:
    return signatory.link_until is not None and signatory.link_until > timezone.now()

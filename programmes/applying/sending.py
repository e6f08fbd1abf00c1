"""An application is sent: kept as it is, and a letter goes out to make sure that the address is the sender's own.

Nothing here looks whether the address is known, so that no page and no letter can tell.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from people import mail, tokens

from ..models import AddressCheck, ApplicationDraft
from . import consent, drafts, steps

LINK_KEPT = timedelta(days=7)


def send(draft: ApplicationDraft, *, now: datetime) -> bool:
    """Hand a complete draft in; sent twice, it is sent once. False when it is incomplete, or was confirmed since.

    A letter goes to its address unless one went there today: its link is good for everything sent from there.
    """
    opening = draft.opening
    if not steps.is_complete(steps.whole(opening, steps.of(opening)), draft.said):
        return False
    mark = mark_of(draft.said_about["email"])
    told = {"mark": mark, "questions": opening.questions, "consent": consent.recorded(opening)}
    as_looked_at = Q(changed_at=draft.changed_at) | Q(sent_at__isnull=False)  # or the same form was sent just before
    rows = ApplicationDraft.objects.filter(as_looked_at, pk=draft.pk, confirmed_at=None)
    with transaction.atomic():
        if not rows.update(sent_at=now, changed_at=now, **told):
            return False
        _ask_whose_it_is(draft, mark, now)
    return True


def send_link(draft: ApplicationDraft, token: str, *, now: datetime) -> str | None:
    """Send the link to the draft to the address in it, at most once a day; the address, or ``None`` without one."""
    address = str(draft.said_about.get("email") or "").strip()
    try:
        validate_email(address)
    except ValidationError:
        return None
    path = reverse("programmes:apply_step", args=(token, "about"))
    with transaction.atomic():
        _write(draft, address, "programmes/apply_later", drafts.about("later", mark_of(address), now.date()), path)
    return address


def mark_of(address: str) -> str:
    """What stands for an address, so that it need not be kept a second time."""
    return salted_hmac("programmes.apply", address.strip().lower()).hexdigest()


def _ask_whose_it_is(draft: ApplicationDraft, mark: str, now: datetime) -> None:
    token, digest = tokens.fresh()
    path = reverse("programmes:apply_confirm", args=(token,))
    about = drafts.about("check", mark, now.date())
    if _write(draft, draft.said_about["email"].strip(), "programmes/apply_confirm", about, path):
        told = {"digest": digest, "until": now + LINK_KEPT}
        AddressCheck.objects.update_or_create(mark=mark, defaults=told)


def _write(draft: ApplicationDraft, address: str, template: str, about: str, path: str) -> bool:
    programme = draft.opening.programme
    words = {"programme": programme, "reference": draft.reference, "days": LINK_KEPT.days, "kept": drafts.KEPT.days}
    letter = mail.write_outside(
        address,
        template,
        about=about,
        words=words,
        path=path,
        language=programme.language,
        zone=drafts.zone_of(draft),
    )
    return letter is not None

"""Signing: the room of the pipeline where a version is offered, signed by each for themselves, and sealed by the last."""

from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import write_to
from policy.machine import NotNow, move, record
from policy.models import Participation
from policy.permissions import Action, Role, may, require, words_for

from .. import kinds, receiving, workflows
from ..heading import sheet_of
from ..models import Signatory, Version
from ..pipeline import require_complete, seal
from ..sheet import digest_of
from ..uploads import Opened
from . import asking, links, reminding


def whom_to_ask(version: Version, *, by: Any) -> list[Participation]:
    """Whose signatures a version will need when ``by`` offers it today, in the order of a signature page.

    They are the people who hold a signing role in its space, but for those who were switched off; of several managers,
    the one who offers.
    """
    assert version.kind is not None
    rows = version.space.people(*version.kind.parts.signers)
    people = {row.person_id: row for row in rows if row.person.is_active}
    leads = by.pk in people and people[by.pk].role == Role.MANAGER
    return [row for row in people.values() if not leads or row.role != Role.MANAGER or row.person_id == by.pk]


def offer(version: Version, *, by: Any) -> None:
    """Offer a draft for signature; from now on its words are fixed (R25).

    Everyone asked gets a letter with a personal link, and a reminder after some days; who offers needs neither.
    Raises ``NotNow`` where nothing is begun any more: nobody signs in a group that has ended.
    """
    if reason := kinds.why_not_begin(version.document):
        raise NotNow(reason)
    require_complete(version)
    _require_every_side(version)
    with transaction.atomic():
        _forget_signatures(version)
        rows = Signatory.objects.bulk_create(
            Signatory(version=version, person=row.person, role=row.role) for row in whom_to_ask(version, by=by)
        )
        sheet = sheet_of(version, at=timezone.now())
        event = move(version, Action.OFFER, by=by, sheet=sheet, digest=digest_of(_words(sheet)))
        for row in rows:
            if row.person_id != by.pk:
                links.fresh(row, by=by, letter="documents/signatory_offer", about=f"sign {row.pk}")
        reminding.plan(version, event)


def _require_every_side(version: Version) -> None:
    """Raise ``NotNow`` where a side that signs has nobody: what was signed without it would bind it, too."""
    assert version.kind is not None
    there = {Role(row.role) for row in version.space.people(*version.kind.parts.signers)}
    if missing := version.kind.parts.signers - there:
        raise NotNow(_("Nobody is there who signs it as: %(roles)s.") % {"roles": words_for(missing)})


def recall(version: Version, *, by: Any) -> None:
    """Take an offered version back to draft. Changed words are signed anew by all: signatures given so far are void.

    Also the way out when a signatory has left before everyone signed, or has declined. Every personal link is dead.
    """
    with transaction.atomic():
        move(version, Action.RECALL, by=by, sheet=None, digest="")
        _forget_signatures(version)


def sign(version: Version, *, by: Any, name: str, way: str = Signatory.Way.ACCOUNT, seen: str | None = None) -> bool:
    """Sign once, for oneself. Returns whether this signature was the last and sealed the version.

    ``seen`` is the digest of the words that the signer had before them: ``NotNow`` when they are not these any more.
    """
    with transaction.atomic():
        version = _locked(version)
        require(by, Action.SIGN, version)
        require_open(version)
        if seen is not None and seen != version.digest:
            raise NotNow(_("The text was changed after you opened this page. Read it again before you sign."))
        _settle(version, by, by=by, signed_at=timezone.now(), name_typed=name, digest=version.digest, way=way)
        record(version, Action.SIGN, by=by)
        return _seal_if_last(version, by)


def refuse(version: Version, *, by: Any, reason: str) -> None:
    """Decline to sign, once, for oneself. The version cannot be sealed any more; its author is told, and may recall it.

    Everyone sees that somebody declined; the reason is for the authors alone and stands in no letter.
    """
    with transaction.atomic():
        version = _locked(version)
        require(by, Action.REFUSE, version)
        _settle(version, by, by=by, declined_at=timezone.now(), reason=reason)
        event = record(version, Action.REFUSE, by=by)
        asking.tell_authors(version, "documents/signatory_refuse", about=f"event {event.pk}", by=by)


def sign_on_paper(signatory: Signatory, opened: Opened, *, by: Any) -> bool:
    """Attach the paper that a signatory has signed by hand: it counts as the signature, and may be the last that seals.

    For the signatory, and for the author on behalf of those who signed on paper; then the person gets a letter.
    """
    with transaction.atomic():
        version = _locked(signatory.version)
        require(by, Action.SCAN, version)
        signatory = _still_there(signatory, version)
        person = signatory.person
        now = timezone.now()
        way = Signatory.Way.PAPER
        _settle(version, person, by=by, signed_at=now, name_typed=person.name, digest=version.digest, way=way)
        receiving.attach_signature(signatory, opened, by=by)
        event = record(version, Action.SCAN, by=by)
        if person.pk != by.pk:
            words = {**version.letter_words(), "by": by}
            path = version.get_absolute_url()
            write_to(person, "documents/signatory_scan", about=f"event {event.pk}", words=words, path=path)
        return _seal_if_last(version, by)


def _still_there(signatory: Signatory, version: Version) -> Signatory:
    """The same signatory as it is now, and still somebody who could sign."""
    row = version.signatories.select_related("person").filter(pk=signatory.pk).first()
    if row is None or not may(row.person, Action.SIGN, version):
        raise NotNow(_("This person is not asked to sign it any more. Take it back and offer it again."))
    row.version = version
    return row


def _locked(version: Version) -> Version:
    """The version as it is now, its row locked first: of two last signers at the same moment the second sees the first."""
    rows = Version.objects.select_for_update(of=("self",)).select_related("document__space", "author")
    return rows.get(pk=version.pk)


def require_open(version: Version) -> None:
    """Raise ``NotNow`` unless signatures are being taken."""
    if version.state != workflows.SIGNING:
        raise NotNow(_("This is “%(state)s” now and cannot be signed.") % {"state": version.status_words})


def _settle(version: Version, person: Any, *, by: Any, **changes: Any) -> None:
    """Write what one person decided, if that is still open."""
    require_open(version)
    mine = Signatory.objects.filter(version=version, person=person)
    if mine.awaited().update(**changes):
        return
    has_declined = mine.exclude(declined_at=None).exists()
    if person.pk != by.pk:
        raise NotNow(_("This person has declined to sign.") if has_declined else _("This person has signed already."))
    if has_declined:
        raise NotNow(_("You have declined to sign this. When it is offered again, you can sign."))
    raise NotNow(_("You have signed this already."))


def _seal_if_last(version: Version, by: Any) -> bool:
    if version.signatories.filter(signed_at=None).exists():
        return False
    seal(version, Action.SEAL, by=by, where=~models.Q(Exists(_unsigned())))
    return True


def _forget_signatures(version: Version) -> None:
    receiving.let_go(version)
    version.signatories.all().delete()


def _unsigned() -> Any:
    return Signatory.objects.filter(version=OuterRef("pk"), signed_at=None)


def _words(sheet: dict[str, Any]) -> dict[str, Any]:
    return {key: sheet[key] for key in ("title", "programme", "group", "version", "language", "blocks")}

"""What a person is in front of a document: the parts of its kind, as one answer and as the same law in SQL."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.models import Participation
from policy.permissions import GRANTS, Action, Role
from policy.standing import Standing

from . import kinds, workflows
from .kinds import Parts

if TYPE_CHECKING:
    from .models import Document, Version


def parts_of(document: "Document") -> Parts:
    """The parts of its kind; when the code of that has gone, who read it then still reads it, and nobody writes."""
    if document.kind:
        return document.kind.parts
    return Parts(writers=frozenset(), readers=frozenset(Role(role) for role in document.cast.split()))


def cast_of(parts: Parts) -> str:
    """The roles that read a document of these parts, as words that a document keeps (with a space around each)."""
    writers = {Role.OWNER} if parts.own else parts.writers
    roles = {*parts.readers, *parts.signers, *writers, parts.reviewer} - {None}
    return f" {' '.join(sorted(role for role in roles if role))} "


def roles_in_document(document: "Document", person: Any, held: frozenset[Role]) -> frozenset[Role]:
    """The parts that ``person``, who holds the roles ``held`` in the document's space, plays in it, or keeps in it."""
    roles = _roles_held(document, person, held)
    return (
        roles
        if roles & GRANTS[Action.READ]
        else roles | _roles_kept(document, person, {"version__document": document.pk})
    )


def _roles_held(document: "Document", person: Any, held: frozenset[Role]) -> frozenset[Role]:
    parts = parts_of(document)
    roles: set[Role] = set()
    if held & parts.writers and (not parts.own or document.person_id == person.pk):
        roles.add(Role.AUTHOR)
    if parts.reviewer in held:
        roles.add(Role.REVIEWER)
    if held & (parts.readers | parts.signers) - {document.withheld_from}:
        roles.add(Role.READER)
    if held and Role.OWNER in parts.readers and document.person_id == person.pk:
        roles |= {Role.READER, Role.WITNESS}
    if held & (parts.readers | parts.signers | {parts.reviewer}):
        roles.add(Role.WITNESS)
    return frozenset(roles)


def roles_in_version(version: "Version", person: Any, held: frozenset[Role] | None = None) -> frozenset[Role]:
    """The same for one version: a draft has no readers yet, and signatories are people, not roles.

    ``held`` spares the query when the caller knows already which roles ``person`` holds in the space.
    """
    held = version.space.roles_of(person) if held is None else held
    roles = set(_roles_held(version.document, person, held))
    if version.state == workflows.DRAFT:
        roles &= {Role.AUTHOR, Role.WITNESS}
    elif held and any(row.person_id == person.pk for row in version.signatories.all()):
        roles.add(Role.SIGNATORY)
    if not roles & GRANTS[Action.READ]:
        roles |= _roles_kept(version.document, person, {"version": version.pk})
    return frozenset(roles)


def _roles_kept(document: "Document", person: Any, signed: dict[str, Any]) -> frozenset[Role]:
    """What somebody has who left the space: reads on what is theirs, or what they ``signed`` (docs/adr/0021).

    Asks the database only where it may be so: not for each row of a list that somebody reads who is there.
    """
    parts = parts_of(document)
    may_be = parts.kept and not document._state.adding and (parts.signers or document.person_id == person.pk)
    if not may_be or not person.is_active:
        return frozenset()
    if parts.signers and not _signed_by(person).filter(**signed).exists():
        return frozenset()
    now = timezone.now()
    ended = Participation.objects.filter(person_id=person.pk, space=document.space_id, role__in=parts.kept)
    if parts.kept_for:
        ended = ended.filter(ends_at__gt=now - parts.kept_for)
    return frozenset({Role.READER, Role.WITNESS}) if ended.filter(ends_at__lte=now).exists() else frozenset()


def _signed_by(person: Any) -> QuerySet[Any]:
    """What somebody has signed that came into force with it."""
    from .models import Signatory

    in_force = (workflows.SEALED, workflows.SUPERSEDED)
    return Signatory.objects.filter(person_id=person.pk, signed_at__isnull=False, version__state__in=in_force)


def known_to(person: Any) -> Q:
    """``Document`` rows in front of which ``person`` has any part, as a condition."""
    standing = Standing.of(person)
    kept = _as_kept(standing, "", "version__document")
    if not standing.roles:
        return kept
    held = _as_author(standing, "") | _by_part(standing, "") | _as_owner(standing, "") | _of_gone_kinds(standing, "")
    return held | kept


def readable_by(person: Any) -> Q:
    """``Version`` rows that ``person`` may read, as a condition."""
    from .models import Signatory

    standing = Standing.of(person)
    kept = _as_kept(standing, "document__", "version")
    if not standing.roles:
        return kept
    signing = standing.here("document__space") & Q(
        Exists(Signatory.objects.filter(version=OuterRef("pk"), person_id=person.pk))
    )
    reading = _by_part(standing, "document__", withheld=True) | _as_owner(standing, "document__")
    reading |= _of_gone_kinds(standing, "document__", withheld=True)
    return _as_author(standing, "document__") | (~Q(state=workflows.DRAFT) & (reading | signing)) | kept


def _as_kept(standing: Standing, path: str, signed: str) -> Q:
    """Rows that somebody who has left goes on reading: the law of ``_roles_kept``. ``signed``: what a signature is to them."""
    condition = Q(pk__in=())
    for kind in kinds.every() if standing.left else ():
        spaces = standing.left_spaces(kind.parts.kept, kind.parts.kept_for)
        if not spaces:
            continue
        here = Q(**{f"{path}kind_slug": kind.slug, f"{path}space__in": spaces})
        if kind.parts.signers:
            condition |= here & Q(Exists(_signed_by(standing.person).filter(**{signed: OuterRef("pk")})))
        else:
            condition |= here & Q(**{f"{path}person": standing.person})
    return condition


def _as_author(standing: Standing, path: str) -> Q:
    condition = Q(pk__in=())
    for role in standing.roles:
        written = [kind for kind in kinds.every() if role in kind.parts.writers]
        shared = _of_kinds(path, [kind.slug for kind in written if not kind.parts.own])
        own = _of_kinds(path, [kind.slug for kind in written if kind.parts.own], person=standing.person)
        if what := shared | own:
            condition |= standing.here(f"{path}space", Role(role)) & what
    return condition


def _of_kinds(path: str, slugs: list[str], **more: Any) -> Q:
    """Rows of these kinds. An empty condition where there are none: the database is not asked about nothing."""
    return (
        Q(**{f"{path}kind_slug__in": slugs}, **{path + name: value for name, value in more.items()}) if slugs else Q()
    )


def _as_owner(standing: Standing, path: str) -> Q:
    """Rows of kinds that the person they belong to reads, as long as that person takes part in their space."""
    owned = _of_kinds(path, [kind.slug for kind in kinds.every() if Role.OWNER in kind.parts.readers])
    return standing.here(f"{path}space") & owned & Q(**{f"{path}person": standing.person}) if owned else Q(pk__in=())


def _of_gone_kinds(standing: Standing, path: str, *, withheld: bool = False) -> Q:
    """Rows whose kind has no code any more: whoever read them then still does."""
    gone = ~Q(**{f"{path}kind_slug__in": [kind.slug for kind in kinds.every()]})
    readable = standing.here(f"{path}space") & Q(
        **{f"{path}cast__contains": f" {Role.OWNER} ", f"{path}person": standing.person}
    )
    for role in standing.roles:
        cast = Q(**{f"{path}cast__contains": f" {role} "})
        if withheld:
            cast &= ~Q(**{f"{path}withheld_from": role})
        readable |= standing.here(f"{path}space", Role(role)) & cast
    return gone & readable


def _by_part(standing: Standing, path: str, *, withheld: bool = False) -> Q:
    """Rows whose kind gives a reading part to a role that is held; the reviewer's is never withheld."""
    condition = Q(pk__in=())
    for role in standing.roles:
        reviewed = _of_kinds(path, [kind.slug for kind in kinds.every() if role == kind.parts.reviewer])
        read = _of_kinds(path, [kind.slug for kind in kinds.every() if role in kind.parts.readers | kind.parts.signers])
        if read and withheld:
            read &= ~Q(**{f"{path}withheld_from": role})
        if what := reviewed | read:
            condition |= standing.here(f"{path}space", Role(role)) & what
    return condition


def readers_in_words(document: "Document") -> str:
    """“Who can read this”, from the same parts that decide it, so that it cannot lie."""
    own = document.person.name if document.person else ""
    return parts_in_words(parts_of(document), own=own, withheld_from=document.withheld_from)


def parts_in_words(parts: Parts, *, own: str, withheld_from: str = "") -> str:
    """Who can read what has these parts, in words. ``own``: what to call the person whom it belongs to."""
    readers = set(parts.readers | parts.signers) - {withheld_from}
    if parts.reviewer:
        readers.add(parts.reviewer)
    if not parts.own:
        readers |= parts.writers
    own = own if parts.own or Role.OWNER in readers else ""
    said = {
        Role.MENTOR: _("the mentor"),
        Role.MENTEE: _("the mentees of the group"),
        Role.MANAGER: _("the managers of the programme"),
        Role.APPLICANT: _("the applicant"),
    }
    words = ([own] if own else []) + [said[role] for role in said if role in readers]
    if parts.together:
        others = _listed([said[role] for role in said if role in parts.together])
        return _("%(readers)s; without your name, together with at least four others, also %(others)s") % {
            "readers": _listed(words),
            "others": others,
        }
    if parts.released:
        allowed = _listed([said[role] for role in said if role in parts.released])
        return _("%(readers)s; what its writer allows also %(allowed)s") % {
            "readers": _listed(words),
            "allowed": allowed,
        }
    return _listed(words)


def _listed(words: list[str]) -> str:
    """“a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    # Translators: the end of a list, like “the mentor, Nia Berg and the managers of the programme”
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}

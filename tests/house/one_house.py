"""A working group and everybody around it, for what is tested of every kind; and a document through its whole life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from documents import pipeline, signing, workflows
from documents.kinds import DocumentKind
from documents.models import Version
from jobs.models import Job
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.heading import MADE_BY
from programmes.models import Group
from tests import stories
from tests.answers import complete

Held = dict[str, frozenset[Role]]


@dataclass
class House:
    """A working group and everybody around it, by what they are; each selected person has an application too."""

    group: Group
    cast: dict[str, User]

    def space_of(self, kind: DocumentKind) -> Space:
        """Where documents of a kind are kept; of applicants' files that of whoever applied in the role it is for."""
        if kind.lives_in == Space.Kind.GROUP:
            return self.group.space
        programme = self.group.programme
        if kind.lives_in == Space.Kind.PROGRAMME:
            return programme.space
        who = self.cast["mentor" if MADE_BY.get(kind.slug) == Role.MENTOR else "mentee"]
        return programme.applications.select_related("space").get(person=who).space

    def held(self, kind: DocumentKind) -> Held:
        """The roles that each of them holds there."""
        space = self.space_of(kind)
        return {name: space.roles_of(person) for name, person in self.cast.items()}

    def writer(self, kind: DocumentKind) -> User:
        """Somebody who may write it: a mentee where mentees may."""
        held = self.held(kind)
        return next(self.cast[name] for name in ("mentee", "mentor", "manager") if held[name] & kind.parts.writers)

    def begin(self, kind: DocumentKind, by: User) -> Version:
        """One document of a kind, begun."""
        if kind.slug == "contract":  # there is one in force: this is its next version
            return pipeline.amend(Version.objects.in_force().get(document__kind_slug="contract"), by=by)
        about = self.cast["mentee" if Role.MENTEE in kind.parts.about else "mentor"] if kind.parts.about else None
        person = by if kind.parts.own else about
        occasion = uuid4() if kind.per_meeting or kind.repeats else None
        return pipeline.start(kind, self.space_of(kind), by=by, person=person, occasion=occasion)


def build() -> House:
    mara = stories.manager("mara@example.org", "Mara Vilks")
    people = (("tomas", "Tomas Lind"), ("nia", "Nia Berg"), ("ela", "Ela Žukaitė"), ("oto", "Oto Falk"))
    tomas, nia, ela, oto = (stories.person(f"{who}@example.org", name) for who, name in people)
    group = stories.group(stories.programme(by=mara), mentor=tomas, mentees=[nia, ela], by=mara)
    stories.contract_in_force(group, by=mara)
    group.refresh_from_db()
    former, past = stories.person("former@example.org", "Former"), stories.person("past@example.org", "Past")
    ended = {"ends_at": timezone.now() - timedelta(seconds=1)}
    Participation.objects.create(space=group.space, person=former, role=Role.MENTEE, **ended)
    Participation.objects.create(space=group.programme.space, person=past, role=Role.MANAGER, **ended)
    other, off = stories.manager("other@example.org", "Other"), stories.manager("off@example.org", "Switched Off")
    stories.programme(by=other, name="Elsewhere")
    Participation.objects.create(space=group.programme.space, person=off, role=Role.MANAGER)
    off.is_active = False
    off.save()
    Job.objects.all().delete()  # letters of the building are not what these tests wait for
    inside = {"manager": mara, "mentor": tomas, "mentee": nia, "second mentee": ela}
    return House(group, {**inside, "outsider": oto, "former": former, "past": past, "other": other, "off": off})


def life(kind: DocumentKind, house: House) -> Iterator[Version]:
    """One version through its whole life, handed out in every state; at the end the next version, in draft, if there can be one."""
    by = house.writer(kind)
    version = house.begin(kind, by)
    yield version
    pipeline.write(version, complete(kind, version.answers), by=by)
    yield from _handed_on(kind, version, house, by)
    version.refresh_from_db()
    yield version
    if not kind.live and not kind.is_nameless:
        yield pipeline.amend(version, by=by)


def _handed_on(kind: DocumentKind, version: Version, house: House, by: User) -> Iterator[Version]:
    if kind.workflow in (workflows.FILED, workflows.FILED_QUIETLY, workflows.SENT_ONCE):
        pipeline.file(version, by=by)
    elif kind.workflow is workflows.REVIEWED:
        pipeline.submit(version, by=by)
        yield version
        assert kind.parts.reviewer is not None
        pipeline.publish(version, by=house.cast[kind.parts.reviewer.value], comment="Read.")
    else:
        signing.offer(version, by=by)
        yield version
        for row in version.signatories.select_related("person"):
            signing.sign(version, by=row.person, name=row.person.name)


def due_readers(version: Version, house: House) -> set[str]:
    """Who may read it, worked out from the kind's parts and the roles that are held alone."""
    kind, document = version.kind, version.document
    assert kind is not None
    held, parts = house.held(kind), kind.parts
    wrote = {name for name, roles in held.items() if roles & parts.writers}
    owner = {name for name, person in house.cast.items() if person == document.person and held[name]}
    wrote = wrote & owner if parts.own else wrote
    if version.state == "draft":
        return wrote
    reading = (parts.readers | parts.signers) - {document.withheld_from} | {parts.reviewer}
    return (
        wrote | {name for name, roles in held.items() if roles & reading} | (owner if Role.OWNER in reading else set())
    )

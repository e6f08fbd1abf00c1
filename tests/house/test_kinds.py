"""Every kind of document, tested by existing: begun, filled, handed on, sealed, printed, read by exactly its readers."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import page
import pypdf
import pytest
from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline, printing, signing, workflows
from documents.forms import Filling, posted
from documents.kinds import STAGES, DocumentKind, Parts, Section
from documents.models import Document, Version
from documents.rights import readers_in_words
from jobs.models import Job
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Action, Role, may
from programmes.heading import MADE_BY
from programmes.models import Application, Group, Programme
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
EVERY = [pytest.param(kind, id=kind.slug) for kind in kinds.every()]
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


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[House]:
    """The house, built once for this module and rolled back at its end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield _build()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def _build() -> House:
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


@pytest.fixture
def house(built: House, db) -> House:
    """The house; what a test does to it is rolled back."""
    return House(Group.objects.select_related("space", "programme__space").get(pk=built.group.pk), dict(built.cast))


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


def test_there_are_kinds_of_every_workflow_stage_and_place() -> None:
    every = kinds.every()
    assert {kind.workflow for kind in every} == {
        *(workflows.REVIEWED, workflows.SIGNED, workflows.FILED, workflows.FILED_QUIETLY, workflows.SENT_ONCE)
    }
    assert {kind.stage for kind in every} == set(STAGES)
    assert {kind.lives_in for kind in every} == {Space.Kind.GROUP, Space.Kind.APPLICATION, Space.Kind.PROGRAMME}
    assert all(any(flag(kind) for kind in every) for flag in (
        lambda kind: kind.repeats, lambda kind: kind.per_meeting, lambda kind: kind.stamped, lambda kind: kind.texts,
        lambda kind: kind.parts.about, lambda kind: kind.parts.is_private, lambda kind: Role.OWNER in kind.parts.readers,
    ))  # fmt: skip


@pytest.mark.parametrize("kind", EVERY)
def test_it_opens_empty_and_says_what_is_missing(kind: DocumentKind) -> None:
    assert [filled.section for filled in Filling(kind)] == list(kind.sections)
    empty = Filling(kind, data=posted(kind, {}))
    required = any(field.required for section in kind.sections for field in section.form().fields.values())
    assert empty.is_valid() is (kind.live or not required)


@pytest.mark.parametrize("kind", EVERY)
def test_what_is_filled_in_comes_back_the_same(kind: DocumentKind) -> None:
    answers = complete(kind)
    filling = Filling(kind, data=posted(kind, answers))
    assert filling.is_valid(), [form.errors for form in filling.forms]
    assert filling.answers() == answers
    assert [filled.body.initial for filled in Filling(kind, answers) if not filled.section.many] == [
        answers[section.slug] for section in kind.sections if not section.many
    ]


@pytest.mark.parametrize("kind", EVERY)
def test_its_form_opens_saves_and_hands_on(kind: DocumentKind, house: House, signed_in) -> None:
    by = house.writer(kind)
    version, browser = house.begin(kind, by), signed_in(by)
    address = reverse("documents:write", args=(version.pk,))
    assert browser.get(address).status_code == 200
    data = posted(kind, complete(kind, version.answers))
    assert browser.post(address, data).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.answers) == ("draft", complete(kind, version.answers))
    data["hand-on"] = "1"
    assert browser.post(address, data).status_code == 302
    version.refresh_from_db()
    handed_on = {workflows.REVIEWED: "submitted", workflows.SIGNED: "draft", workflows.FILED: "sealed"}
    handed_on |= {workflows.FILED_QUIETLY: "sealed", workflows.SENT_ONCE: "sealed"}
    assert version.state == next(state for workflow, state in handed_on.items() if workflow is kind.workflow)
    assert browser.get(reverse("documents:read", args=(version.pk,))).status_code == 200


@pytest.mark.parametrize("kind", EVERY)
def test_it_is_read_by_exactly_its_readers(kind: DocumentKind, house: House) -> None:
    """In every state, withheld from managers or not; the list and the single check agree with the kind's own words."""
    for version in life(kind, house):
        for withheld in (Role.MANAGER, ""):
            pipeline.withhold(kind.slug, [version.space.pk], withheld)
            version.document.refresh_from_db()
            _is_read_by_its_readers(version, house)


def _is_read_by_its_readers(version: Version, house: House) -> None:
    cast, document, state = house.cast.items(), version.document, version.state
    single = {name for name, person in cast if may(person, Action.READ, version)}
    listed = {name for name, who in cast if Version.objects.visible_to(who).filter(pk=version.pk).exists()}
    assert (single, listed) == (due_readers(version, house),) * 2, state
    knows = {name for name, person in cast if may(person, Action.LIST, document)}
    sees = {name for name, who in cast if Document.objects.visible_to(who).filter(pk=document.pk).exists()}
    assert knows == sees >= single, state


OF_GROUPS = [pytest.param(kind, id=kind.slug) for kind in kinds.every() if kind.lives_in == Space.Kind.GROUP]


@pytest.mark.parametrize("kind", OF_GROUPS)
def test_who_has_left_reads_on_what_the_kind_says_and_nothing_else(kind: DocumentKind, house: House) -> None:
    """In every state: their own, or what they signed, as long as the kind says; in lists and one by one (docs/adr/0021)."""
    there = Participation.objects.filter(space=house.group.space, ends_at=None)
    long_ago = kind.parts.kept_for or timedelta(days=4000)
    for version in life(kind, house):
        for ago, kept_on in ((timedelta(seconds=1), True), (long_ago, kind.parts.kept_for is None)):
            with transaction.atomic():
                there.update(ends_at=timezone.now() - ago)
                _is_kept_by(version, house, due_keepers(version, house) if kept_on else set())
                transaction.set_rollback(True)


def due_keepers(version: Version, house: House) -> set[str]:
    """Who of those who have left keeps it, worked out from the kind's parts alone."""
    parts, cast = version.document.kind.parts, ("mentor", "mentee", "second mentee")
    roles = {"mentor": Role.MENTOR, "mentee": Role.MENTEE, "second mentee": Role.MENTEE}
    signed = {row.person for row in version.signatories.exclude(signed_at=None)}
    theirs = signed if version.state in ("sealed", "superseded") else set()
    owner = theirs if parts.signers else {version.document.person}
    return {name for name in cast if roles[name] in parts.kept and house.cast[name] in owner}


def _is_kept_by(version: Version, house: House, due: set[str]) -> None:
    version = Version.objects.get(pk=version.pk)
    people = [(name, house.cast[name]) for name in ("mentor", "mentee", "second mentee", "outsider", "former", "off")]
    single = {name for name, person in people if may(person, Action.READ, version)}
    listed = {name for name, who in people if Version.objects.visible_to(who).filter(pk=version.pk).exists()}
    assert (single, listed) == (due, due), version.state
    assert not any(may(person, Action.WRITE, version) or may(person, Action.SIGN, version) for _name, person in people)
    knows = {name for name, person in people if may(person, Action.LIST, version.document)}
    sees = {name for name, who in people if Document.objects.visible_to(who).filter(pk=version.document_id).exists()}
    assert knows == sees >= single, version.state


@pytest.mark.parametrize("kind", EVERY)
def test_it_is_sealed_printed_and_says_who_can_read_it(kind: DocumentKind, house: House, run_jobs) -> None:
    version = next(version for version in life(kind, house) if version.state == "sealed")
    run_jobs()
    version.refresh_from_db()
    assert printing.are_words_intact(version) and printing.is_intact(version)
    data = printing.file_of(version).read_bytes()
    for profile in ("ua1", "3a"):  # for everyone, and for the archive: also under the seal
        report = page.validate_pdf_bytes(data, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    document = pypdf.PdfReader(io.BytesIO(data))
    assert json.loads(document.attachments["answers.json"][0])["answers"] == version.answers
    assert str(kind.title) in " ".join("".join(leaf.extract_text() for leaf in document.pages).split())
    assert (b"/ETSI.CAdES.detached" in data) is kind.stamped
    said, due = readers_in_words(version.document), due_readers(version, house)
    words = {"manager": "the managers", "mentor": "the mentor", "second mentee": "the mentees"}
    allowed = {name for name, roles in house.held(kind).items() if roles & (kind.parts.released | kind.parts.together)}
    assert {name for name, word in words.items() if word in said} == {
        name for name in (due | allowed) & words.keys() if house.cast[name] != version.document.person
    }
    reads_as_owner = kind.parts.own or Role.OWNER in kind.parts.readers
    assert any(person.name in said for person in house.cast.values()) is reads_as_owner


def test_lists_and_single_checks_agree_on_everything_else(house: House) -> None:
    cast = house.cast
    stories.meeting(house.group, by=cast["mentor"])
    stories.application(house.group.programme, cast["outsider"], Role.MENTEE, by=cast["manager"], select=False)
    for model, least in ((Group, 1), (Programme, 2), (Application, 4), (Meeting, 1)):
        assert model.objects.count() >= least
        for name, person in cast.items():
            listed = set(model.objects.visible_to(person))
            assert listed == {row for row in model.objects.all() if may(person, Action.READ, row)}, (model, name)
    assert {name for name, who in cast.items() if Group.objects.visible_to(who)} == {
        "manager", "mentor", "mentee", "second mentee",
    }  # fmt: skip


class Wish(forms.Form):
    """What a new kind may be as small as."""

    wish = forms.CharField(label="Wish")


@pytest.fixture
def wishes() -> Iterator[DocumentKind]:
    """A kind that is registered here and nowhere else."""
    parts = Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MENTOR}))
    section = Section("wish", "Wish", Wish)
    kind = DocumentKind("wishes", "Wishes", "What you wish for.", (section,), workflows.FILED, parts, "task")
    yield kinds.register(kind)
    del kinds._shelf.kinds["wishes"]


def test_a_new_kind_works_without_anything_else_touched(
    wishes: DocumentKind, house: House, signed_in, run_jobs
) -> None:
    mentee, mentor = signed_in(house.cast["mentee"]), signed_in(house.cast["mentor"])
    assert "Wishes" in mentee.get(reverse("room", args=(house.group.pk,))).content.decode()
    begun = mentee.post(reverse("documents:start", args=(house.group.space_id, "wishes")))
    mentee.post(begun.url, {"wish-wish": "A garden", "hand-on": "1"})
    version = Version.objects.get(document__kind_slug="wishes")
    assert version.state == "sealed"
    run_jobs()
    page = reverse("documents:read", args=(version.pk,))
    assert "A garden" in mentor.get(page).content.decode()
    others = [signed_in(house.cast[name]) for name in ("second mentee", "manager")]
    assert {who.get(page).status_code for who in others} == {404}
    printed = mentor.get(reverse("documents:pdf", args=(version.pk,)))
    assert b"".join(printed.streaming_content).startswith(b"%PDF")


def test_a_kind_that_has_gone_leaves_its_sealed_versions_to_its_readers(
    wishes: DocumentKind, house: House, signed_in, run_jobs
) -> None:
    cast, by = house.cast, house.cast["mentee"]
    version = pipeline.start(wishes, house.group.space, by=by, person=by)
    pipeline.write(version, {"wish": {"wish": "A garden"}}, by=by)
    pipeline.file(version, by=by)
    run_jobs()
    version.refresh_from_db()
    del kinds._shelf.kinds["wishes"]
    try:
        single = {name for name, person in cast.items() if may(person, Action.READ, version)}
        listed = {name for name, who in cast.items() if Version.objects.visible_to(who).filter(pk=version.pk).exists()}
        assert single == listed == {"mentee", "mentor"}
        Document.objects.update(withheld_from=Role.MENTOR)
        document = Document.objects.get(pk=version.document_id)
        assert "mentor" in {name for name, person in cast.items() if may(person, Action.LIST, document)}
        assert document in Document.objects.visible_to(cast["mentor"]), "that it is there is no secret"
        assert not Version.objects.visible_to(cast["mentor"]).filter(pk=version.pk).exists()
        Document.objects.update(withheld_from="")
        mentor = signed_in(cast["mentor"])
        assert "A garden" in mentor.get(version.get_absolute_url()).content.decode()
        printed = mentor.get(reverse("documents:pdf", args=(version.pk,)))
        assert b"".join(printed.streaming_content).startswith(b"%PDF")
        assert mentor.get(reverse("room", args=(house.group.pk,))).status_code == 200
        assert mentor.get(reverse("home")).status_code == 200
        assert mentor.post(reverse("documents:amend", args=(version.pk,))).status_code == 403
    finally:
        kinds.register(wishes)


def test_two_kinds_of_one_name_are_refused(wishes: DocumentKind) -> None:
    with pytest.raises(ValueError, match="wishes"):
        kinds.register(wishes)


def test_a_space_of_the_organisation_is_no_place_for_documents() -> None:
    for kind in kinds.every():
        assert kind.lives_in in Space.Kind.values and kind.lives_in != Space.Kind.ORGANISATION

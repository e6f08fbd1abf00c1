"""Every kind of document, tested by existing: begun, filled, handed on, sealed, printed, read by exactly its readers."""

import io
import json
from datetime import timedelta

import page
import pypdf
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline, printing, workflows
from documents.forms import Filling, posted
from documents.kinds import STAGES, DocumentKind
from documents.models import Document, Version
from documents.rights import readers_in_words
from policy.models import Participation, Space
from policy.permissions import Action, Role, may
from programmes.models import Application, Group, Programme
from sessions.models import Meeting
from tests import stories
from tests.answers import complete
from tests.house.one_house import House, due_readers, life

pytestmark = pytest.mark.django_db
EVERY = [pytest.param(kind, id=kind.slug) for kind in kinds.every()]


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


def test_a_space_of_the_organisation_is_no_place_for_documents() -> None:
    for kind in kinds.every():
        assert kind.lives_in in Space.Kind.values and kind.lives_in != Space.Kind.ORGANISATION

"""Every kind of document, tested by existing: begun, filled, handed on, sealed, printed, read by exactly its readers."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline, printing, signing, workflows
from documents.forms import Filling, posted
from documents.kinds import DocumentKind, Parts, Section
from documents.models import Document, Version
from documents.rights import readers_in_words
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Action, Role, may
from programmes.models import Application, Group, Programme
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
EVERY = [pytest.param(kind, id=kind.slug) for kind in kinds.every()]


@pytest.fixture
def cast(working_group: Group, mara: User, tomas: User, nia: User, ela: User, oto: User) -> dict[str, User]:
    """By what they are in the group; ``former`` was a mentee, ``past`` a manager, ``other`` manages elsewhere."""
    former, past = stories.person("former@example.org", "Former"), stories.person("past@example.org", "Past")
    ended = {"ends_at": timezone.now() - timedelta(seconds=1)}
    Participation.objects.create(space=working_group.space, person=former, role=Role.MENTEE, **ended)
    Participation.objects.create(space=working_group.programme.space, person=past, role=Role.MANAGER, **ended)
    other = stories.manager("other@example.org", "Other")
    stories.programme(by=other, name="Elsewhere")
    off = stories.manager("off@example.org", "Switched Off")
    Participation.objects.create(space=working_group.programme.space, person=off, role=Role.MANAGER)
    off.is_active = False
    off.save()
    found = {"manager": mara, "mentor": tomas, "mentee": nia, "second mentee": ela, "outsider": oto}
    return {**found, "former": former, "past": past, "other": other, "off": off}


def writer(kind: DocumentKind, cast: dict[str, User]) -> User:
    """Somebody who may write it: a mentee where mentees may."""
    roles = (Role.MENTEE, Role.MENTOR, Role.MANAGER)
    return cast[next(role.value for role in roles if role in kind.parts.writers)]


def begin(kind: DocumentKind, group: Group, by: User) -> Version:
    person = by if kind.parts.own else None
    occasion = uuid4() if kind.per_meeting else None
    if kind.slug == "contract":  # there is one in force: this is its next version
        return pipeline.amend(Version.objects.in_force().get(document__kind_slug="contract"), by=by)
    return pipeline.start(kind, group.space, by=by, person=person, occasion=occasion)


def life(kind: DocumentKind, group: Group, cast: dict[str, User]) -> Iterator[Version]:
    """One version through its whole life, handed out in every state; at the end the next version, in draft."""
    by = writer(kind, cast)
    version = begin(kind, group, by)
    yield version
    pipeline.write(version, complete(kind, version.answers), by=by)
    yield from _handed_on(kind, version, cast, by)
    version.refresh_from_db()
    yield version
    if not kind.live:
        yield pipeline.amend(version, by=by)


def _handed_on(kind: DocumentKind, version: Version, cast: dict[str, User], by: User) -> Iterator[Version]:
    if kind.workflow is workflows.FILED:
        pipeline.file(version, by=by)
    elif kind.workflow is workflows.REVIEWED:
        pipeline.submit(version, by=by)
        yield version
        assert kind.parts.reviewer is not None
        pipeline.publish(version, by=cast[kind.parts.reviewer.value], comment="Read.")
    else:
        signing.offer(version, by=by)
        yield version
        for row in version.signatories.select_related("person"):
            signing.sign(version, by=row.person, name=row.person.name)


def due_readers(version: Version, cast: dict[str, User]) -> set[str]:
    """Who may read it, worked out from the kind's parts alone."""
    kind, document = version.kind, version.document
    assert kind is not None
    of = {"manager": Role.MANAGER, "mentor": Role.MENTOR, "mentee": Role.MENTEE, "second mentee": Role.MENTEE}
    wrote = {name for name, role in of.items() if role in kind.parts.writers}
    if kind.parts.own:
        wrote &= {name for name, person in cast.items() if person == document.person}
    if version.state == "draft":
        return wrote
    reading = kind.parts.readers | kind.parts.signers | {kind.parts.reviewer}
    withheld = {name for name, role in of.items() if role == document.withheld_from}
    return wrote | {name for name, role in of.items() if role in reading} - withheld


def test_there_are_kinds_of_every_workflow_and_stage() -> None:
    assert {kind.workflow for kind in kinds.every()} == {workflows.REVIEWED, workflows.SIGNED, workflows.FILED}
    assert {kind.stage for kind in kinds.every()} == {"initial", "task", "monitoring", "final"}


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
def test_its_form_opens_saves_and_hands_on(kind: DocumentKind, working_group: Group, cast, signed_in) -> None:
    by = writer(kind, cast)
    version, browser = begin(kind, working_group, by), signed_in(by)
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
    assert version.state == next(state for workflow, state in handed_on.items() if workflow is kind.workflow)
    assert browser.get(reverse("documents:read", args=(version.pk,))).status_code == 200


@pytest.mark.parametrize("kind", EVERY)
def test_it_is_sealed_and_printed(kind: DocumentKind, working_group: Group, cast, run_jobs) -> None:
    version = next(version for version in life(kind, working_group, cast) if version.state == "sealed")
    run_jobs()
    version.refresh_from_db()
    assert printing.are_words_intact(version) and printing.is_intact(version)
    assert printing.file_of(version).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("withheld", [False, True], ids=["", "withheld"])
@pytest.mark.parametrize("kind", EVERY)
def test_it_is_read_by_exactly_its_readers(kind: DocumentKind, withheld: bool, working_group: Group, cast) -> None:
    """In every state; the list and the single check agree with each other and with the kind's own words."""
    for version in life(kind, working_group, cast):
        if withheld:
            pipeline.withhold(kind.slug, [working_group.space_id], Role.MANAGER)
            version.document.refresh_from_db()
        single = {name for name, person in cast.items() if may(person, Action.READ, version)}
        listed = {name for name, who in cast.items() if Version.objects.visible_to(who).filter(pk=version.pk).exists()}
        assert (single, listed) == (due_readers(version, cast),) * 2, version.state
        document = version.document
        knows = {name for name, person in cast.items() if may(person, Action.LIST, document)}
        sees = {name for name, who in cast.items() if Document.objects.visible_to(who).filter(pk=document.pk).exists()}
        assert knows == sees >= single, version.state


@pytest.mark.parametrize("kind", EVERY)
def test_the_sentence_who_can_read_this_names_its_readers(kind: DocumentKind, working_group: Group, cast) -> None:
    version = next(version for version in life(kind, working_group, cast) if version.state == "sealed")
    said = readers_in_words(version.document)
    words = {"manager": "the managers", "mentor": "the mentor", "second mentee": "the mentees"}
    due = due_readers(version, cast)
    assert {name for name, word in words.items() if word in said} == due & words.keys()
    assert (cast["mentee"].name in said) is kind.parts.own


def test_lists_and_single_checks_agree_on_everything_else(working_group: Group, cast, programme: Programme) -> None:
    stories.meeting(working_group, by=cast["mentor"])
    stories.application(programme, cast["outsider"], Role.MENTEE, by=cast["manager"], select=False)
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
    wishes: DocumentKind, working_group: Group, tomas: User, nia: User, ela: User, mara: User, signed_in, run_jobs
) -> None:
    mentee, mentor = signed_in(nia), signed_in(tomas)
    assert "Wishes" in mentee.get(reverse("room", args=(working_group.pk,))).content.decode()
    begun = mentee.post(reverse("documents:start", args=(working_group.space_id, "wishes")))
    mentee.post(begun.url, {"wish-wish": "A garden", "hand-on": "1"})
    version = Version.objects.get(document__kind_slug="wishes")
    assert version.state == "sealed"
    run_jobs()
    page = reverse("documents:read", args=(version.pk,))
    assert "A garden" in mentor.get(page).content.decode()
    assert {who.get(page).status_code for who in (signed_in(ela), signed_in(mara))} == {404}
    printed = mentor.get(reverse("documents:pdf", args=(version.pk,)))
    assert b"".join(printed.streaming_content).startswith(b"%PDF")


def test_a_kind_that_has_gone_leaves_no_broken_pages(
    wishes: DocumentKind, working_group: Group, tomas: User, nia: User, signed_in, run_jobs
) -> None:
    version = pipeline.start(wishes, working_group.space, by=nia, person=nia)
    pipeline.write(version, {"wish": {"wish": "A garden"}}, by=nia)
    pipeline.file(version, by=nia)
    run_jobs()
    del kinds._shelf.kinds["wishes"]
    try:
        assert signed_in(tomas).get(reverse("room", args=(working_group.pk,))).status_code == 200
        assert signed_in(tomas).get(reverse("home")).status_code == 200
        assert signed_in(nia).get(version.get_absolute_url()).status_code in (200, 404)
    finally:
        kinds.register(wishes)


def test_two_kinds_of_one_name_are_refused(wishes: DocumentKind) -> None:
    with pytest.raises(ValueError, match="wishes"):
        kinds.register(wishes)


def test_a_space_of_the_organisation_is_no_place_for_documents(mara: User) -> None:
    for kind in kinds.every():
        assert kind.lives_in in Space.Kind.values and kind.lives_in != Space.Kind.ORGANISATION

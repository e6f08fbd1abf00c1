"""A programme's own texts: each change a number, a key for life, and every document keeps what it was begun on."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from documents import kinds, pipeline, wordings
from documents.forms import TEXT_AT_MOST, Filling
from documents.heading import sheet_of
from documents.kinds import DocumentKind, Parts, Section, TextList, Texts
from documents.models import Version, Wording
from documents.sheet import lay_out
from documents.workflows import FILED
from people.models import User
from policy.machine import NotNow
from policy.models import Event, Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme
from tests import stories
from tests.answers import complete
from tests.races import at_once

pytestmark = pytest.mark.django_db
WITH_TEXTS = [kind for kind in kinds.every() if kind.texts]
CONTRACT = kinds.get("contract")
OURS = "Nobody brings a trumpet & a <drum>."


def texts_now(kind: DocumentKind, programme: Programme) -> Texts:
    return wordings.in_use(kind, programme.space)


def with_ours(kind: DocumentKind, programme: Programme, words: str = OURS) -> Texts:
    """The texts in use, and in each list one of ours in the place of the last."""
    own = {"key": "", "title": "Ours", "text": words}
    return {slug: [*texts[:-1], own] for slug, texts in texts_now(kind, programme).items()}


def adapt(
    kind: DocumentKind, programme: Programme, by: User, texts: Texts | None = None, seen: int | None = None
) -> Any:
    now = wordings.newest(kind, programme.space)
    seen = (now.number if now else 0) if seen is None else seen
    texts = with_ours(kind, programme) if texts is None else texts
    return wordings.adapt(kind, programme.space, texts, by=by, seen=seen)


# --- every kind that has texts ----------------------------------------------------------------


def another_group(programme: Programme, *people: tuple[User, Role]) -> Group:
    space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
    for person, role in people:
        Participation.objects.create(space=space, person=person, role=role)
    return Group.objects.create(programme=programme, space=space, number=2, name="Second group")


def begin(kind: DocumentKind, space: Space) -> Version:
    """By somebody who may; about somebody where it is about people."""
    roles = {row.role: row.person for row in space.people()}
    by = next(roles[role] for role in (Role.MENTEE, Role.MENTOR, Role.APPLICANT, Role.MANAGER)
              if role in kind.parts.writers and role in roles)  # fmt: skip
    about = next((roles[role] for role in kind.parts.about if role in roles), None)
    occasion = uuid4() if kind.per_meeting or kind.repeats else None
    return pipeline.start(kind, space, by=by, person=by if kind.parts.own else about, occasion=occasion)


@pytest.mark.parametrize("kind", WITH_TEXTS, ids=lambda kind: kind.slug)
def test_what_is_begun_before_a_change_keeps_its_texts_and_what_is_begun_after_has_the_new_ones(
    kind: DocumentKind, group: Group, mara: User, tomas: User, nia: User, signed_in
) -> None:
    programme = group.programme
    if kind.lives_in == Space.Kind.APPLICATION:
        mentors = [stories.newcomer(name, programme, Role.MENTOR, by=mara) for name in ("Ada", "Bo")]
        before_in, after_in = (row.space for row in mentors)
    else:
        before_in, after_in = group.space, another_group(programme, (tomas, Role.MENTOR), (nia, Role.MENTEE)).space
    before = begin(kind, before_in)
    wording = adapt(kind, programme, mara)
    after = begin(kind, after_in)
    assert (before.wording, after.wording, wording.number) == (None, wording, 1)

    def form(version: Version) -> str:
        answer = signed_in(version.author).get(reverse("documents:write", args=(version.pk,)))
        assert answer.status_code == 200
        return answer.content.decode()

    assert escape(OURS) in form(after) and escape(OURS) not in form(before) and OURS not in form(after)
    assert sheet_of(before, at=timezone.now())["template"] == "standard"
    assert sheet_of(after, at=timezone.now())["template"] == "the programme's own, 1"


@pytest.mark.parametrize("kind", WITH_TEXTS, ids=lambda kind: kind.slug)
def test_the_texts_the_application_brings_can_be_used_as_they_are(kind: DocumentKind, programme: Programme) -> None:
    texts = wordings.standard(kind, programme.space)
    assert wordings.checked(kind, texts).keys() == texts.keys() == {one.slug for one in kind.texts}
    for found in texts.values():
        keys = [text["key"] for text in found]
        assert len(set(keys)) == len(keys) and all(keys)


# --- one document through a change --------------------------------------------------------------


def test_a_sealed_one_keeps_its_words_and_its_next_version_its_texts(
    group: Group, mara: User, nia: User, run_jobs
) -> None:
    kind = next(kind for kind in WITH_TEXTS if kind.sections_from and kind.workflow is FILED and not kind.parts.about
                and Role.MENTEE in kind.parts.writers and kind.lives_in == Space.Kind.GROUP)  # fmt: skip
    old = wordings.in_use(kind, group.programme.space)[kind.texts[0].slug][-1]["text"]
    first = begin(kind, group.space)
    adapt(kind, group.programme, mara)
    first = pipeline.write(first, complete(kind, first.answers), by=first.author)
    pipeline.file(first, by=first.author)
    first.refresh_from_db()
    second = pipeline.amend(first, by=first.author)
    for version in (first, second):
        assert version.wording is None and version.kind is not None
        words = str(version.sheet or lay_out(version.kind, version.answers))
        assert old in words and OURS not in words


def test_a_number_in_between_stays_readable_as_it_was(group: Group, mara: User, nia: User) -> None:
    goals = kinds.get("personal-goals")
    adapt(goals, group.programme, mara)
    mine = pipeline.start(goals, group.space, by=nia, person=nia)
    adapt(goals, group.programme, mara, with_ours(goals, group.programme, "Learn to whistle."))
    mine = Version.objects.get(pk=mine.pk)
    assert mine.kind is not None
    page = str(Filling(mine.kind).sections[0].body)
    assert escape(OURS) in page and "whistle" not in page
    assert [row.number for row in wordings.history(goals, group.programme.space)] == [2, 1]


# --- numbers, keys, limits ----------------------------------------------------------------------


def test_a_text_keeps_its_key_however_it_is_reworded_and_moved(programme: Programme, mara: User) -> None:
    first, *others = texts_now(CONTRACT, programme)["clauses"]
    reworded = {**first, "text": "Other words."}
    mine = {"key": "", "title": "Mine", "text": OURS}
    forged = {"key": "x' OR 1=1 --", "title": "Forged", "text": "A key that nobody gave out."}
    twice = {"key": first["key"], "title": "Twice", "text": "A key that is taken."}
    texts = {**texts_now(CONTRACT, programme), "clauses": [*others, mine, forged, twice, reworded]}
    found = adapt(CONTRACT, programme, mara, texts).texts["clauses"]
    keys = [text["key"] for text in found]
    assert len(set(keys)) == len(keys) and keys[: len(others)] == [text["key"] for text in others]
    fresh = keys[len(others) : len(others) + 2]
    assert all(key.isidentifier() and key.startswith("own") for key in fresh)
    by_text = {text["text"]: text["key"] for text in found}
    assert {by_text["A key that is taken."], by_text["Other words."]} > {first["key"]}


def test_a_key_is_never_given_to_another_text(programme: Programme, mara: User, monkeypatch) -> None:
    """Also not the key of a text that has gone."""
    drawn = iter(["same", "same", "other"])
    monkeypatch.setattr(wordings.secrets, "token_hex", lambda _length: next(drawn))
    goals = kinds.get("personal-goals")
    standard = texts_now(goals, programme)["areas"]
    one = adapt(goals, programme, mara, {"areas": [*standard, {"key": "", "text": "Sing"}]}).texts["areas"][-1]
    adapt(goals, programme, mara, {"areas": standard})
    two = adapt(goals, programme, mara, {"areas": [*standard, {"key": "", "text": "Dance"}]}).texts["areas"][-1]
    assert (one["key"], two["key"]) == ("ownsame", "ownother")


def test_the_same_words_make_no_new_number(programme: Programme, mara: User) -> None:
    assert adapt(CONTRACT, programme, mara, texts_now(CONTRACT, programme)) is None
    texts = with_ours(CONTRACT, programme)
    first = adapt(CONTRACT, programme, mara, texts, seen=0)
    untidy = {slug: [{**text, "text": f"  {text['text']}\r\n"} for text in found] for slug, found in texts.items()}
    assert adapt(CONTRACT, programme, mara, untidy, seen=0) == first  # sent twice
    assert Wording.objects.count() == 1 == Event.objects.filter(thing="documents.wording", thing_id=first.pk).count()


def test_of_two_managers_the_second_is_told_and_overwrites_nothing(programme: Programme, mara: User) -> None:
    first = adapt(CONTRACT, programme, mara, seen=0)
    for seen in (0, 2, -1):
        with pytest.raises(wordings.ChangedMeanwhile):
            adapt(CONTRACT, programme, mara, with_ours(CONTRACT, programme, "Another."), seen=seen)
    assert wordings.newest(CONTRACT, programme.space) == first
    assert adapt(CONTRACT, programme, mara, with_ours(CONTRACT, programme, "Another."), seen=1).number == 2


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_of_two_counts_and_the_same_words_count_once(programme: Programme, mara: User) -> None:
    for seen in range(20):
        words = [with_ours(CONTRACT, programme, f"{said}, {seen}.") for said in ("One", "Two")]
        results = at_once(*(partial(adapt, CONTRACT, programme, mara, said, seen=seen) for said in words))
        assert {type(result) for result in results} == {Wording, wordings.ChangedMeanwhile}
    goals = kinds.get("personal-goals")
    same = with_ours(goals, programme)
    results = at_once(*[lambda: adapt(goals, programme, mara, same, seen=0)] * 2)
    assert [result.number for result in results] == [1, 1]
    assert [row.number for row in wordings.history(CONTRACT, programme.space)] == [*range(20, 0, -1)]
    assert [row.number for row in wordings.history(goals, programme.space)] == [1]


def test_a_shared_list_changes_for_every_kind_that_has_it(programme: Programme, mara: User) -> None:
    kind = next(kind for kind in WITH_TEXTS if any(one.shared for one in kind.texts))
    shared = next(one.slug for one in kind.texts if one.shared)
    others = wordings.sharing(kind, [shared])
    assert others and all(other.slug != kind.slug for other in others)
    texts = with_ours(kind, programme)
    adapt(kind, programme, mara, {**texts_now(kind, programme), shared: texts[shared]})
    for other in [kind, *others]:
        now = wordings.newest(other, programme.space)
        assert now is not None and now.number == 1 and now.texts.keys() == {one.slug for one in other.texts}
        assert now.texts[shared] == wordings.newest(kind, programme.space).texts[shared]
    keys = wordings.newest(others[0], programme.space).texts[shared][-1]["key"]
    texts = with_ours(others[0], programme, "Changed from the other side.")
    texts[shared][-1]["key"] = keys
    adapt(others[0], programme, mara, {**texts_now(others[0], programme), shared: texts[shared]})
    assert wordings.newest(kind, programme.space).texts[shared][-1] == {
        "key": keys,
        "text": "Changed from the other side.",
    }


@pytest.mark.parametrize(
    ("clauses", "why"),
    [
        ([], "at least 1 text"),
        ([{"title": f"{n}", "text": f"{n}"} for n in range(41)], "at most 40"),
        ([{"title": "A", "text": "  \n"}], "belong together"),
        ([{"title": "", "text": "A"}], "belong together"),
        ([{"title": "A", "text": "x" * (TEXT_AT_MOST + 1)}], "too long"),
        ([{"title": "A" * 121, "text": "x"}], "too long"),
        ([{"title": "A", "text": "Be kind."}, {"title": "B", "text": " be\n KIND."}], "Text 2 says the same as text 1"),
    ],
)
def test_texts_that_cannot_be_used_are_refused(clauses: list, why: str, programme: Programme, mara: User) -> None:
    with pytest.raises(ValidationError, match=why):
        adapt(CONTRACT, programme, mara, {**texts_now(CONTRACT, programme), "clauses": clauses})
    with pytest.raises(ValidationError):
        adapt(CONTRACT, programme, mara, {})
    assert not Wording.objects.exists()


def test_hostile_texts_are_kept_as_the_text_they_are(programme: Programme, mara: User) -> None:
    said = '<script>alert(1)</script> {{ 7|add:7 }} {% now "Y" %} javascript:alert(1) \u202e ž\x00'
    texts = {**texts_now(CONTRACT, programme), "clauses": [{"title": said[:120], "text": said, "key": "", "more": "x"}]}
    (kept,) = adapt(CONTRACT, programme, mara, texts).texts["clauses"]
    assert kept["text"] == said.replace("\x00", "") and kept.keys() == {"key", "title", "text"}


# --- who and when -------------------------------------------------------------------------------


def test_only_who_runs_the_programme_changes_its_texts(
    group: Group, mara: User, tomas: User, nia: User, oto: User
) -> None:
    other = stories.manager("other@example.org", "Other")
    theirs = stories.programme(by=other, name="Elsewhere")
    for person in (tomas, nia, oto, other):
        with pytest.raises(PermissionDenied):
            adapt(CONTRACT, group.programme, person)
    adapt(CONTRACT, group.programme, mara)
    assert wordings.newest(CONTRACT, theirs.space) is None and wordings.history(CONTRACT, theirs.space) == []
    assert OURS not in str(texts_now(CONTRACT, theirs))


def test_nothing_changes_in_a_closed_programme(programme: Programme, mara: User) -> None:
    Programme.objects.filter(pk=programme.pk).update(state="closed")
    programme = Programme.objects.get(pk=programme.pk)
    with pytest.raises(NotNow):
        adapt(CONTRACT, programme, mara)


def test_texts_are_those_of_the_language_of_the_documents(mara: User) -> None:
    programme = stories.programme(by=mara, language="en")
    from django.utils import translation

    with translation.override("lt"):
        assert wordings.standard(CONTRACT, programme.space) == wordings.in_use(CONTRACT, programme.space)
        with translation.override("en"):
            english = CONTRACT.default_texts(programme.space)
        assert wordings.standard(CONTRACT, programme.space) == english


def test_a_list_that_came_with_a_later_release_has_the_standard_texts(programme: Programme, mara: User) -> None:
    wording = adapt(CONTRACT, programme, mara)
    Wording.objects.filter(pk=wording.pk).update(texts={"clauses": wording.texts["clauses"]})
    assert texts_now(CONTRACT, programme)["ethics"] == wordings.standard(CONTRACT, programme.space)["ethics"]


# --- a kind made here ---------------------------------------------------------------------------


@pytest.fixture
def songs() -> Any:
    """A kind of its own with a list that must have one or two texts."""
    from django import forms

    from documents.forms import rating

    def sections(texts: Texts) -> tuple[Section, ...]:
        fields = {text["key"]: rating(text["text"]) for text in texts.get("songs", [])}
        return (Section("songs", "Songs", type("Songs", (forms.Form,), fields), layout="statements"),)

    kind = DocumentKind(
        slug="songs", title="Songs", purpose="Songs.", sections=sections({}), workflow=FILED, stage="task",
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MENTOR})),
        texts=(TextList("songs", "Songs", lambda space: [{"key": "la", "text": "La la."}], at_most=2),),
        sections_from=sections,
    )  # fmt: skip
    kinds.register(kind)
    yield kind
    kinds._shelf.kinds.pop("songs")


def test_a_kind_from_elsewhere_has_its_texts_changed_too(
    songs: DocumentKind, group: Group, mara: User, nia: User
) -> None:
    two = [{"key": "la", "text": "La la la."}, {"key": "", "text": "Do re mi."}]
    wording = adapt(songs, group.programme, mara, {"songs": two})
    version = pipeline.start(songs, group.space, by=nia, person=nia)
    assert version.kind is not None
    (block,) = lay_out(version.kind, {"songs": {"la": "5", wording.texts["songs"][1]["key"]: "1"}})
    assert [(row["question"], row["answer"][:1]) for row in block["rows"]] == [("La la la.", "5"), ("Do re mi.", "1")]
    with pytest.raises(ValidationError, match="at most 2"):
        adapt(songs, group.programme, mara, {"songs": [*two, {"key": "", "text": "Fa."}]})

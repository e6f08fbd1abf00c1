"""Pages of a document: written, saved by themselves, handed on once, in conflict, too long."""

import pytest
from django.urls import reverse

from documents import kinds, pipeline
from documents.forms import posted
from documents.models import Version
from jobs.models import Job
from people.models import User
from policy.models import Event
from programmes.models import Group
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
GOALS, COMMON = kinds.get("personal-goals"), kinds.get("group-goals")


@pytest.fixture
def goals(working_group: Group, nia: User) -> Version:
    return pipeline.start(GOALS, working_group.space, by=nia, person=nia)


@pytest.fixture
def common(working_group: Group, nia: User) -> Version:
    return pipeline.start(COMMON, working_group.space, by=nia)


def page(name: str, version: Version) -> str:
    return reverse(f"documents:{name}", args=(version.pk,))


def form(version: Version, word: str = "something", **more: object) -> dict:
    return {**posted(version.kind, complete(version.kind, word=word)).dict(), "revision": version.revision, **more}


def state(version: Version) -> tuple[str, int]:
    version.refresh_from_db()
    return version.state, version.revision


def test_begun_by_button_twice_it_is_one_draft(working_group: Group, nia: User, signed_in) -> None:
    address = reverse("documents:start", args=(working_group.space_id, "personal-goals"))
    first, second = (signed_in(nia).post(address).url for _time in range(2))
    assert first == second == page("write", Version.objects.get(document__kind_slug="personal-goals"))


def test_a_draft_is_saved_however_incomplete(goals: Version, nia: User, signed_in) -> None:
    answer = signed_in(nia).post(page("write", goals), form(goals, **{"goals-0-goal": "", "goals-0-due": "soon"}))
    assert answer.status_code == 302
    assert state(goals) == ("draft", 1)
    assert goals.answers["goals"][0]["due"] == "soon"
    assert "soon" in signed_in(nia).get(page("write", goals)).content.decode()


def test_an_autosave_answers_with_the_new_revision(goals: Version, nia: User, signed_in) -> None:
    answer = signed_in(nia).post(page("write", goals), form(goals, autosave="1"))
    assert (answer.status_code, answer.json()) == (200, {"revision": 1})


def test_handed_in_incomplete_it_is_saved_and_says_what_is_missing(goals: Version, nia: User, signed_in) -> None:
    answer = signed_in(nia).post(page("write", goals), form(goals, **{"goals-0-goal": "", "hand-on": "1"}))
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode() and "something" in answer.content.decode()
    assert state(goals) == ("draft", 1)


def test_handed_in_twice_it_is_handed_in_once(goals: Version, nia: User, signed_in) -> None:
    data = form(goals, **{"hand-on": "1"})
    answers = [signed_in(nia).post(page("write", goals), data) for _time in range(2)]
    assert [answer.url for answer in answers] == [page("read", goals)] * 2
    assert state(goals) == ("submitted", 1)
    assert Event.objects.filter(thing_id=goals.pk, action="submit").count() == 1


def test_published_twice_it_is_published_once(goals: Version, nia: User, tomas: User, signed_in) -> None:
    signed_in(nia).post(page("write", goals), form(goals, **{"hand-on": "1"}))
    for _time in range(2):
        assert signed_in(tomas).post(page("publish", goals), {"text": "Good."}).status_code == 302
    assert state(goals)[0] == "sealed"
    assert (goals.comments.count(), Job.objects.filter(name="documents.print", key__contains=goals.pk).count()) == (
        1,
        1,
    )


def test_signed_twice_it_is_signed_once(group: Group, mara: User, nia: User, signed_in) -> None:
    contract = stories.offered_contract(group, by=mara)
    told = {**stories.signature_form(contract, nia), "signature-name": "nia  BERG"}
    for _time in range(2):
        assert signed_in(nia).post(page("sign", contract), told).status_code == 302
    assert contract.signatories.exclude(signed_at=None).get().person == nia


@pytest.mark.parametrize(
    "told",
    [
        {"signature-name": "Ela Žukaitė"},
        {"signature-agree": ""},
        {"signature-name": ""},
    ],
)
def test_another_name_or_no_tick_is_no_signature(told: dict, group: Group, mara: User, nia: User, signed_in) -> None:
    contract = stories.offered_contract(group, by=mara)
    answer = signed_in(nia).post(page("sign", contract), {**stories.signature_form(contract, nia), **told})
    assert answer.status_code == 422 and "error" in answer.content.decode().lower()
    assert not contract.signatories.exclude(signed_at=None).exists()


def test_sending_back_needs_a_reason(goals: Version, nia: User, tomas: User, signed_in) -> None:
    signed_in(nia).post(page("write", goals), form(goals, **{"hand-on": "1"}))
    answer = signed_in(tomas).post(page("publish", goals), {"text": "", "send-back": "1"})
    assert answer.status_code == 422 and "Say what should change" in answer.content.decode()
    assert state(goals)[0] == "submitted"
    signed_in(tomas).post(page("publish", goals), {"text": "Smaller steps.", "send-back": "1"})
    assert state(goals)[0] == "draft"
    assert "Smaller steps." in signed_in(nia).get(page("read", goals)).content.decode()


def test_a_comment_that_is_too_long_is_not_lost(goals: Version, nia: User, tomas: User, signed_in) -> None:
    signed_in(nia).post(page("write", goals), form(goals, **{"hand-on": "1"}))
    answer = signed_in(tomas).post(page("publish", goals), {"text": "long " * 4_001})
    assert answer.status_code == 422 and answer.content.decode().count("long long long") > 1_000
    assert state(goals)[0] == "submitted"


def test_in_a_conflict_what_was_typed_stays_and_theirs_stands_beside_it(
    common: Version, nia: User, tomas: User, signed_in
) -> None:
    mine = form(common, word="My words")
    signed_in(nia).post(page("write", common), form(common, word="Her words"))
    answer = signed_in(tomas).post(page("write", common), mine)
    text = answer.content.decode()
    assert answer.status_code == 409 and "My words" in text and "Her words" in text and "Nia Berg saved this" in text
    common.refresh_from_db()
    assert common.answers == complete(COMMON, word="Her words")
    autosave = signed_in(tomas).post(page("write", common), {**mine, "autosave": "1"})
    assert (autosave.status_code, autosave.json()) == (409, {"revision": None})
    again = {**mine, "revision": answer.context["version"].revision}
    assert signed_in(tomas).post(page("write", common), again).status_code == 302
    common.refresh_from_db()
    assert common.answers == complete(COMMON, word="My words")


def test_what_one_saved_in_another_window_is_not_written_over_without_a_word(common, nia, signed_in) -> None:
    browser, before = signed_in(nia), form(common, word="Old words")
    browser.post(page("write", common), form(common, word="From the other window"))
    answer = browser.post(page("write", common), before)
    text = answer.content.decode()
    assert answer.status_code == 409 and "You saved this in another window" in text and "From the other window" in text
    common.refresh_from_db()
    assert common.answers == complete(COMMON, word="From the other window")
    again = {**before, "revision": answer.context["version"].revision}
    assert browser.post(page("write", common), again).status_code == 302


@pytest.mark.parametrize("more", [{}, {"unanswered": "1"}])
def test_a_form_that_is_sent_twice_or_got_no_answer_meets_no_conflict(more, common, nia, signed_in) -> None:
    browser, mine = signed_in(nia), form(common, word="My words")
    browser.post(page("write", common), form(common, word="Half of it") if more else mine)
    assert browser.post(page("write", common), mine | more).status_code == 302
    common.refresh_from_db()
    assert common.answers == complete(COMMON, word="My words")


def test_whoever_saves_what_was_handed_on_reads_that_it_is_not_in_it(common, nia, tomas, signed_in) -> None:
    late, same = form(common, word="Too late"), form(common, word="In time")
    signed_in(nia).post(page("write", common), same | {"hand-on": "1"})
    for sent, is_told in ((late, True), (same, False)):
        text = signed_in(tomas).post(page("write", common), sent, follow=True).content.decode()
        assert ("What you typed last is not in it." in text) == is_told
        assert ('<p class="text">Too late</p>' in text) == is_told, "it can be copied from there"


def test_a_text_that_is_too_long_gets_a_clear_sentence_and_is_kept(common: Version, nia: User, signed_in) -> None:
    long = "ž" * 20_001
    answer = signed_in(nia).post(page("write", common), form(common, **{"common-common": long, "hand-on": "1"}))
    assert answer.status_code == 422
    assert "at most 20000 characters (it has 20001)" in answer.content.decode() and long in answer.content.decode()
    assert state(common)[0] == "draft"
    assert common.answers["common"]["common"] == long


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 40])
def test_a_strange_revision_does_no_harm(seen: str, goals: Version, nia: User, signed_in) -> None:
    assert signed_in(nia).post(page("write", goals), form(goals, revision=seen)).status_code == 302


def test_characters_that_a_database_cannot_keep_are_left_out(goals: Version, nia: User, signed_in) -> None:
    data = form(goals, **{"goals-0-goal": "a\x00b", "areas-areas": ["c\x00v"]})
    assert signed_in(nia).post(page("write", goals), data).status_code == 302
    goals.refresh_from_db()
    assert (goals.answers["goals"][0]["goal"], goals.answers["areas"]["areas"]) == ("ab", ["cv"])


def test_what_people_write_is_never_markup(common: Version, nia: User, tomas: User, signed_in) -> None:
    word = "<script>alert(1)</script>"
    signed_in(nia).post(page("write", common), form(common, word=word, **{"hand-on": "1"}))
    for person in (nia, tomas):
        text = signed_in(person).get(page("read", common)).content.decode()
        assert word not in text and "&lt;script&gt;alert(1)" in text


def test_a_pdf_is_shown_and_run_by_nothing(working_group: Group, nia: User, signed_in, run_jobs) -> None:
    run_jobs()
    answer = signed_in(nia).get(page("pdf", Version.objects.get(document__kind_slug="contract")))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
    assert 'filename="contract-of-mentoring-v1.pdf"' in answer["Content-Disposition"]

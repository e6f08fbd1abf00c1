"""A draft is kept from the first step on and forgotten by itself; deadlines, robots and odd values lose no text."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.forms import Filling
from jobs import tasks
from jobs.queue import enqueue
from people.models import Letter
from programmes.applying import drafts, robots, steps
from programmes.models import AddressCheck, ApplicationDraft, Opening
from tests.pages import revision_in
from tests.programmes import applying

pytestmark = pytest.mark.django_db
ODD = (
    "", " ", "\x00", "a\x00b", "'; DROP TABLE people_user; --", "<script>alert(1)</script>", "{{ 7*7 }}", "{% now %}",
    "../../etc/passwd", "%s%s%n", "\r\nBcc: all@example.org", "\ud83d".encode("utf-8", "replace").decode(), "𝕬" * 50,
    "‮txt.exe", "﷽" * 20, "0" * 400, "-1", "1e309", "NaN", "null", "true", "[]", "{}", "9999-99-99", "a" * 30_000,
)  # fmt: skip


@pytest.fixture
def row(programme, mara) -> Opening:
    return applying.opening(programme, by=mara)


@pytest.fixture
def anybody() -> Client:
    return Client()


def test_a_step_that_does_not_fit_is_kept_as_it_was_typed(row, anybody):
    token = applying.begin(anybody, row)
    page = reverse("programmes:apply_step", args=(token, "hopes"))
    answer = anybody.post(page, {"where-why": "Because."})
    assert answer.status_code == 422 and "Tick at least one" in answer.content.decode()
    assert "Because." in Client().get(page).content.decode()  # from any device that has the link


def test_a_name_that_leads_somewhere_else_is_refused(row, anybody):
    said = {
        **applying.typed(row)["about"],
        "about-name": "http://spam.example",
        "opened": applying.stamp_of_a_minute_ago(),
    }
    page = anybody.post(row.get_absolute_url(), said)
    assert page.status_code == 422 and "Write only the name here" in page.content.decode()


def test_autosave_keeps_what_is_typed_without_judging_it(row, anybody):
    token = applying.begin(anybody, row)
    page = reverse("programmes:apply_step", args=(token, "hopes"))
    seen = revision_in(anybody.get(page).content)
    told = anybody.post(page, {"where-why": "Bec", "autosave": "1", "revision": seen}).json()
    assert told == {"revision": revision_in(anybody.get(page).content)} != {"revision": seen}
    assert ApplicationDraft.objects.get().said["where"]["why"] == "Bec"
    assert ApplicationDraft.objects.get().said["about"]["name"] == "Rasa Kalnina"


def test_what_was_saved_in_another_window_is_not_written_over_without_a_word(row, anybody):
    token = applying.begin(anybody, row)
    page = reverse("programmes:apply_step", args=(token, "hopes"))
    seen = revision_in(anybody.get(page).content)
    other = reverse("programmes:apply_step", args=(token, "meeting"))
    anybody.post(other, {"mentoring-wishes": "Evenings"})
    newer = {"where-why": "Written on the phone.", "revision": seen}
    assert anybody.post(page, {**newer, "autosave": "1"}).status_code == 200, "another step is no other text"
    assert anybody.post(page, newer).status_code == 422, "the same words twice are no conflict"
    older = {"where-why": "Written on the laptop.", "revision": seen}
    assert anybody.post(page, {**older, "autosave": "1"}).status_code == 409
    answer = anybody.post(page, older)
    shown = answer.content.decode()
    assert (
        answer.status_code == 409 and "Written on the phone." in shown and "Written on the laptop.</textarea>" in shown
    )
    assert ApplicationDraft.objects.get().said["where"]["why"] == "Written on the phone."
    assert anybody.post(page, {**older, "revision": revision_in(answer.content)}).status_code == 422
    assert ApplicationDraft.objects.get().said["where"]["why"] == "Written on the laptop."


def test_a_question_that_is_added_meanwhile_is_no_other_text(row, anybody, programme, mara):
    token = applying.begin(anybody, row)
    page = reverse("programmes:apply_step", args=(token, "last"))
    applying.opening(programme, by=mara, questions=[])
    seen = revision_in(anybody.get(page).content)
    applying.opening(programme, by=mara)
    answer = anybody.post(page, {"consent-agree": "on", "revision": seen})
    assert answer.status_code == 422 and "Which district?" in answer.content.decode()
    assert ApplicationDraft.objects.get().said["consent"]["agree"] is True


def test_what_was_typed_into_a_form_that_is_closed_by_now_can_be_copied(row, anybody):
    token = applying.begin(anybody, row)
    page, first = reverse("programmes:apply_step", args=(token, "hopes")), row.get_absolute_url()
    ApplicationDraft.objects.update(changed_at=timezone.now() - timedelta(days=15))
    answer = anybody.post(page, {"where-why": "Because of <my> sister."})
    assert answer.status_code == 404 and "Because of &lt;my&gt; sister." in answer.content.decode()
    Opening.objects.filter(pk=row.pk).update(closes_at=timezone.now() - timedelta(days=1))
    assert "Rasa Kalnina" in anybody.post(first, {"about-name": "Rasa Kalnina"}).content.decode()
    for quiet in (page, first):
        assert "What you wrote" not in anybody.get(quiet).content.decode()


def test_own_questions_that_were_taken_out_meanwhile_are_no_other_window(row, anybody, mara):
    token = applying.begin(anybody, row)
    page, told = reverse("programmes:apply_step", args=(token, "last")), applying.typed(row)["last"]
    anybody.post(page, told)
    seen = revision_in(anybody.get(page).content)
    assert {"own", "consent"} <= ApplicationDraft.objects.get().said.keys()
    applying.opening(row.programme, by=mara, questions=())
    sent = {"consent-informed": "", "revision": seen, "autosave": "1"}
    assert anybody.post(page, sent).status_code == 200


def test_a_page_that_got_no_answer_may_save_over_what_it_saved_itself(row, anybody):
    token = applying.begin(anybody, row)
    page = reverse("programmes:apply_step", args=(token, "hopes"))
    seen = revision_in(anybody.get(page).content)
    anybody.post(page, {"where-why": "Half of", "autosave": "1", "revision": seen})
    told = {"where-why": "Half of it.", "revision": seen, "unanswered": "1"}
    assert anybody.post(page, told).status_code == 422
    assert ApplicationDraft.objects.get().said["where"]["why"] == "Half of it."


def test_a_link_to_go_on_later_is_sent_once_a_day(row, anybody):
    token = applying.begin(anybody, row)
    page = reverse("programmes:apply_step", args=(token, "hopes"))
    for _again in range(2):
        anybody.post(page, {"later": "1", "where-why": "Because."})
    (letter,) = applying.letters()
    assert token in letter.body and "Because" not in letter.body
    assert anybody.get(applying.link_in(letter)).status_code == 200


def test_a_form_that_came_too_fast_or_with_the_hidden_field_comes_back_with_everything(row, anybody):
    said = applying.typed(row)["about"]
    for more in ({"opened": robots.stamp()}, {}, {"opened": "forged"}, {"website": "http://spam.example"}):
        again = anybody.post(row.get_absolute_url(), {"opened": applying.stamp_of_a_minute_ago(), **more, **said}
                             if "website" in more else {**more, **said})  # fmt: skip
        page = again.content.decode()
        assert again.status_code == 422 and "press the button once more" in page and "Rasa Kalnina" in page
    assert not ApplicationDraft.objects.exists()
    assert applying.begin(anybody, row)


def test_one_network_begins_only_so_many_and_loses_no_text(row, anybody, monkeypatch):
    monkeypatch.setattr(robots, "BEGUN_AT_MOST", 1)
    applying.begin(anybody, row)
    said = {**applying.typed(row)["about"], "opened": applying.stamp_of_a_minute_ago()}
    page = anybody.post(row.get_absolute_url(), said).content.decode()
    assert "Wait a little" in page and "Rasa Kalnina" in page


@pytest.mark.parametrize(("opens", "closes", "words"), [(1, 2, "You can apply from"), (-2, -1, "It is closed now.")])
def test_outside_its_dates_the_page_says_when_and_whom_to_ask(programme, mara, anybody, opens, closes, words):
    now = timezone.now()
    told = {"opens_at": now + timedelta(days=opens), "closes_at": now + timedelta(days=closes)}
    page = anybody.get(applying.opening(programme, by=mara, **told).get_absolute_url()).content.decode()
    assert words in page and "mara@example.org" in page and "<form" not in page


def test_what_is_not_published_is_not_there(programme, mara, anybody):
    row = applying.opening(programme, by=mara, is_published=False)
    assert anybody.get(row.get_absolute_url()).status_code == 404


def test_who_began_in_time_has_an_hour_more_and_nobody_else(row, anybody):
    token = applying.fill_in(anybody, row)
    for late, status in ((timedelta(minutes=59), 302), (timedelta(minutes=61), 404)):
        Opening.objects.update(closes_at=timezone.now() - late)
        assert anybody.post(reverse("programmes:apply_check", args=(token,))).status_code == status
    assert "closed now" in anybody.get(row.get_absolute_url()).content.decode()


def test_a_link_that_never_was_one_and_one_that_has_ended_open_the_same_page(row, anybody):
    token = applying.begin(anybody, row)
    ApplicationDraft.objects.update(changed_at=timezone.now() - drafts.KEPT)
    pages = [anybody.get(reverse("programmes:apply_step", args=(one, "about"))) for one in (token, "never-was-one")]
    assert {page.status_code for page in pages} == {404}
    assert pages[0].content == pages[1].content


def test_after_two_weeks_a_draft_is_deleted_and_nothing_of_the_address_is_left(row, anybody):
    applying.send(anybody, row)
    applying.begin(anybody, row)
    long_ago = timezone.now() - drafts.KEPT
    AddressCheck.objects.update(until=long_ago)
    ApplicationDraft.objects.exclude(sent_at=None).update(changed_at=long_ago)
    tasks.run_all()
    enqueue(drafts.JOB)
    tasks.run_all()
    assert [draft.sent_at for draft in ApplicationDraft.objects.all()] == [None]
    assert not AddressCheck.objects.exists() and not Letter.objects.filter(person=None).exists()


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_odd_values_in_every_field_of_every_step_get_an_answer_and_are_kept(programme, mara, anybody, role):
    row = applying.opening(programme, role, by=mara)
    token = applying.begin(anybody, row)
    draft = ApplicationDraft.objects.get()
    for step in steps.of(row):
        said = applying.typed(row)[step.slug]
        for odd in ODD:
            filling = Filling(step.kind, data=QueryDict(urlencode(dict.fromkeys(said, odd))))
            filling.is_valid()
            assert drafts.save(draft, filling.answers(), now=timezone.now()), (step.slug, odd[:20])
        page = reverse("programmes:apply_step", args=(token, step.slug))
        answer = anybody.post(page, dict.fromkeys(said, "a\x00<b>" * 5_000))
        assert answer.status_code in (302, 422) and anybody.get(page).status_code == 200
    assert anybody.get(reverse("programmes:apply_check", args=(token,))).status_code == 200
    kept = ApplicationDraft.objects.get().said
    assert all(
        len(value) <= drafts.TEXT_KEPT for part in kept.values() for value in part.values() if type(value) is str
    )

"""Managers say from when until when people apply, and what they want to know; the address goes onto a poster."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from policy.models import Event
from programmes.applying import openings
from programmes.models import Opening, Programme
from tests import stories
from tests.programmes import applying

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(programme) -> str:
    return reverse("programmes:opening", args=(programme.pk, "mentee"))


def sent(**more) -> dict:
    rows = [{"text": "Which district?", "type": "one", "options": "North\nSouth", "matching": "on"}, {"text": "Why us?", "type": "text"}]  # fmt: skip
    told = {"seen": "0", "is_published": "on", "opens_at": "2026-09-01T08:00", "closes_at": "2026-10-01T18:00"}
    told |= {"contact": "Mara", "welcome": "Come in.", "question-TOTAL_FORMS": "2", "question-INITIAL_FORMS": "0"}
    return told | {f"question-{i}-{name}": value for i, row in enumerate(rows) for name, value in row.items()} | more


def test_an_opening_is_set_up_in_the_zone_of_the_programme_and_once(browser, desk, programme):
    for _again in range(2):
        assert browser.post(desk, sent()).url == reverse("programmes:opening_preview", args=(programme.pk, "mentee"))
    row = Opening.objects.get()
    assert (row.revision, row.opens_at.isoformat()) == (1, "2026-09-01T05:00:00+00:00")
    assert [(question["text"], question["matching"]) for question in row.questions] == [
        ("Which district?", "yes"),
        ("Why us?", ""),
    ]
    assert Event.objects.filter(thing_id=row.pk).count() == 1
    assert "Which district?" in browser.get(reverse("programmes:opening_preview", args=(programme.pk, "mentee"))).content.decode()  # fmt: skip


def test_what_does_not_fit_comes_back_with_a_sentence(browser, desk):
    wrong = {"closes_at": "2026-08-01T18:00", "question-0-options": "North", "question-1-matching": "on"}
    page = browser.post(desk, sent(**wrong))
    words = page.content.decode()
    assert page.status_code == 422 and "It must close after it opens." in words and "Come in." in words
    assert "at least two answers" in words and "Only questions with answers to choose from" in words
    assert not Opening.objects.exists()


def test_whoever_comes_second_sees_that_somebody_was_faster(browser, desk, programme, mara):
    applying.opening(programme, by=mara)
    page = browser.post(desk, sent())
    assert page.status_code == 409 and "Why us?" in page.content.decode()
    assert browser.post(desk, sent(seen="1")).status_code == 302


def test_a_question_keeps_its_key_and_each_option_its_own(programme, mara):
    before = applying.opening(programme, by=mara).questions[1]
    changed = {**before, "options": "South\nEast"}
    (after,) = applying.opening(programme, by=mara, questions=[changed]).questions
    north, south = before["keys"].split()
    assert after["key"] == before["key"] and after["keys"].split()[0] == south
    assert north not in after["keys"].split()


def test_the_longest_words_stay_on_one_poster(browser, programme, mara, run_jobs):
    Programme.objects.filter(pk=programme.pk).update(
        name="Žingsnis po žingsnio " * 5, purpose="Into work, together. " * 14
    )
    applying.opening(programme, by=mara)
    waiting = browser.post(reverse("programmes:poster", args=(programme.pk, "mentee")))
    run_jobs()
    pdf = PdfReader(io.BytesIO(b"".join(browser.get(waiting.url, follow=True).streaming_content)))
    assert len(pdf.pages) == 1 and "Questions? Ask" in pdf.pages[0].extract_text()


def test_the_page_hands_out_address_code_and_poster(browser, programme, mara, run_jobs):
    row = applying.opening(programme, by=mara)
    page = browser.get(reverse("programmes:applying", args=(programme.pk,))).content.decode()
    assert openings.address(row) in page and "<svg" in page and "There is no page for them yet" in page
    code = browser.get(reverse("programmes:opening_code", args=(programme.pk, "mentee")))
    assert code.content.lstrip().startswith(b"<?xml") and b"</svg>" in code.content
    assert browser.get(reverse("programmes:opening_code", args=(programme.pk, "mentor"))).status_code == 404
    waiting = browser.post(reverse("programmes:poster", args=(programme.pk, "mentee")))
    run_jobs()
    poster = browser.get(waiting.url, follow=True)
    pdf = PdfReader(io.BytesIO(b"".join(poster.streaming_content)))
    said = pdf.pages[0].extract_text()
    assert len(pdf.pages) == 1 and "Step into work 2026" in said and "Apply until" in said
    other = stories.programme(by=mara, name="Another")
    job = poster.redirect_chain[-1][0].rstrip("/").split("/")[-1]
    assert browser.get(reverse("programmes:poster_pdf", args=(other.pk, job))).status_code == 404

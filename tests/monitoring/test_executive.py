"""The report for a director: a PDF of two pages at most, made by a job, without personal data."""

import io
import os
import re
import time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pypdf import PdfReader

from documents import files
from documents.models import Document, Version
from jobs.models import Job
from monitoring import evaluating, executive, reports
from monitoring.models import FollowUpAnswer
from monitoring.questions import QUESTIONS
from people.models import User
from policy.models import Participation
from programmes.models import Group
from tests import stories
from tests.monitoring import records

pytestmark = pytest.mark.django_db


def asked(browser, programme) -> Job:
    answer = browser.post(reverse("monitoring:print_executive", args=(programme.pk,)))
    assert answer.status_code == 302
    return Job.objects.get(name=executive.JOB)


def reported(programme, mara, state: str = "sealed") -> None:
    """The report on the programme, with six findings."""
    kind = {"kind_slug": "programme-report", "space": programme.space}
    told = {"findings": [{"finding": f"We found {n}", "evidence": records.SECRET} for n in range(1, 7)]}
    Version.objects.create(
        document=Document.objects.create(**kind),
        number=1,
        state=state,
        answers=told,
        author=mara,
        sealed_at=records.NOW,
    )


def test_a_manager_asks_waits_and_fetches(mara, signed_in, run_jobs) -> None:
    programme = records.lived(mara, 8, seed=31).programme
    evaluating.set_objectives(programme, ["Half find work <soon>"], by=mara)
    evaluating.set_targets(programme, {"sessions-held": Decimal(90)}, by=mara)
    reported(programme, mara)
    browser = signed_in(mara)
    job = asked(browser, programme)
    assert executive.ask(programme, by=mara) == job  # one at a time
    place = reverse("monitoring:executive_pdf", args=(programme.pk, job.pk))
    assert browser.get(place).status_code == 404
    run_jobs()
    assert browser.get(reverse("jobs:progress", args=(job.pk,))).url == place
    answer = browser.get(place)
    data = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "application/pdf" and "sandbox" in answer["Content-Security-Policy"]
    reader = PdfReader(io.BytesIO(data))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) <= 2 and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Half find work <soon>" in text and "at least 90 %" in text and "Are goals reached?" in text
    assert "What we found 1. We found 1 2. We found 2" in text and "We found 5" in text and "We found 6" not in text
    assert records.SECRET not in text
    for name in [*User.objects.values_list("name", flat=True), *Group.objects.values_list("name", flat=True)]:
        assert not re.search(rf"\b{re.escape(name)}\b", text), name


def test_each_chart_on_paper_has_words_for_who_does_not_see_it(mara) -> None:
    programme = records.lived(mara, 8, seed=31).programme
    page = executive.page(programme)
    assert page.count("<svg") == page.count("<title id=") == page.count("<desc id=") == 2
    assert "var(" not in page and 'font-family="House Sans"' in page


def test_findings_stand_in_it_when_they_are_filed(programme, mara) -> None:
    assert executive.findings(programme) == []
    reported(programme, mara, state="draft")
    assert executive.findings(programme) == [] and "What we found" not in executive.page(programme)
    Version.objects.filter(document__space=programme.space).update(state="sealed")
    assert executive.findings(programme) == [f"We found {n}" for n in range(1, 6)]


def test_a_programme_in_which_nothing_has_happened_can_be_printed_too(programme) -> None:
    page = executive.page(programme)
    assert "No targets are set." in page and "nothing to count yet" in page
    assert "Better off after" not in page  # it can be said only long after the end


def test_what_came_afterwards_stands_in_it_when_it_is_known_or_aimed_at(mara) -> None:
    programme = records.lived(mara, 1, seed=31).programme
    assert executive.page(programme).count("Better off after") == 3
    FollowUpAnswer.objects.filter(months=12).delete()
    FollowUpAnswer.objects.filter(months=3).delete()
    evaluating.set_targets(programme, {"progression-12": Decimal(60)}, by=mara)
    page = executive.page(programme)
    assert [f"Better off after {n} months" in page for n in (3, 6, 12)] == [False, True, True]


def test_nobody_else_fetches_it_and_whoever_lost_the_right_gets_none(
    programme, group, mara, tomas, signed_in, run_jobs
) -> None:
    job = asked(signed_in(mara), programme)
    second = stories.manager("second@example.org", "Second Falk")
    Participation.objects.create(space=programme.space, person=second, role="manager")
    Participation.objects.filter(person=mara, space=programme.space).delete()
    run_jobs()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and executive.file_of(job, programme) is None
    theirs = executive.ask(programme, by=second)
    run_jobs()
    place = reverse("monitoring:executive_pdf", args=(programme.pk, theirs.pk))
    assert b"".join(signed_in(second).get(place).streaming_content).startswith(b"%PDF-")
    assert [signed_in(who).get(place).status_code for who in (mara, tomas)] == [404, 403]
    other = stories.programme(by=second, name="Other")
    assert executive.file_of(theirs, other) is None


def test_reports_are_forgotten_after_a_week(programme, mara, run_jobs) -> None:
    job = executive.ask(programme, by=mara)
    run_jobs()
    path = executive.file_of(job, programme)
    assert path is not None
    executive.forget(before=time.time() - executive.DAYS * 24 * 3600)
    assert path.exists()
    eight_days_ago = time.time() - 8 * 24 * 3600
    os.utime(path, (eight_days_ago, eight_days_ago))
    executive.forget(before=time.time() - executive.DAYS * 24 * 3600)
    assert not files.place_of(f"{executive.FOLDER}/{job.pk}.pdf").exists()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_each_question_is_a_page_with_its_sentence_chart_and_table(question, mara) -> None:
    programme = records.lived(mara, 8, seed=31).programme
    answer = reports.answer(question, programme, now=timezone.now())
    page = executive.page_of_question(question, programme)
    assert answer is not None and escape(answer.sentence) in page and page.count("<tr>") == len(answer.rows) + 1
    assert page.count("<svg") == 1 and "var(" not in page and records.SECRET not in page


def test_a_question_is_printed_on_its_own_and_fetched_at_the_same_place(programme, mara, signed_in, run_jobs) -> None:
    for question in ("sessions", "sessions", "goals"):
        answer = signed_in(mara).post(reverse("monitoring:print_report", args=(programme.pk, question)))
        assert answer.status_code == 302
    assert Job.objects.filter(name=executive.JOB).count() == 2, "the same question once at a time"
    run_jobs()
    job = Job.objects.get(name=executive.JOB, arguments__question="sessions")
    pdf = signed_in(mara).get(reverse("monitoring:executive_pdf", args=(programme.pk, job.pk)))
    assert "-sessions.pdf" in pdf["Content-Disposition"]
    text = PdfReader(io.BytesIO(b"".join(pdf.streaming_content))).pages[0].extract_text()
    assert "Are sessions held?" in text and "Comes alive after the first session." in " ".join(text.split())

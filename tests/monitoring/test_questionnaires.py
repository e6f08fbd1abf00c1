"""A manager builds a questionnaire: questions of every kind, in order, looked at, copied, opened once, closed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Wording
from monitoring.models import Questionnaire
from monitoring.questionnaires import keeping
from policy.machine import NotNow
from policy.models import Event
from tests import stories
from tests.monitoring.questionnaires import answered, as_sent, draft, of_every_kind, opened, question

pytestmark = pytest.mark.django_db


def page(name: str, row: Questionnaire, *more: str) -> str:
    return reverse(f"monitoring:{name}", args=(row.space.programme.pk, row.pk, *more))


def new(programme) -> str:
    return reverse("monitoring:questionnaire_new", args=(programme.pk,))


def test_the_list_says_what_will_be_here_and_then_where_each_stands(working_group, mara, nia, signed_in):
    programme, browser = working_group.programme, signed_in(mara)
    address = reverse("monitoring:questionnaires", args=(programme.pk,))
    assert address in browser.get(programme.get_absolute_url()).content.decode()
    assert "There is none yet." in browser.get(address).content.decode()
    draft(programme, by=mara, title="Not yet")
    row = opened(programme, by=mara, title="Right now")
    answered(working_group, row, by=nia)
    said = browser.get(address).content.decode()
    assert "Not yet" in said and "Right now" in said and "1 of 2" in said


def test_a_question_of_every_kind_is_built_and_looked_at_before_anybody_is_asked(programme, mara, signed_in):
    browser = signed_in(mara)
    assert browser.get(new(programme)).status_code == 200
    shown = browser.post(new(programme), as_sent(of_every_kind(), blank=3), follow=True).content.decode()
    row = Questionnaire.objects.get()
    assert (row.state, row.title, [one["type"] for one in row.questions]) == (
        "draft", "Your first month", [one["type"] for one in of_every_kind()],
    )  # fmt: skip
    for words in ("First things", "And then", "Coffee", "5 – strongly agree", "What about yes or no?", "We ask."):
        assert words in shown
    assert "disabled" in shown and 'name="hand-on"' not in shown
    assert len({one["key"] for one in row.questions}) == 9


def test_the_same_form_sent_twice_makes_one_questionnaire(programme, mara, signed_in):
    told, browser = as_sent([question()]), signed_in(mara)
    assert {browser.post(new(programme), told).url for _twice in range(2)} == {
        Questionnaire.objects.get().get_absolute_url()
    }
    assert Event.objects.filter(target="questionnaire").count() == 1


def test_an_id_of_something_else_makes_nothing(programme, mara, signed_in):
    jan = stories.manager("jan@example.org", "Jan Novak")
    theirs = draft(stories.programme(by=jan, name="Another"), by=jan)
    answer = signed_in(mara).post(new(programme), as_sent([question()], once=str(theirs.pk), title="Mine"))
    theirs.refresh_from_db()
    assert answer.status_code == 409 and (theirs.title, Questionnaire.objects.count()) == ("Your first month", 1)


def test_questions_are_moved_by_number_removed_by_emptying_and_keep_their_keys(programme, mara, signed_in):
    row = draft(programme, by=mara, questions=[question(text=f"Question {n}") for n in (1, 2, 3)])
    before = {one["text"]: one["key"] for one in row.questions}
    told = as_sent([*row.questions, question(text="Question 4")], seen="0")
    told["question-2-place-in-order"], told["question-0-text"] = "1", ""
    signed_in(mara).post(page("questionnaire_change", row), told)
    row.refresh_from_db()
    assert [one["text"] for one in row.questions] == ["Question 3", "Question 2", "Question 4"]
    assert [one["key"] for one in row.questions][:2] == [before["Question 3"], before["Question 2"]]
    assert row.questions[2]["key"] not in ("", *before.values())


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (question("one", options=""), "Write at least two answers"),
        (question("several", options="Tea"), "Write at least two answers"),
        (question("one", options="Tea\ntea"), "are the same"),
        (question("one", options="\n".join(f"Tea {n}" for n in range(13))), "at most 12 answers"),
        (question("one", options=f"Tea\n{'a' * 121}"), "at most 120 characters"),
        (question("line", options="Tea\nCoffee"), "Change the kind of answer"),
        (question(text="a" * 401), "at most 400 characters"),
        (question(help="a" * 301), "at most 300 characters"),
        ({**question(), "text": "", "section": "A heading alone"}, "This field is required"),
        ({**question(), "type": ""}, "This field is required"),
        ({**question(), "type": "song"}, "Select a valid choice"),
    ],
)
def test_bad_questions_get_a_sentence_and_what_was_typed_stays(bad, said, programme, mara, signed_in):
    answer = signed_in(mara).post(new(programme), as_sent([question(text="A good one"), bad]))
    shown = answer.content.decode()
    assert answer.status_code == 422 and "There is a problem" in shown and said in shown and "A good one" in shown
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "a" * 121}, "at most 120 characters"),
        ({"purpose": " "}, "This field is required"),
        ({"audience": "everybody"}, "Select a valid choice"),
        ({"readers": ""}, "This field is required"),
        ({"answer_by": "2020-01-01"}, "Choose a day from today on"),
        ({"answer_by": "2999-01-01"}, "Choose a day from today on"),
        ({"answer_by": "soon"}, "Enter a valid date"),
    ],
)
def test_bad_words_about_it_are_refused_the_same_way(about, said, programme, mara, signed_in):
    answer = signed_in(mara).post(new(programme), as_sent([question(text="A good one")], **about))
    assert answer.status_code == 422 and said in answer.content.decode() and "A good one" in answer.content.decode()


def test_there_are_at_most_forty_questions(programme, mara, signed_in):
    many = [question(text=f"Question {n}") for n in range(41)]
    answer = signed_in(mara).post(new(programme), as_sent(many))
    assert answer.status_code == 422 and "There can be at most 40 questions." in answer.content.decode()
    assert signed_in(mara).post(new(programme), as_sent(many[:40])).status_code == 302


def test_nonsense_in_the_number_of_rows_is_no_crash(programme, mara, signed_in):
    for total in ("", "-1", "9999999999", "zq"):
        told = as_sent([question()])
        told["question-TOTAL_FORMS"] = total
        assert signed_in(mara).post(new(programme), told).status_code in (302, 422), total


def test_two_managers_who_change_it_lose_nothing(programme, mara, signed_in):
    row, browser = draft(programme, by=mara, questions=[question(text="As it was")]), signed_in(mara)
    first, second = (as_sent([{**row.questions[0], "text": text}], seen="0") for text in ("Hers", "Mine"))
    browser.post(page("questionnaire_change", row), first)
    answer = browser.post(page("questionnaire_change", row), second)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Hers" in shown and "Mine" in shown
    second["seen"] = "1"
    browser.post(page("questionnaire_change", row), second)
    browser.post(page("questionnaire_change", row), second)
    row.refresh_from_db()
    assert (row.questions[0]["text"], row.revision) == ("Mine", 2)


def test_before_it_opens_it_says_whom_it_asks(working_group, mara, signed_in):
    row = draft(working_group.programme, by=mara, audience="both")
    shown = signed_in(mara).get(page("questionnaire_open", row)).content.decode()
    assert "3 people are asked" in shown and "Tomas Lind" in shown and "the managers of the programme" in shown
    row.refresh_from_db()
    assert row.state == "draft", "looking opens nothing"


def test_opened_twice_it_is_opened_once_and_its_words_are_frozen(working_group, mara, signed_in):
    row, browser = draft(working_group.programme, by=mara), signed_in(mara)
    for _twice in range(2):
        assert browser.post(page("questionnaire_open", row), {"seen": "0"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "open" and row.wording.texts["questions"] == row.questions
    assert (Wording.objects.filter(kind_slug=row.kind.slug).count(), row.wording.number) == (1, 1)
    assert opened(working_group.programme, by=mara).wording.number == 2
    for verb in ("get", "post"):
        assert getattr(browser, verb)(page("questionnaire_change", row)).status_code == 409
    assert Event.objects.filter(action="open-questionnaire", thing_id=row.pk).count() == 1


def test_what_was_changed_meanwhile_is_not_opened_unseen(working_group, mara, signed_in):
    row = draft(working_group.programme, by=mara)
    told = {name: getattr(row, name) for name in keeping.TOLD}
    keeping.change(row, {**told, "title": "Another title"}, by=mara, seen=0)
    assert signed_in(mara).post(page("questionnaire_open", row), {"seen": "0"}).status_code == 409
    row.refresh_from_db()
    assert row.state == "draft" and not Wording.objects.filter(kind_slug=row.kind.slug).exists()


def test_it_does_not_open_without_questions_without_people_or_after_its_day(programme, mara, signed_in):
    for more, why in (({"questions": []}, "no question in it yet"), ({}, "Nobody could answer yet")):
        row = draft(programme, by=mara, **more)
        assert why in signed_in(mara).get(page("questionnaire_open", row)).content.decode()
        with pytest.raises(NotNow, match=why):
            keeping.open_(row, by=mara, seen=0)
    past = draft(programme, by=mara, answer_by=timezone.localdate() - timedelta(days=1))
    assert "has passed" in (keeping.why_not_open(past) or "")


def test_a_copy_of_an_open_one_is_its_next_version_and_of_a_draft_another_one(working_group, mara, signed_in):
    row, browser, once = opened(working_group.programme, by=mara), signed_in(mara), str(uuid4())
    for _twice in range(2):
        browser.post(page("questionnaire_copy", row), {"once": once})
    second = Questionnaire.objects.get(copied_from=row)
    assert (second.number, second.state, second.questions) == (2, "draft", row.questions)
    browser.post(page("questionnaire_copy", row), {"once": "zq"})
    browser.post(page("questionnaire_copy", second), {"once": str(uuid4())})
    assert sorted(Questionnaire.objects.filter(family=row.family).values_list("number", flat=True)) == [1, 2, 3]
    assert Questionnaire.objects.get(copied_from=second).number == 1


def test_closed_twice_it_is_closed_once_and_stays_closed(working_group, mara, signed_in):
    row, browser = opened(working_group.programme, by=mara), signed_in(mara)
    for _twice in range(2):
        assert browser.post(page("questionnaire_close", row)).status_code == 302
    row.refresh_from_db()
    assert row.state == "closed" and Event.objects.filter(action="close-questionnaire").count() == 1
    with pytest.raises(NotNow):
        keeping.open_(row, by=mara, seen=row.revision)
    assert browser.post(page("questionnaire_close", draft(working_group.programme, by=mara))).status_code == 409


def test_on_paper_it_is_the_form_that_people_would_print(working_group, mara, signed_in, run_jobs):
    row, browser = draft(working_group.programme, by=mara), signed_in(mara)
    address = page("questionnaire_paper", row)
    browser.post(address)
    run_jobs()
    shown = browser.get(address).content.decode()
    assert "It is ready." in shown and row.title in shown and "fill in on screen" not in shown
    data = b"".join(browser.get(address, {"file": "1"}).streaming_content)
    assert data.startswith(b"%PDF") and "Coffee" in text_of(data) and "Your first month" in text_of(data)


def text_of(data: bytes) -> str:
    import io

    from pypdf import PdfReader

    return " ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(data)).pages)


def test_only_managers_of_the_programme_come_in_and_of_another_one_nothing_is_found(
    working_group, mara, tomas, nia, oto, signed_in
):
    jan = stories.manager("jan@example.org", "Jan Novak")
    mine, theirs = draft(working_group.programme, by=mara), draft(stories.programme(by=jan, name="Another"), by=jan)
    for name in ("questionnaire", "questionnaire_change", "questionnaire_open", "questionnaire_paper"):
        found = [signed_in(person).get(page(name, mine)).status_code for person in (mara, tomas, nia, oto, jan)]
        assert found == [200, 403, 403, 404, 404], name
    mixed = (working_group.programme.pk, theirs.pk)
    for name in ("change", "copy", "open", "close", "paper", "remind"):
        assert signed_in(mara).post(reverse(f"monitoring:questionnaire_{name}", args=mixed)).status_code == 404
    assert signed_in(mara).get(reverse("monitoring:questionnaire", args=mixed)).status_code == 404


def test_ten_questionnaires_cost_no_more_queries_than_one(
    working_group, mara, signed_in, django_assert_max_num_queries
):
    browser, address = signed_in(mara), reverse("monitoring:questionnaires", args=(working_group.programme.pk,))
    opened(working_group.programme, by=mara)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(address)
    for _more in range(9):
        opened(working_group.programme, by=mara)
    with django_assert_max_num_queries(len(one)):
        browser.get(address)

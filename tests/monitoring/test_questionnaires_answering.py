"""Whoever is asked finds the questionnaire on their page, sees who reads, answers once; whoever is not, finds nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Document, Version
from monitoring import awaiting
from monitoring.questionnaires import answering, keeping
from people.models import Letter
from policy.models import Event, Participation
from policy.standing import Standing
from programmes.models import Group
from tests import stories
from tests.monitoring.questionnaires import answered, draft, opened, question

pytestmark = pytest.mark.django_db


def place(group, row) -> str:
    return reverse("monitoring:answer_questionnaire", args=(group.pk, row.pk))


def home(browser) -> str:
    return browser.get(reverse("home")).content.decode()


def test_a_mentee_is_asked_at_home_answers_and_is_asked_no_more(working_group, mara, nia, ela, signed_in, run_jobs):
    row = opened(working_group.programme, by=mara, answer_by=stories.today() + timedelta(days=3))
    browser, address = signed_in(nia), place(working_group, row)
    assert address in home(browser) and "Only you and the managers read it." in home(browser)
    assert address in home(signed_in(ela))
    begun = browser.post(address)
    assert browser.post(address).url == begun.url, "sent twice it begins one"
    version = Version.objects.get(document__occasion=row.pk)
    assert begun.url == reverse("documents:write", args=(version.pk,))
    form = browser.get(begun.url).content.decode()
    assert "Nia Berg and the managers of the programme" in form and "First things" in form and "Coffee" in form
    assert address not in home(browser) and "Your first month" in home(browser), "it is to be finished now"
    pipeline.write(version, _filled(version), by=nia)
    pipeline.file(version, by=nia)
    run_jobs()
    assert "Your first month" not in home(browser)
    assert browser.post(address).url == begun.url and Version.objects.filter(document__occasion=row.pk).count() == 1
    assert browser.get(version.get_absolute_url()).status_code == 200
    assert address in home(signed_in(ela))


def _filled(version):
    from tests.answers import complete

    return complete(version.kind)


def test_what_is_missing_in_an_answer_is_said_and_nothing_is_lost(working_group, mara, nia, signed_in):
    row = opened(
        working_group.programme, by=mara, questions=[question(text="A song?", required="yes"), question("number")]
    )
    begun = signed_in(nia).post(place(working_group, row)).url
    keys = [one["key"] for one in row.questions]
    answer = signed_in(nia).post(begun, {f"part1-{keys[1]}": "many", "hand-on": "1"})
    assert answer.status_code == 422 and "This field is required" in answer.content.decode()
    assert 'value="many"' in answer.content.decode()


@pytest.mark.parametrize(
    ("audience", "asked"),
    [("mentees", {"nia": True, "tomas": False}), ("mentors", {"nia": False, "tomas": True}), ("both", {"nia": True, "tomas": True})],
)  # fmt: skip
def test_only_the_audience_finds_it(audience, asked, working_group, mara, nia, tomas, oto, signed_in):
    row = opened(working_group.programme, by=mara, audience=audience)
    for name, person in (("nia", nia), ("tomas", tomas)):
        browser = signed_in(person)
        assert (place(working_group, row) in home(browser)) is asked[name]
        assert browser.get(place(working_group, row)).status_code == (200 if asked[name] else 404)
        assert browser.post(place(working_group, row)).status_code == (302 if asked[name] else 404)
    for stranger in (mara, oto):
        assert signed_in(stranger).post(place(working_group, row)).status_code == 404
    assert Document.objects.filter(occasion=row.pk).count() == sum(asked.values())


def test_a_draft_and_one_of_another_programme_are_not_found(working_group, mara, nia, signed_in):
    jan = stories.manager("jan@example.org", "Jan Novak")
    other = stories.programme(by=jan, name="Another")
    tom = stories.person("tom@example.org", "Tom")
    stories.group(other, mentor=tom, mentees=[stories.person("una@example.org", "Una")], by=jan)
    for row in (draft(working_group.programme, by=mara), opened(other, by=jan)):
        assert signed_in(nia).post(place(working_group, row)).status_code == 404
        assert place(working_group, row) not in home(signed_in(nia))
    assert not Document.objects.filter(kind_slug="own-questionnaire").exists()


def test_a_closed_one_begins_nothing_but_what_is_begun_can_be_sent(working_group, mara, nia, ela, signed_in):
    row = opened(working_group.programme, by=mara)
    begun = answering.begin(working_group, row, by=nia)
    keeping.close(row, by=mara)
    assert place(working_group, row) not in home(signed_in(ela))
    assert signed_in(ela).post(place(working_group, row)).status_code == 409
    assert "is closed" in signed_in(ela).get(place(working_group, row)).content.decode()
    pipeline.write(begun, _filled(begun), by=nia)
    pipeline.file(begun, by=nia)
    assert begun.state == "sealed"


def test_it_is_begun_nowhere_else(working_group, mara, nia, tomas, signed_in):
    for kind in ("own-questionnaire", "own-questionnaire-shared"):
        browser = signed_in(nia)
        start = reverse("documents:start", args=(working_group.space_id, kind))
        assert browser.post(start, {"occasion": str(working_group.pk)}).status_code == 404
        assert browser.get(reverse("documents:blank", args=(working_group.space_id, kind))).status_code == 404
    for person in (nia, tomas, mara):
        dossier = signed_in(person).get(reverse("sessions:dossier", args=(working_group.pk,))).content.decode()
        assert "own-questionnaire" not in dossier
    texts = signed_in(mara).get(reverse("programmes:texts", args=(working_group.programme.pk,))).content.decode()
    assert "Questionnaire of the programme" not in texts
    answered(working_group, opened(working_group.programme, by=mara), by=nia)
    dossier = signed_in(mara).get(reverse("sessions:dossier", args=(working_group.pk,))).content.decode()
    assert "own-questionnaire" in dossier and "Your first month" in dossier


@pytest.mark.parametrize(("readers", "mentor"), [("managers", 404), ("shared", 200)])
def test_the_author_and_managers_read_it_and_the_mentor_where_that_was_said(
    readers, mentor, working_group, mara, nia, ela, tomas, oto, signed_in
):
    row = opened(working_group.programme, by=mara, readers=readers)
    asked = signed_in(nia).get(place(working_group, row)).content.decode()
    assert ("the mentor" in asked.split("Read by:")[1].split("</p>")[0]) is (readers == "shared")
    version = answered(working_group, row, by=nia)
    page = version.get_absolute_url()
    found = [signed_in(person).get(page).status_code for person in (nia, mara, tomas, ela, oto)]
    assert found == [200, 200, mentor, 404, 404]


def test_answers_stand_on_the_questions_they_were_asked(working_group, mara, nia, signed_in):
    row = opened(working_group.programme, by=mara, questions=[question(text="As it was asked")])
    version = answered(working_group, row, by=nia)
    second = keeping.copy(row, by=mara, pk=working_group.pk)
    told = {name: getattr(second, name) for name in keeping.TOLD}
    keeping.change(second, {**told, "questions": [{**row.questions[0], "text": "As it is asked now"}]}, by=mara, seen=0)
    keeping.open_(second, by=mara, seen=1)
    assert "As it was asked" in signed_in(nia).get(version.get_absolute_url()).content.decode()
    assert place(working_group, second) in home(signed_in(nia)), "the new version asks anew"
    again = pipeline.amend(version, by=nia)
    assert again.wording == row.wording


def test_somebody_with_two_groups_is_asked_in_each(working_group, mara, tomas, programme):
    other = Group.objects.exclude(pk=working_group.pk).first()
    assert other is None
    row = opened(programme, by=mara, audience="mentors")
    assert [task.url for task in awaiting.tasks_for_both_sides(Standing.of(tomas))] == [place(working_group, row)]
    Group.objects.filter(pk=working_group.pk).update(state="ended")
    assert awaiting.tasks_for_both_sides(Standing.of(tomas)) == []


def test_whoever_has_left_is_asked_no_more(working_group, mara, nia, signed_in):
    row = opened(working_group.programme, by=mara)
    Participation.objects.filter(person=nia, space=working_group.space).update(ends_at=timezone.now())
    assert [seat.person.name for seat in answering.missing(row)] == ["Ela Žukaitė"]
    assert signed_in(nia).post(place(working_group, row)).status_code == 404


def test_home_asks_once_where_nothing_is_open_and_three_times_however_many_are(
    working_group, mara, nia, django_assert_num_queries
):
    standing = Standing.of(nia)
    with django_assert_num_queries(1):
        assert awaiting.tasks_for_both_sides(standing) == []
    for n in (1, 10):
        while len(awaiting.tasks_for_both_sides(standing)) < n:
            opened(working_group.programme, by=mara)
        with django_assert_num_queries(3):
            awaiting.tasks_for_both_sides(standing)


def test_one_click_reminds_whoever_has_not_answered_once_a_day(working_group, mara, nia, ela, tomas, signed_in):
    row = opened(working_group.programme, by=mara)
    answered(working_group, row, by=nia)
    address = reverse("monitoring:questionnaire_remind", args=(working_group.programme.pk, row.pk))
    said = [signed_in(mara).post(address, follow=True).content.decode() for _twice in range(2)]
    assert "1 person is reminded." in said[0] and "Nobody was written to" in said[1]
    letters = Letter.objects.filter(subject__contains="Your first month")
    assert [(letter.person, letter.state) for letter in letters] == [(ela, Letter.State.HELD)]
    assert letters.get().link.endswith(place(working_group, row))
    assert Event.objects.filter(action="remind", thing_id=row.pk).count() == 1
    assert signed_in(tomas).post(address).status_code == 403
    keeping.close(row, by=mara)
    assert signed_in(mara).post(address).status_code == 409


def test_ten_groups_are_reminded_with_the_queries_of_finding_one(working_group, mara, nia):
    row = opened(working_group.programme, by=mara)
    with CaptureQueriesContext(connection) as queries:
        answering.missing(row)
    assert len(queries) <= 3

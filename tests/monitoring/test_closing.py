"""The closing: what is missing, live from the records; what stays; and the step through its own door."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from monitoring import closing
from monitoring.document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from monitoring.document_kinds.programme_report import PROGRAMME_REPORT
from monitoring.models import Recommendation, Target
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.document_kinds.contract import CONTRACT
from programmes.models import Group, Programme
from sessions import papers
from sessions.document_kinds.certificate import CERTIFICATE
from sessions.document_kinds.reflective_log import REFLECTIVE_LOG
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def words(programme: Programme, by: User) -> list[tuple[str, bool]]:
    programme.refresh_from_db()
    return [(item.words, item.is_done) for item in closing.checklist(programme, by=by)]


def page(browser, programme: Programme) -> str:
    answer = browser.get(reverse("monitoring:closing", args=(programme.pk,)))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def file(version, by: User) -> None:
    pipeline.write(version, complete(version.kind, version.answers), by=by)
    pipeline.file(version, by=by)


def more_groups(programme: Programme, how_many: int, mentor: User) -> None:
    for number in range(programme.groups.count() + 1, programme.groups.count() + how_many + 1):
        space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
        Group.objects.create(programme=programme, space=space, number=number, name=f"Circle {number:03}.")
        Participation.objects.create(space=space, person=mentor, role=Role.MENTOR)


def test_everything_that_is_missing_stands_there_with_its_number(group, programme, mara):
    Recommendation.objects.create(
        space=programme.space, words="More rooms", source="call", said_by="mentor", said_on="2026-10-01"
    )
    assert words(programme, mara) == [
        ("1 group has not ended", False),
        ("2 mentees have not filled in the final questionnaire", False),
        ("1 mentor has not filled in the final questionnaire", False),
        ("2 mentees have no certificate", False),
        ("1 recommendation waits for a decision", False),
        ("No objective or target is set", False),
        ("The report on the programme is not filed", False),
    ]


def test_what_is_done_goes_from_the_list_as_it_happens(group, programme, mara, nia, ela):
    session = stories.meeting(group, by=mara, kind="monitoring")
    for person in (nia, ela):
        file(papers.begin(session, FINAL_QUESTIONNAIRE_MENTEE, by=person), person)
    Recommendation.objects.all().delete()
    file(pipeline.start(CERTIFICATE, group.space, by=mara, person=nia), mara)
    file(pipeline.start(PROGRAMME_REPORT, programme.space, by=mara), mara)
    Recommendation.objects.all().delete()
    Target.objects.create(space=programme.space, measure="sessions", value=6)
    Group.objects.filter(pk=group.pk).update(state="ended")
    assert words(programme, mara) == [
        ("All groups have ended", True),
        ("All mentees have filled in the final questionnaire", True),
        ("1 mentor has not filled in the final questionnaire", False),
        ("1 mentee has no certificate", False),
        ("No recommendation waits for a decision", True),
        ("There are objectives or targets to compare with", True),
        ("The report on the programme is filed", True),
    ]


def test_of_each_group_that_has_not_ended_it_is_said_what_is_missing(working_group, programme, mara, tomas, signed_in):
    assert "its final session was not held" in page(signed_in(mara), programme)
    stories.held_meeting(working_group, by=tomas, kind="final")
    assert "its conclusions are not published" in page(signed_in(mara), programme)


def test_of_each_group_it_is_said_how_many_are_missing_and_where_they_are_begun(group, programme, mara, nia):
    file(pipeline.start(CERTIFICATE, group.space, by=mara, person=nia), mara)
    programme.refresh_from_db()
    item = closing.checklist(programme, by=mara)[3]
    place = f"{reverse('sessions:dossier', args=(group.pk,))}#certificate"
    assert [(one.group, one.url, one.words) for one in item.places] == [("Group 1", place, "missing: 1")]


def test_each_line_leads_to_where_it_is_done(group, programme, mara, signed_in):
    programme.refresh_from_db()
    manager = signed_in(mara)
    for item in closing.checklist(programme, by=mara):
        answer = manager.get(item.url) if item.url else None
        assert answer is None or (answer.status_code == 200 and "fits what you chose" not in answer.content.decode())


def test_who_has_left_is_waited_for_no_more(group, programme, mara, nia):
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())
    assert words(programme, mara)[1] == ("1 mentee has not filled in the final questionnaire", False)


def test_my_draft_of_the_report_is_one_click_away(group, programme, mara):
    programme.refresh_from_db()
    draft = pipeline.start(PROGRAMME_REPORT, programme.space, by=mara)
    assert closing.checklist(programme, by=mara)[-1].url == reverse("documents:write", args=(draft.pk,))


def test_what_is_kept_says_until_when_and_names_nothing_that_people_write_for_themselves(programme, mara, signed_in):
    shown = page(signed_in(mara), programme)
    days = [f"until {day}" for day in ("30 December 2027", "30 June 2028", "30 June 2029")]
    assert [day for day in days if day in shown] == days and "until 30 September 2027" not in shown
    assert str(CONTRACT.title) in shown and str(REFLECTIVE_LOG.title) not in shown


def test_the_page_asks_as_much_of_the_database_with_eleven_groups_as_with_one(group, programme, mara, tomas, signed_in):
    manager, asked = signed_in(mara), []
    for how_many in (0, 10):
        more_groups(programme, how_many, tomas)
        with CaptureQueriesContext(connection) as queries:
            shown = page(manager, programme)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert "11 groups have not ended" in shown and "and 5 more" in shown


def test_the_programme_is_closed_through_its_own_step(group, programme, mara, signed_in):
    manager, advance = signed_in(mara), reverse("programmes:advance", args=(programme.pk,))
    assert "Begin the closing" in page(manager, programme)
    manager.post(advance, {"step": "wind-up"})
    shown = page(manager, programme)
    assert "Close the programme: Some groups have not ended yet." in shown and 'value="close"' not in shown
    Group.objects.filter(pk=group.pk).update(state="ended")
    assert 'value="close"' in page(manager, programme)
    manager.post(advance, {"step": "close"})
    assert "Start the next programme from this one" in page(manager, programme)


def test_before_the_mentoring_there_is_nothing_to_close(programme, mara, signed_in):
    shown = page(signed_in(mara), programme)
    assert "There is nothing to close yet." in shown and 'name="step"' not in shown
    assert closing.checklist(programme, by=mara) == []

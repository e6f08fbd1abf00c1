"""The blind-spot view: what mentees and mentors answer to the same statements, and where they differ."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.kinds import DocumentKind
from monitoring import both_sides
from monitoring.document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from monitoring.document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from monitoring.document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from monitoring.document_kinds.initial_questionnaire_mentor import INITIAL_QUESTIONNAIRE_MENTOR
from monitoring.document_kinds.mid_term_interview import MID_TERM_INTERVIEW
from people.models import User
from policy.models import Participation
from programmes.models import Group
from sessions import papers
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
KEYS = ("goals", "strengths", "step", "confidence", "ask", "network", "rules", "mentor")


@pytest.fixture
def asked(working_group, mara) -> Meeting:
    return stories.meeting(working_group, by=mara, kind="monitoring")


def answer(
    meeting: Meeting,
    kind: DocumentKind,
    by: User,
    value: int,
    *,
    about: User | None = None,
    file: bool = True,
    **one: int,
) -> None:
    """Every statement answered alike, but for those named."""
    version = papers.begin(meeting, kind, by=by, person=about)
    said = complete(kind)
    section = "start" if kind == INITIAL_QUESTIONNAIRE else "statements"
    said[section] = {key: str(one.get(key, value)) for key in KEYS}
    pipeline.write(version, said, by=by)
    if file:
        pipeline.file(version, by=by)


def line(group: Group, number: int = 0) -> both_sides.Line:
    return both_sides.of_group(group)[number]


def test_before_anybody_answers_every_statement_stands_there_empty(working_group):
    lines = both_sides.of_group(working_group)
    assert len(lines) == len(KEYS) and lines[0].text == "I know my goals."
    assert {seen for row in lines for seen in (*row.mentees, *row.mentors)} == {None}
    assert both_sides.in_words(lines) == "Nobody has answered yet."


def test_means_are_of_all_mentees_and_the_mentor_answers_as_they_would(asked, working_group, tomas, nia, ela):
    answer(asked, INITIAL_QUESTIONNAIRE, nia, 2)
    assert both_sides.in_words(both_sides.of_group(working_group)) == "Only one side has answered so far."
    answer(asked, INITIAL_QUESTIONNAIRE, ela, 3)
    answer(asked, INITIAL_QUESTIONNAIRE_MENTOR, tomas, 3, goals=5)
    goals, strengths = both_sides.of_group(working_group)[:2]
    assert goals.mentees == (both_sides.Seen(2.5, 2), None, None)
    assert goals.mentors == (both_sides.Seen(5, 1), None, None)
    assert (goals.gap, goals.is_blind_spot) == (2.5, True)
    assert (strengths.gap, strengths.is_blind_spot) == (0.5, False)
    said = both_sides.in_words(both_sides.of_group(working_group))
    assert said == "Mentees and mentors differ most in: “I know my goals.”"


def test_what_changed_is_told_from_the_first_to_the_last_answer(asked, working_group, mara, tomas, nia):
    answer(asked, INITIAL_QUESTIONNAIRE, nia, 2)
    answer(asked, MID_TERM_INTERVIEW, mara, 3, about=nia)
    assert line(working_group).change == 1
    final = stories.meeting(working_group, by=tomas, kind="final")
    answer(final, FINAL_QUESTIONNAIRE_MENTEE, nia, 5)
    answer(final, FINAL_QUESTIONNAIRE_MENTOR, tomas, 4)
    goals = line(working_group)
    assert [seen and seen.mean for seen in goals.mentees] == [2, 3, 5]
    assert [seen and seen.mean for seen in goals.mentors] == [None, None, 4]
    assert (goals.change, goals.gap) == (3, -1)


def test_an_interview_with_the_mentor_counts_for_the_mentors(asked, working_group, mara, tomas):
    answer(asked, MID_TERM_INTERVIEW, mara, 4, about=tomas)
    assert line(working_group).mentors[1] == both_sides.Seen(4, 1)
    assert line(working_group).mentees == (None, None, None)


def test_drafts_do_not_count_and_the_newest_version_does(asked, working_group, nia, ela):
    answer(asked, INITIAL_QUESTIONNAIRE, ela, 1, file=False)
    answer(asked, INITIAL_QUESTIONNAIRE, nia, 2)
    assert line(working_group).mentees[0] == both_sides.Seen(2, 1)
    answer(asked, INITIAL_QUESTIONNAIRE, nia, 4)  # thought better of it
    assert line(working_group).mentees[0] == both_sides.Seen(4, 1)


def test_what_somebody_said_stays_when_they_leave(asked, working_group, nia):
    answer(asked, INITIAL_QUESTIONNAIRE, nia, 2)
    Participation.objects.filter(person=nia, role="mentee").update(ends_at=timezone.now())
    assert line(working_group).mentees[0] == both_sides.Seen(2, 1)


def test_a_programme_takes_its_groups_together_and_no_other(asked, working_group, programme, mara, nia, ela):
    answer(asked, INITIAL_QUESTIONNAIRE, nia, 2)
    answer(asked, INITIAL_QUESTIONNAIRE, ela, 4)
    assert both_sides.of_programme(programme)[0].mentees[0] == both_sides.Seen(3, 2)
    other = stories.programme(by=mara, name="Another")
    assert both_sides.of_programme(other)[0].mentees == (None, None, None)


def test_the_page_costs_the_same_however_many_have_answered(asked, working_group, mara, nia, ela, signed_in):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = signed_in(mara).get(reverse("monitoring:both_sides", args=(working_group.pk,)))
            assert page.status_code == 200
        return len(queries)

    before = cost()
    for person in (nia, ela):
        answer(asked, INITIAL_QUESTIONNAIRE, person, 2)
    assert cost() == before


def test_only_managers_see_it(working_group, mara, tomas, nia, oto, signed_in):
    page = reverse("monitoring:both_sides", args=(working_group.pk,))
    assert [signed_in(person).get(page).status_code for person in (mara, tomas, nia, oto)] == [200, 403, 403, 404]

"""The competency framework: both sides rate, as often as they like, and see what has moved."""

import pytest
from django.urls import reverse

from documents import pipeline, wordings
from documents.models import Document, Version
from monitoring import competencies, rounds
from monitoring.document_kinds.competencies import COMPETENCIES_BY_MENTOR, COMPETENCIES_OWN, RATED
from monitoring.document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from monitoring.document_kinds.outcome_sheet import OUTCOME_SHEET
from people.models import User
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group
from sessions import papers
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(working_group, mara) -> Meeting:
    return stories.meeting(working_group, by=mara, kind="monitoring")


def rate(meeting: Meeting, by: User, *, about: User | None = None, file: bool = True, **levels: str) -> None:
    kind = COMPETENCIES_BY_MENTOR if about else COMPETENCIES_OWN
    version = papers.begin(meeting, kind, by=by, person=about)
    pipeline.write(version, {RATED: levels, "words": {"example": "", "next": ""}}, by=by)
    if file:
        pipeline.file(version, by=by)


def seen(group: Group, reader: User) -> dict[str, list[list[str]]]:
    """By mentee, the levels of the first two competencies in words, as a reader may know them."""
    return {
        portrait.person.name: [row.words for row in portrait.rows[:2]]
        for portrait in competencies.of_group(group, reader)
    }


def test_both_sides_see_what_has_moved(asked, working_group, mara, tomas, nia):
    rate(asked, nia, speak="2", together="3")
    rate(asked, tomas, about=nia, speak="3")
    final = stories.meeting(working_group, by=tomas, kind="final")
    rate(final, nia, speak="4", together="3")
    levels = [["with help", "by myself", "also when it is hard"], ["by myself", "", "by myself"]]
    for reader in (nia, mara):
        assert seen(working_group, reader) == {"Nia Berg": levels}
    (portrait,) = competencies.of_group(working_group, tomas)
    speak = portrait.rows[0]
    assert (speak.first, speak.last(by_mentor=False), speak.last(by_mentor=True)) == (2, 4, 3)
    chart = competencies.drawn(portrait)
    assert "mentee at first: 2" in chart and "mentor: 3" in chart


def test_other_mentees_learn_nothing_of_it(asked, working_group, tomas, nia, ela, oto, signed_in):
    rate(asked, nia, speak="2")
    rate(asked, tomas, about=nia, speak="5")
    assert seen(working_group, ela) == {}
    page = reverse("monitoring:competencies", args=(working_group.pk,))
    assert "mentor: 5" in signed_in(nia).get(page).content.decode()
    hers = signed_in(ela).get(page).content.decode()
    assert "mentor: 5" not in hers and "Nobody has filled in a sheet yet" in hers
    assert signed_in(oto).get(page).status_code == 404


def test_a_draft_is_seen_by_nobody_else_and_a_sheet_is_never_owed(asked, working_group, mara, tomas, nia):
    rate(asked, nia, speak="2", file=False)
    assert seen(working_group, mara) == seen(working_group, tomas) == {}
    due = {tool.kind.slug for tool in rounds.tools_for(asked, nia) if tool.is_due}
    at_hand = {tool.kind.slug for tool in rounds.tools_for(asked, nia) if not tool.is_due}
    assert COMPETENCIES_OWN.slug not in due and COMPETENCIES_OWN.slug in at_hand
    assert COMPETENCIES_BY_MENTOR.slug not in due


def test_a_programme_has_competencies_and_levels_of_its_own(asked, working_group, programme, mara, nia):
    texts = wordings.in_use(COMPETENCIES_OWN, programme.space)
    own = {**texts, "competencies": [{"key": "", "text": "Baking bread"}], "levels": texts["levels"][:3]}
    wordings.adapt(COMPETENCIES_OWN, programme.space, own, by=mara, seen=0)
    (key,) = [one["key"] for one in wordings.in_use(COMPETENCIES_BY_MENTOR, programme.space)["competencies"]]
    rate(asked, nia, **{key: "3"})
    (portrait,) = competencies.of_group(working_group, mara)
    assert [(row.text, row.words) for row in portrait.rows] == [("Baking bread", ["by myself"])]
    Version.objects.update(answers={RATED: {key: "9", "other": ["zq"]}})
    (portrait,) = competencies.of_group(working_group, mara)
    assert portrait.rows[0].words == ["9"] and competencies.drawn(portrait)


def test_more_people_cost_no_more_queries(asked, working_group, mara, nia, ela, django_assert_num_queries):
    rate(asked, nia, speak="2")
    group = Group.objects.select_related("programme__space", "space").get(pk=working_group.pk)
    for number in range(6):
        person = stories.person(f"more{number}@example.org", f"More {number}")
        Participation.objects.create(space=group.space, person=person, role=Role.MENTEE)
        rate(asked, person, speak="3")
    assert Document.objects.filter(kind_slug=COMPETENCIES_OWN.slug).count() == 7
    with django_assert_num_queries(4):
        assert len(competencies.of_group(group, mara)) == 7


def test_the_outcome_sheet_begins_with_the_persons_own_papers_and_needs_their_word(
    asked, working_group, mara, tomas, nia, ela, signed_in
):
    stories.held_meeting(working_group, by=tomas)
    rate(asked, nia, speak="2", together="3")
    final = stories.meeting(working_group, by=tomas, kind="final")
    rate(final, nia, speak="4")
    rate(final, ela, speak="5")
    questionnaire = papers.begin(final, FINAL_QUESTIONNAIRE_MENTEE, by=nia)
    said = complete(FINAL_QUESTIONNAIRE_MENTEE)
    said["goals"] = [{"goal": "A job in a bookshop", "rating": "1", "why": "", "gained": "Courage"}]
    pipeline.write(questionnaire, said, by=nia)
    pipeline.file(questionnaire, by=nia)
    Group.objects.update(state="ended")
    begin = reverse("documents:start", args=(working_group.space_id, OUTCOME_SHEET.slug))
    for person, status in ((mara, 403), (tomas, 403), (nia, 302)):
        assert signed_in(person).post(begin).status_code == status
    version = Version.objects.get(document__kind_slug=OUTCOME_SHEET.slug)
    assert version.answers["goals"] == [{"goal": "A job in a bookshop", "rating": "1", "gained": "Courage"}]
    assert version.answers["competencies"] == [
        {"what": "Saying what I mean, in speech and in writing", "first": "with help", "now": "also when it is hard"},
        {"what": "Working with others", "first": "by myself", "now": "by myself"},
    ]
    assert version.answers["taken"]["programme"] == "Step into work 2026"
    assert version.answers["taken"]["sessions"].startswith("1 session")
    with pytest.raises(NotNow):
        pipeline.file(version, by=nia)
    pipeline.write(version, {**version.answers, "taken": {**version.answers["taken"], "agrees": True}}, by=nia)
    pipeline.file(version, by=nia)
    assert not Version.objects.visible_to(tomas).filter(pk=version.pk).exists()

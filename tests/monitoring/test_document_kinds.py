"""The monitoring documents: what they ask, what they begin with, what a programme makes of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline, wordings
from documents.forms import Filling, posted
from documents.heading import sheet_of
from documents.kinds import DocumentKind
from documents.models import Version
from documents.pdf import paper
from monitoring import rounds
from monitoring.document_kinds.check_in import CHECK_IN
from monitoring.document_kinds.final_discussion import FINAL_DISCUSSION
from monitoring.document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from monitoring.document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from monitoring.document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from monitoring.document_kinds.interview import INTERVIEW
from monitoring.document_kinds.mid_term_interview import MID_TERM_INTERVIEW
from monitoring.document_kinds.mid_term_plan import MID_TERM_PLAN
from monitoring.document_kinds.programme_report import PROGRAMME_REPORT
from monitoring.document_kinds.statements import STATEMENTS
from people.models import User
from policy.machine import NotNow
from policy.permissions import Role
from programmes.models import Group, Programme
from sessions import papers
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
ASKING = (INITIAL_QUESTIONNAIRE, MID_TERM_INTERVIEW, FINAL_QUESTIONNAIRE_MENTEE, FINAL_QUESTIONNAIRE_MENTOR)


def asked(kind: DocumentKind) -> list[tuple[str, str]]:
    """The keys and words of the first section of statements of a kind."""
    section = next(section for section in kind.sections if section.layout == "statements")
    return [(name, str(field.label)) for name, field in section.form().fields.items()]


def problems(kind: DocumentKind, section: str, **said: Any) -> dict[str, list[str]]:
    """What is wrong when one section is filled in completely except for what is said."""
    form = kind.section(section).form(data={**complete(kind)[section], **said})
    return {name: list(errors) for name, errors in form.errors.items()}


def row_problems(kind: DocumentKind, section: str, **said: Any) -> dict[str, list[str]]:
    form = kind.section(section).form(data={**complete(kind)[section][0], **said})
    return {name: list(errors) for name, errors in form.errors.items()}


# the catalogue


@pytest.mark.parametrize(
    ("kind", "must", "stage", "writers", "readers", "meetings"),
    [
        (INITIAL_QUESTIONNAIRE, True, "monitoring", "mentee", "manager", ("monitoring",)),
        (MID_TERM_PLAN, False, "monitoring", "manager", "manager mentor", ()),
        (MID_TERM_INTERVIEW, False, "monitoring", "manager", "manager", ("monitoring",)),
        (CHECK_IN, False, "monitoring", "manager", "manager", ()),
        (FINAL_DISCUSSION, False, "final", "manager", "manager mentor mentee", ()),
        (FINAL_QUESTIONNAIRE_MENTEE, True, "final", "mentee", "manager", ("monitoring", "final")),
        (FINAL_QUESTIONNAIRE_MENTOR, False, "final", "mentor", "manager", ("monitoring", "final")),
        (INTERVIEW, False, "final", "manager", "manager", ()),
        (PROGRAMME_REPORT, False, "final", "manager", "manager", ()),
    ],
    ids=lambda value: value.slug if isinstance(value, DocumentKind) else "",
)
def test_they_stand_in_the_catalogue_as_they_should(kind, must, stage, writers, readers, meetings):
    assert kinds.get(kind.slug) is kind
    assert (kind.must, kind.stage, kind.meetings) == (must, stage, meetings)
    assert kind.parts.writers == {Role(role) for role in writers.split()}
    assert kind.parts.readers == {Role(role) for role in readers.split()}
    assert kind.per_meeting is bool(meetings)


# the statements


def test_the_same_statements_are_asked_at_the_start_half_way_and_at_the_end():
    said = [asked(kind) for kind in ASKING]
    assert said == [said[0]] * 4
    assert [key for key, _words in said[0]] == [
        "goals",
        "strengths",
        "step",
        "confidence",
        "ask",
        "network",
        "rules",
        "mentor",
    ]
    assert all(STATEMENTS in kind.texts for kind in ASKING)


def test_a_statement_of_the_programme_is_asked_everywhere_and_printed(group, programme, mara, tomas, nia, signed_in):
    before = pipeline.start(INITIAL_QUESTIONNAIRE, group.space, by=nia, person=nia)
    texts = [*STATEMENTS.defaults(programme.space)[:3], {"key": "", "text": "I know what my work is worth."}]
    wordings.adapt(FINAL_QUESTIONNAIRE_MENTEE, programme.space, _with(programme, statements=texts), by=mara, seen=0)
    session = stories.meeting(group, by=mara, kind="monitoring")
    begun = [
        papers.begin(session, INITIAL_QUESTIONNAIRE, by=nia),
        papers.begin(session, MID_TERM_INTERVIEW, by=mara, person=tomas),
        papers.begin(session, FINAL_QUESTIONNAIRE_MENTEE, by=nia),
        papers.begin(session, FINAL_QUESTIONNAIRE_MENTOR, by=tomas),
    ]
    said = [asked(version.kind) for version in begun]
    assert said == [said[0]] * 4
    assert [key for key, _words in said[0]][:3] == ["goals", "strengths", "step"]
    assert said[0][3][1] == "I know what my work is worth." and len(said[0]) == 4
    assert asked(before.kind) == asked(INITIAL_QUESTIONNAIRE), "what is begun keeps its texts"

    version = begun[0]
    page = signed_in(nia).get(reverse("documents:write", args=(version.pk,))).content.decode()
    assert "I know what my work is worth." in page and "I feel confident." not in page
    pipeline.write(version, complete(version.kind), by=nia)
    pipeline.file(version, by=nia)
    printed = paper(sheet_of(version, at=version.sealed_at), version.digest)
    assert "I know what my work is worth." in printed and "I feel confident." not in printed


def _with(programme: Programme, **lists: list[dict[str, str]]) -> dict[str, Any]:
    return {**wordings.in_use(FINAL_QUESTIONNAIRE_MENTEE, programme.space), **lists}


def test_the_questions_of_the_final_discussion_are_the_programmes_own(group, programme, mara, nia, signed_in):
    own = [{"key": "", "text": "What shall we tell those who come after us?"}]
    wordings.adapt(FINAL_DISCUSSION, programme.space, {"questions": own}, by=mara, seen=0)
    version = pipeline.start(FINAL_DISCUSSION, group.space, by=mara)
    assert version.answers == {
        "occasion": {"present": "Tomas Lind, Ela Žukaitė, Nia Berg"},
        "questions": [{"title": "What shall we tell those who come after us?"}],
    }
    pipeline.file(version, by=mara)
    assert "those who come after us?" in signed_in(nia).get(version.get_absolute_url()).content.decode()


# what they begin with


def published_goals(group: Group, by: User, reviewer: User, *goals: str) -> None:
    kind = kinds.get("personal-goals")
    version = pipeline.start(kind, group.space, by=by, person=by)
    answers = complete(kind, version.answers)
    row = answers["goals"][0]
    answers["goals"] = [{**row, "goal": goal} for goal in goals]
    pipeline.write(version, answers, by=by)
    pipeline.submit(version, by=by)
    pipeline.publish(version, by=reviewer)


def test_goals_sessions_and_mentees_are_there_already(working_group, mara, tomas, nia, ela):
    stories.held_meeting(working_group, by=tomas)
    stories.meeting(working_group, by=tomas)
    stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=9))
    session: Meeting = stories.meeting(working_group, by=mara, kind="monitoring")
    published_goals(working_group, nia, tomas, "A job in a bookshop", "More courage")
    hers = papers.begin(session, MID_TERM_INTERVIEW, by=mara, person=nia).answers
    assert hers["talk"] == {"planned": "2", "held": "1"}
    assert hers["goals"] == [{"goal": "A job in a bookshop"}, {"goal": "More courage"}]
    assert papers.begin(session, MID_TERM_INTERVIEW, by=mara, person=ela).answers["goals"] == []
    assert papers.begin(session, FINAL_QUESTIONNAIRE_MENTEE, by=nia).answers["goals"] == hers["goals"]
    progress = papers.begin(session, FINAL_QUESTIONNAIRE_MENTOR, by=tomas).answers["progress"]
    assert progress == [{"mentee": "Ela Žukaitė"}, {"mentee": "Nia Berg"}]


def called(group: Group, about: User, by: User, occasion: int, **said: Any) -> Version:
    version = pipeline.start(CHECK_IN, group.space, by=by, person=about, occasion=UUID(int=occasion))
    pipeline.write(version, {**complete(CHECK_IN), "before": [], **said}, by=by)
    pipeline.file(version, by=by)
    return version


def test_a_check_in_begins_with_what_was_agreed_last_time_with_the_same_person(group, mara, nia, ela):
    called(group, nia, mara, 1, actions=[{"what": "Ring the library", "who": "Nia", "due": ""}])
    called(group, nia, mara, 2, actions=[{"what": "Bring a CV", "who": "Nia", "due": "2027-03-04"}])
    again = pipeline.start(CHECK_IN, group.space, by=mara, person=nia, occasion=group.pk)
    assert again.answers["before"] == [{"what": "Bring a CV", "who": "Nia"}]
    other = pipeline.start(CHECK_IN, group.space, by=mara, person=ela, occasion=group.pk)
    assert other.answers["before"] == []


def test_a_check_in_begins_with_the_day_why_now_and_when_to_call_again(group, mara, nia):
    today = timezone.localdate(timezone=mara.zone)
    first = called(group, nia, mara, 1).document.versions.get()
    assert first.document.kind_slug == "check-in"
    again = pipeline.start(CHECK_IN, group.space, by=mara, person=nia, occasion=group.pk).answers
    assert again["call"] == {"because": "regular", "on": today.isoformat(), "channel": "phone"}
    assert again["afterwards"] == {"tell": "nothing", "next_call": (today + timedelta(days=30)).isoformat()}


def test_the_report_begins_with_what_can_be_counted(working_group, programme, mara, tomas, nia, signed_in):
    stories.held_meeting(working_group, by=tomas, keeper=nia)
    stories.meeting(working_group, by=tomas)
    session = stories.meeting(working_group, by=mara, kind="monitoring")
    answers = rounds.answer(session, by=nia)
    pipeline.write(answers, complete(answers.kind), by=nia)
    pipeline.file(answers, by=nia)
    begun = signed_in(mara).post(reverse("documents:start", args=(programme.space_id, "programme-report")))
    version = Version.objects.get(document__kind_slug="programme-report")
    assert begun.url == reverse("documents:write", args=(version.pk,))
    assert version.answers["objectives"] == {"objectives": programme.purpose}
    assert {row["what"]: row["value"] for row in version.answers["figures"]} == {
        "Groups": "1", "Groups that have ended": "0", "Mentors in groups": "1", "Mentees in groups": "2",
        "Sessions planned": "2", "Sessions held": "1", "Monitoring sessions held": "0",
    }  # fmt: skip
    assert {row["what"]: row["value"] for row in version.answers["documents"]} == {
        "Contract of mentoring": "1", "Initial monitoring questionnaire": "1",
    }  # fmt: skip
    for person in (tomas, nia):
        assert signed_in(person).get(version.get_absolute_url()).status_code == 404


def test_the_report_counts_nothing_that_managers_do_not_read(working_group, programme, mara, tomas):
    hidden = [kind for kind in kinds.every() if kind.parts.own and Role.MANAGER not in kind.parts.readers]
    written = [kind for kind in hidden if kind.lives_in == "group" and kind.parts.writers == {Role.MENTOR}]
    assert written, "or this test shows nothing"
    for kind in written:
        version = pipeline.start(kind, working_group.space, by=tomas, person=tomas, occasion=working_group.pk)
        pipeline.write(version, complete(version.kind, version.answers), by=tomas)
        pipeline.file(version, by=tomas)
    report = pipeline.start(PROGRAMME_REPORT, programme.space, by=mara)
    assert not {str(kind.title) for kind in written} & {row["what"] for row in report.answers["documents"]}


def test_the_plan_names_everybody_and_waits_for_the_days(group, mara):
    version = pipeline.start(MID_TERM_PLAN, group.space, by=mara)
    assert [row["whom"] for row in version.answers["talks"]] == ["Tomas Lind", "Ela Žukaitė", "Nia Berg"]
    assert len(version.answers["questions"]) == 6
    with pytest.raises(NotNow, match="Some answers are missing"):
        pipeline.file(version, by=mara)


# what must be answered


def test_a_call_in_vain_is_logged_without_inventing_answers():
    said = {
        "call": {"on": "2027-03-04", "reached": "no"},
        "meetings": {"met": "unspoken", "fit": "unspoken"},
        "heard": {"worrying": "unspoken"},
        "afterwards": {"tell": "nothing", "level": "amber", "next_call": "2027-03-08"},
    }
    filling = Filling(CHECK_IN, data=posted(CHECK_IN, said))
    assert filling.is_valid(), [form.errors for form in filling.forms]


@pytest.mark.parametrize(
    ("kind", "section", "said", "where"),
    [
        (CHECK_IN, "heard", {"worrying": "yes", "worry": ""}, "worry"),
        (CHECK_IN, "afterwards", {"tell": "this", "sentence": ""}, "sentence"),
        (CHECK_IN, "call", {"minutes": "241"}, "minutes"),
        (MID_TERM_INTERVIEW, "talk", {"held": "-1"}, "held"),
        (MID_TERM_INTERVIEW, "insight", {"unseen": ""}, "unseen"),
        (FINAL_QUESTIONNAIRE_MENTEE, "onward", {"next": ""}, "next"),
    ],
)
def test_what_belongs_together_is_asked_for_together(kind, section, said, where):
    assert problems(kind, section) == {}
    assert list(problems(kind, section, **said)) == [where]


@pytest.mark.parametrize(
    ("kind", "field"), [(MID_TERM_INTERVIEW, "reason"), (FINAL_QUESTIONNAIRE_MENTEE, "why")], ids=["half-way", "end"]
)
def test_a_goal_that_is_behind_needs_a_reason(kind, field):
    for rating, wanted in (("-2", [field]), ("-1", [field]), ("0", []), ("2", [])):
        assert list(row_problems(kind, "goals", rating=rating, **{field: ""})) == wanted

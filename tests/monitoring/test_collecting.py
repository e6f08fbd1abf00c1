"""What is recommended in forms comes into the ledger when they are filed, each once; what is decided stays."""

import pytest

from documents import pipeline, wordings
from documents.kinds import DocumentKind
from documents.models import Version
from monitoring import recommendations as ledger
from monitoring.document_kinds.check_in import CHECK_IN
from monitoring.document_kinds.final_discussion import FINAL_DISCUSSION
from monitoring.document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from monitoring.document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from monitoring.document_kinds.mid_term_interview import MID_TERM_INTERVIEW
from monitoring.document_kinds.programme_report import PROGRAMME_REPORT
from monitoring.models import Recommendation
from people.models import User
from policy.permissions import Action
from sessions import papers
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, mara) -> Meeting:
    return stories.meeting(group, by=mara, kind="monitoring")


def file(version: Version, by: User, **said) -> Version:
    assert version.kind
    answers = {**complete(version.kind, version.answers), **said}
    pipeline.write(version, answers, by=by)
    pipeline.file(version, by=by)
    return version


def rows(*words: str) -> list[dict[str, str]]:
    return [{"what": one, "why": ""} for one in words]


def filed(session: Meeting, kind: DocumentKind, by: User, *words: str, person: User | None = None) -> Version:
    return file(papers.begin(session, kind, by=by, person=person), by, recommendations=rows(*words))


def again(version: Version, by: User, *words: str) -> Version:
    version.refresh_from_db()
    return file(pipeline.amend(version, by=by), by, recommendations=rows(*words))


def kept() -> list[tuple[str, str]]:
    return list(Recommendation.objects.order_by("words").values_list("words", "state"))


def test_each_recommendation_of_a_final_questionnaire_is_a_row_that_says_who_said_it(session, programme, nia, tomas):
    told = [{"what": "More joint evenings", "why": "We learned most there"}, {"what": "A guide for the first month"}]
    version = papers.begin(session, FINAL_QUESTIONNAIRE_MENTEE, by=nia)
    file(version, nia, recommendations=told)
    filed(session, FINAL_QUESTIONNAIRE_MENTOR, tomas, "Pay the bus fare")
    found = {row.words: row for row in Recommendation.objects.filter(space=programme.space)}
    assert {words: row.said_by for words, row in found.items()} == {
        "More joint evenings\nWe learned most there": "mentee",
        "A guide for the first month": "mentee",
        "Pay the bus fare": "mentor",
    }
    assert {(row.state, row.source) for row in found.values()} == {("open", "form")}
    assert found["A guide for the first month"].document == version.document


def test_a_draft_recommends_nothing_yet(session, nia):
    version = papers.begin(session, FINAL_QUESTIONNAIRE_MENTEE, by=nia)
    pipeline.write(version, {"recommendations": rows("Not said yet")}, by=nia)
    assert not Recommendation.objects.exists()


def test_the_interview_says_what_the_person_recommends(session, mara, tomas, ela):
    for person, words in ((tomas, "More rooms"), (ela, "Fewer forms")):
        version = papers.begin(session, MID_TERM_INTERVIEW, by=mara, person=person)
        told = complete(version.kind, version.answers)["insight"]
        file(version, mara, insight={**told, "advice": words})
    found = Recommendation.objects.order_by("words").values_list("words", "said_by")
    assert list(found) == [("Fewer forms", "mentee"), ("More rooms", "mentor")]


def test_of_the_final_discussion_the_answer_to_what_would_be_done_differently_is_taken(group, mara):
    version = pipeline.start(FINAL_DISCUSSION, group.space, by=mara)
    questions = [{**row, "text": f"keyword {n}"} for n, row in enumerate(version.answers["questions"])]
    asked = [text["key"] for text in wordings.in_use(FINAL_DISCUSSION, group.space)["questions"]]
    file(version, mara, questions=questions)
    row = Recommendation.objects.get()
    assert (row.words, row.said_by, row.source) == (f"keyword {asked.index('again')}", "other", "meeting")


def test_questions_sent_alone_recommend_nothing(group, mara):
    version = pipeline.start(FINAL_DISCUSSION, group.space, by=mara)
    file(version, mara, questions=version.answers["questions"])
    assert not Recommendation.objects.exists()


def test_the_report_recommends_in_its_own_programme(programme, mara):
    version = pipeline.start(PROGRAMME_REPORT, programme.space, by=mara)
    told = [{"what": "Begin in September", "weight": "high", "owner": "", "why": ""}]
    file(version, mara, recommendations=told)
    row = Recommendation.objects.get()
    assert (row.space, row.words, row.said_by, row.source) == (
        programme.space,
        "Begin in September",
        "manager",
        "report",
    )


def test_of_a_call_only_what_the_person_recommends_is_taken(group, mara, nia):
    version = pipeline.start(CHECK_IN, group.space, by=mara, person=nia)
    heard = {"worrying": "no", "advice": "Be prepared", "recommends": "Meet before the first session"}
    file(version, mara, heard=heard)
    row = Recommendation.objects.get()
    assert (row.words, row.said_by, row.source) == ("Meet before the first session", "mentee", "call")


def test_a_newer_version_changes_the_words_of_what_is_open_and_makes_nothing_twice(session, nia):
    version = filed(session, FINAL_QUESTIONNAIRE_MENTEE, nia, "One", "Two")
    before = set(Recommendation.objects.values_list("pk", flat=True))
    again(version, nia, "One", "Two, said better")
    assert kept() == [("One", "open"), ("Two, said better", "open")]
    assert set(Recommendation.objects.values_list("pk", flat=True)) == before


def test_a_newer_version_leaves_what_is_decided_as_it_was(session, nia, mara):
    version = filed(session, FINAL_QUESTIONNAIRE_MENTEE, nia, "One", "Two")
    row = Recommendation.objects.get(words="One")
    ledger.decide(row, Action.DECLINE, by=mara, seen="open", decision="No room")
    again(version, nia, "One, said better", "Two")
    assert kept() == [("One", "declined"), ("Two", "open")]


def test_what_is_put_in_front_is_new_and_what_it_pushes_down_is_not(session, nia, mara):
    version = filed(session, FINAL_QUESTIONNAIRE_MENTEE, nia, "One", "Two")
    ledger.decide(Recommendation.objects.get(words="One"), Action.DECLINE, by=mara, seen="open", decision="No")
    again(version, nia, "Before all", "One", "Two")
    assert kept() == [("Before all", "open"), ("One", "declined"), ("Two", "open")]


def test_what_is_taken_back_goes_unless_it_was_decided(session, nia, mara):
    version = filed(session, FINAL_QUESTIONNAIRE_MENTEE, nia, "One", "Two", "Three")
    row = Recommendation.objects.get(words="Two")
    ledger.decide(row, Action.DECLINE, by=mara, seen="open", decision="No")
    ledger.decide(row, Action.RECONSIDER, by=mara, seen="declined")
    again(version, nia, "One")
    assert kept() == [("One", "open"), ("Two", "open")]


def test_the_same_words_twice_in_one_form_are_one_recommendation(session, nia):
    filed(session, FINAL_QUESTIONNAIRE_MENTEE, nia, "One", "One")
    assert kept() == [("One", "open")]

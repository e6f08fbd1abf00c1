"""Documents under a session: who finds what there, what is begun when, and what one record tells the next."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline, wordings
from documents.forms import Filling
from documents.models import Document, Version
from policy.machine import NotNow, move
from policy.permissions import Action
from programmes.models import Group
from sessions import diaries, papers, plan_in_words, planning
from sessions.document_kinds.certificate import CERTIFICATE
from sessions.document_kinds.conclusions import CONCLUSIONS
from sessions.document_kinds.diary import DIARY
from sessions.document_kinds.mentee_feedback import MENTEE_FEEDBACK
from sessions.document_kinds.participants import PARTICIPANTS
from sessions.document_kinds.reflection import REFLECTION
from sessions.document_kinds.reflective_log import REFLECTIVE_LOG
from sessions.document_kinds.session_record import SESSION_RECORD
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(working_group, tomas, nia) -> Meeting:
    """Yesterday's session; Nia keeps its diary."""
    return fresh(stories.held_meeting(working_group, by=tomas, keeper=nia))


def fresh(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_related("group__programme", "group__space", "keeper")
    return rows.get(pk=meeting.pk)


def found(meeting: Meeting, person) -> tuple[list[str], list[str], list[str]]:
    """What somebody finds: what is there of what all may know, what can be begun, what is theirs alone."""
    there = papers.of_meeting(meeting, person, meeting.roles_of(person))
    both = [*there.shared, *there.private]
    return (
        [shelf.kind.slug for shelf in there.shared if shelf.rows],
        [shelf.kind.slug for shelf in both if shelf.can_begin],
        [shelf.kind.slug for shelf in there.private],
    )


def file(meeting: Meeting, kind, by, **answers) -> Version:
    version = papers.begin(meeting, kind, by=by)
    pipeline.write(version, {**complete(kind, version.answers), **answers}, by=by)
    pipeline.file(version, by=by)
    return version


def test_each_finds_what_is_theirs_to_write_and_to_read(held, mara, tomas, nia, ela):
    mine, notes = ["session-record", "reflective-log"], {"session-record", "reflective-log"}
    assert {frozenset(found(held, tomas)[i]) for i in (1, 2)} == {frozenset(mine)}
    assert found(held, nia) == ([], ["diary", "mentee-feedback", "reflection"], ["reflection"])
    assert found(held, ela) == ([], ["mentee-feedback", "reflection"], ["reflection"])
    assert found(held, mara) == ([], [], [])
    for kind, by in ((SESSION_RECORD, tomas), (REFLECTIVE_LOG, tomas), (MENTEE_FEEDBACK, nia)):
        file(held, kind, by)
    stories.submitted_diary(held, by=nia)
    there, to_begin, own = found(held, tomas)
    assert (there, to_begin, set(own)) == (["diary"], [], notes)  # the feedback is not his to know of
    assert [found(held, who)[0] for who in (mara, nia, ela)] == [
        ["diary", "mentee-feedback"], ["diary", "mentee-feedback"], ["diary"],
    ]  # fmt: skip


def test_the_page_of_a_session_offers_them_and_begins_them(held, mara, tomas, nia, signed_in):
    mentor, page = signed_in(tomas), reverse("sessions:meeting", args=(held.pk,))
    assert "My own notes" in mentor.get(page).content.decode()
    assert "My own notes" not in signed_in(mara).get(page).content.decode()
    address = reverse("sessions:paper", args=(held.pk, "reflective-log"))
    begun = mentor.post(address)
    version = Version.objects.get(document__kind_slug="reflective-log")
    assert begun.url == reverse("documents:write", args=(version.pk,)) == mentor.post(address).url
    with timezone.override(tomas.zone):
        assert (version.document.occasion, version.document.label) == (held.pk, held.label)
    assert signed_in(nia).post(address).status_code == 403


def test_a_mentee_asks_herself_before_and_after_a_session_and_nobody_learns_of_it(working_group, mara, tomas, nia, ela):
    coming = fresh(stories.meeting(working_group, by=tomas))
    version = papers.begin(coming, REFLECTION, by=nia)
    assert [filled.section.slug for filled in Filling(REFLECTION)] == ["before", "after"]
    file(coming, REFLECTION, nia)
    assert [shelf.kind.slug for shelf in papers.of_meeting(coming, nia, coming.roles_of(nia)).private] == ["reflection"]
    for person in (mara, tomas, ela):
        assert not Document.objects.visible_to(person).filter(pk=version.document_id).exists()
        assert not Version.objects.visible_to(person).filter(pk=version.pk).exists()
    with pytest.raises(PermissionDenied):
        papers.begin(coming, REFLECTION, by=tomas)


def test_nobody_writes_before_the_session_or_about_one_that_did_not_take_place(working_group, held, tomas, nia):
    later = stories.meeting(working_group, by=tomas)
    with pytest.raises(NotNow, match="when the session has begun"):
        papers.begin(later, REFLECTIVE_LOG, by=tomas)
    move(later, Action.CANCEL, by=tomas)
    with pytest.raises(NotNow, match="did not take place"):
        papers.begin(later, MENTEE_FEEDBACK, by=nia)
    with pytest.raises(NotNow, match="another kind of session"):
        papers.begin(held, PARTICIPANTS, by=tomas)
    with pytest.raises(NotNow, match="is kept by Nia Berg"):
        papers.begin(held, DIARY, by=tomas)
    with pytest.raises(PermissionDenied):
        papers.begin(held, SESSION_RECORD, by=nia)
    assert found(later, tomas) == ([], [], [])


def test_the_next_record_asks_what_became_of_what_was_agreed(working_group, held, tomas):
    file(held, SESSION_RECORD, tomas, actions=[{"what": "Introduce Ela to Rasa", "who": "Tomas", "due": ""}])
    today = stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(hours=2))
    version = papers.begin(fresh(today), SESSION_RECORD, by=tomas)
    assert version.answers["before"] == [{"what": "Introduce Ela to Rasa"}]
    assert version.answers["session"] == {"mentees": "Ela Žukaitė, Nia Berg", "minutes": "60"}


def test_a_list_of_participants_holds_everyone_and_room_to_sign(working_group, tomas, mara):
    first = stories.meeting(working_group, by=tomas, kind="initial")
    version = file(fresh(first), PARTICIPANTS, tomas)
    assert [row["name"] for row in version.answers["people"]] == ["Mara Vilks", "Tomas Lind", "Ela Žukaitė", "Nia Berg"]
    table = version.sheet["blocks"][0]
    assert table["columns"] == ["Name", "Role", "Signature", "Date"]
    assert table["rows"][1] == ["Tomas Lind", "mentor", "", ""]


def test_a_certificate_says_how_often_somebody_was_there(held, mara, tomas, nia, ela):
    words = [
        pipeline.start(CERTIFICATE, held.space, by=mara, person=person).answers["words"] for person in (nia, tomas)
    ]
    assert [one["extent"] for one in words] == ["1 session (60 minutes)"] * 2
    assert ["as mentee" in words[0]["deed"], "as mentor" in words[1]["deed"]] == [True, True]
    assert words[0]["signer"] == "Mara Vilks"


def test_a_certificate_can_be_given_when_the_group_has_ended(held, mara, nia, signed_in):
    Group.objects.filter(pk=held.group_id).update(state="ended")
    dossier = signed_in(mara).get(reverse("sessions:dossier", args=(held.group_id,))).content.decode()
    assert reverse("documents:start", args=(held.group.space_id, "certificate")) in dossier
    held.group.refresh_from_db()
    version = pipeline.start(CERTIFICATE, held.group.space, by=mara, person=nia)
    pipeline.write(version, complete(CERTIFICATE, version.answers), by=mara)
    pipeline.file(version, by=mara)
    assert Version.objects.visible_to(nia).filter(pk=version.pk, state="sealed").exists()


def test_conclusions_begin_with_what_is_known(working_group, held, tomas):
    stories.meeting(working_group, by=tomas, kind="final")
    answers = pipeline.start(CONCLUSIONS, working_group.space, by=tomas).answers
    assert (answers["session"]["held"], answers["session"]["planned"]) == ("1", "2")
    assert [row["who"] for row in answers["steps"]] == ["Ela Žukaitė", "Nia Berg"]


def test_a_programmes_own_agenda_is_that_of_its_sessions_and_diaries(held, mara, tomas, nia, signed_in):
    own = [{"key": "how", "text": "Round of hellos"}, {"key": "garden", "text": "News from the garden"}]
    wordings.adapt(DIARY, held.group.programme.space, {"agenda": own}, by=mara, seen=0)
    assert diaries.agenda(held.group) == ["Round of hellos", "News from the garden"]
    assert "News from the garden" in signed_in(nia).get(held.get_absolute_url()).content.decode()
    version = diaries.begin(held, by=nia)
    fields = version.kind.section("agenda").form().fields
    assert [field.label for field in fields.values()] == ["Round of hellos", "News from the garden"]
    assert (next(iter(fields)), fields["how"].required) == ("how", True)
    planning.publish(held.group, by=tomas)
    plan = Version.objects.in_force().get(document__kind_slug="session-plan")
    assert plan.answers["around"]["agenda"] == "1\u00a0Round of hellos · 2\u00a0News from the garden"


def test_a_plan_lists_the_resources_that_its_homework_names(group, tomas):
    tasks = ["Nia: read https://example.org/cv.", "Watch (https://example.org/film)"]
    stories.meeting(group, by=tomas, homework=tasks, remarks="See https://example.org/cv")
    around = planning.publish(group, by=tomas).answers["around"]
    assert around["resources"].splitlines() == [
        "https://example.org/cv (session 1)",
        "https://example.org/film (session 1)",
    ]


def test_a_plan_with_more_links_than_fit_is_published_and_says_so(group, tomas):
    for meeting in range(4):
        tasks = [f"https://example.org/{meeting}-{n}-{'x' * 460}" for n in range(12)]
        stories.meeting(group, by=tomas, homework=tasks)
    lines = planning.publish(group, by=tomas).answers["around"]["resources"].splitlines()
    assert (len(lines), lines[-1]) == (31, "And 18 more, in the homework.")


def test_a_plan_says_what_has_changed_and_how_to_reach_who_wants_to_be_reached(group, tomas, nia):
    first = stories.meeting(group, by=tomas)
    planning.publish(group, by=tomas)
    nia.shares_email, nia.shares_phone, nia.phone = True, True, "+370 600 11111"
    nia.save()
    first.topic = "Interviews"
    planning.plan(first, ["Call"], by=tomas)
    stories.meeting(group, by=tomas)
    answers = planning.publish(group, by=tomas).answers
    assert answers["version"]["changes"] == "Session 1: Topic, Homework before it\nSession 2 is new."
    assert answers["around"]["reach"] == "Nia Berg: nia@example.org, +370 600 11111"
    assert plan_in_words.changes(answers["sessions"], answers["sessions"]) == ""


def test_every_kind_under_a_session_is_begun_there_or_in_monitoring():
    under = {kind.slug for kind in kinds.every() if kind.per_meeting}
    here = {kind.slug for kind in kinds.every() if papers.belongs(kind)}
    assert here < under and all("monitoring" in kinds.get(slug).meetings for slug in under - here)

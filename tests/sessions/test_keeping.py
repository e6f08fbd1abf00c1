"""Who has left a group: what they go on reading, and that it is nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline, signing
from documents.models import Document, Version
from people.models import User
from policy.models import Participation
from sessions import changing, keeping, planning
from sessions import papers as session_papers
from tests import stories
from tests.sessions.changes import asked, replace, seat

pytestmark = pytest.mark.django_db


def test_who_was_mentor_keeps_contract_log_and_records_for_thirty_days(
    working_group, successor, rasa, tomas, nia, mara
):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    papers = {}
    for slug in ("session-record", "reflective-log"):
        papers[slug] = session_papers.begin(meeting, kinds.get(slug), by=tomas)
    draft = papers["session-record"]
    replace(working_group, successor, mara)

    def reads(who: User) -> set[str]:
        return {
            row.document.kind_slug
            for row in Version.objects.visible_to(who).filter(document__space=working_group.space)
        }

    assert reads(tomas) == {"contract", "reflective-log", "session-record"}
    assert not reads(rasa) & {"session-record", "reflective-log"}
    with pytest.raises(PermissionDenied):
        pipeline.write(draft, draft.answers, by=tomas)
    Participation.objects.filter(person=tomas, space=working_group.space).update(
        ends_at=timezone.now() - timedelta(days=31)
    )
    assert reads(tomas) == {"contract", "reflective-log"}
    amended = Version.objects.get(document__kind_slug="contract", state="draft")
    signing.offer(amended, by=mara)
    for row in amended.signatories.select_related("person"):
        signing.sign(amended, by=row.person, name=row.person.name)
    kept = {row.number for row in Version.objects.visible_to(tomas).filter(document__kind_slug="contract")}
    assert kept == {1}, "what others signed later is not his"


def test_who_has_left_reads_their_own_goals_and_diaries_and_nothing_else(
    working_group, tomas, nia, ela, mara, signed_in
):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    pipeline.publish(stories.submitted_diary(meeting, by=nia), by=tomas)
    second = stories.held_meeting(working_group, by=tomas, keeper=ela)
    pipeline.publish(stories.submitted_diary(second, by=ela), by=tomas)
    goals = pipeline.start(kinds.get("personal-goals"), working_group.space, by=nia, person=nia)
    planning.publish(working_group, by=tomas)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    browser = signed_in(nia)
    mine = Version.objects.visible_to(nia).filter(document__space=working_group.space)
    assert {(row.document.kind_slug, row.document.person) for row in mine} == {
        ("contract", None), ("diary", nia), ("personal-goals", nia),
    }  # fmt: skip
    assert {browser.get(row.get_absolute_url()).status_code for row in mine} == {200}
    assert browser.get(reverse("documents:write", args=(goals.pk,))).status_code == 403
    for name in ("room", "sessions:goals", "sessions:dossier"):
        assert browser.get(reverse(name, args=(working_group.pk,))).status_code == 404
    assert browser.get(meeting.get_absolute_url()).status_code == 404
    (kept,) = keeping.of(nia)
    assert (kept.group, len(kept.versions)) == (working_group, 3)
    page = browser.get(reverse("sessions:kept")).content.decode()
    assert all(row.get_absolute_url() in page for row in mine)
    assert reverse("sessions:kept") in browser.get(reverse("home")).content.decode()
    assert Document.objects.visible_to(nia).filter(space=working_group.space).count() == 3

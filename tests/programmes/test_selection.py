"""The manager decides; each person is told, without the reason."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents import pipeline
from policy.machine import NotNow
from policy.permissions import Action, Role
from programmes import papers, selection
from programmes.document_kinds.mentee_profile import MENTEE_PROFILE
from programmes.models import Application
from tests import stories
from tests.programmes.test_importing import add_people, batch, roles
from tests.races import meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia_row(programme, nia, mara) -> Application:
    return stories.application(programme, nia, Role.MENTEE, by=mara, select=False)


@pytest.fixture
def ela_row(programme, ela, mara) -> Application:
    return stories.application(programme, ela, Role.MENTEE, by=mara, select=False)


# deciding


def test_selecting_lets_a_person_take_part_and_declining_ends_it(programme, nia_row, nia, mara):
    assert selection.decide([nia_row], Action.SELECT, by=mara) == (1, 0)
    assert roles(nia, programme) == {Role.MENTEE}
    assert selection.decide([nia_row], Action.DECLINE, by=mara, reason="No seat.") == (1, 0)
    assert roles(nia, programme) == set()
    nia_row.refresh_from_db()
    assert (nia_row.state, nia_row.reason) == ("declined", "No seat.")
    assert nia_row.decided_at is not None
    assert selection.decide([nia_row], Action.SELECT, by=mara) == (1, 0)
    assert roles(nia, programme) == {Role.MENTEE}


def test_a_decision_that_stands_already_is_counted_as_left(nia_row, ela_row, mara):
    selection.decide([nia_row], Action.SELECT, by=mara)
    assert selection.decide([nia_row, ela_row], Action.SELECT, by=mara) == (1, 1)


def test_each_person_is_told_by_mail_without_the_reason(nia_row, ela_row, mara, run_jobs):
    selection.decide([nia_row], Action.DECLINE, by=mara, reason="Too far away from the others.")
    selection.decide([ela_row], Action.RESERVE, by=mara)
    run_jobs()
    assert {(letter.to[0], letter.subject) for letter in mail.outbox} == {
        ("nia@example.org", "Your application for Step into work 2026"),
        ("ela@example.org", "You are on the reserve list of Step into work 2026"),
    }
    (told,) = [letter for letter in mail.outbox if letter.to == ["nia@example.org"]]
    assert nia_row.get_absolute_url() in told.body
    assert "Too far away" not in told.body and "You can read why on your page." in told.body


def test_the_person_reads_the_reason_on_their_own_page(nia_row, nia, ela, mara, signed_in):
    selection.decide([nia_row], Action.DECLINE, by=mara, reason="Too far away from the others.")
    page = signed_in(nia).get(nia_row.get_absolute_url())
    assert "Too far away from the others." in page.content.decode()
    assert signed_in(ela).get(nia_row.get_absolute_url()).status_code == 404


def test_only_a_manager_decides(nia_row, nia, tomas):
    for somebody in (nia, tomas):
        with pytest.raises(PermissionDenied):
            selection.decide([nia_row], Action.SELECT, by=somebody)
    nia_row.refresh_from_db()
    assert nia_row.state == "applied"


def test_who_has_a_place_in_a_group_is_left_where_they_are(group, nia, mara):
    row = Application.objects.get(person=nia)
    assert selection.decide([row], Action.DECLINE, by=mara, reason="Late.") == (0, 1)
    row.refresh_from_db()
    assert row.state == "selected"
    with pytest.raises(NotNow, match="a place in a group already"):
        selection.withdraw(Application.objects.get(person=nia), by=nia)
    row.refresh_from_db()
    assert row.state == "selected"
    assert Role.MENTEE in group.programme.roles_of(nia)


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_decide_at_the_same_moment_one_is_told_it_was_left(programme, nia_row, nia, mara):
    def decide(decision: Action):
        row = Application.objects.select_related("space", "programme__space", "person").get(pk=nia_row.pk)
        return lambda: selection.decide([row], decision, by=mara, reason="…")

    select, decline = decide(Action.SELECT), decide(Action.DECLINE)
    assert meanwhile(select, decline) == ((1, 0), (0, 1))
    nia_row.refresh_from_db()
    assert nia_row.state == "selected"
    assert roles(nia, programme) == {Role.MENTEE}


# deciding and withdrawing, through the page


def test_a_reason_is_needed_to_decline_and_what_was_ticked_stays(programme, nia_row, ela_row, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:people", args=(programme.pk,))
    answer = manager.post(address, {"applications": [nia_row.pk], "decision": "decline", "reason": ""})
    page = " ".join(answer.content.decode().split()).replace(" >", ">")
    assert "Say why you decline. The person can read it." in page
    assert f'value="{nia_row.pk}" checked' in page
    assert f'value="{ela_row.pk}" checked' not in page and f'value="{ela_row.pk}"' in page
    assert '<option value="decline" selected>' in page
    nia_row.refresh_from_db()
    assert nia_row.state == "applied"


def test_nobody_ticked_gets_a_sentence(programme, nia_row, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:people", args=(programme.pk,))
    page = manager.post(address, {"decision": "select"}).content.decode()
    assert "Tick at least one person." in page


def test_a_reason_may_not_be_endless(programme, nia_row, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:people", args=(programme.pk,))
    told = {"applications": [nia_row.pk], "decision": "decline", "reason": "x" * 501}
    page = manager.post(address, told).content.decode()
    assert "Ensure this value has at most 500 characters (it has 501)." in page
    assert "x" * 501 in page


def test_applications_of_another_programme_are_not_decided_here(programme, nia_row, mara, signed_in):
    other = stories.programme(by=mara, name="Another")
    told = {"applications": [nia_row.pk], "decision": "select"}
    answer = signed_in(mara).post(reverse("programmes:people", args=(other.pk,)), told)
    assert answer.status_code == 200
    nia_row.refresh_from_db()
    assert nia_row.state == "applied"


def test_a_decision_sent_twice_is_one_decision(programme, nia_row, mara, signed_in, run_jobs):
    manager, address = signed_in(mara), reverse("programmes:people", args=(programme.pk,))
    told = {"applications": [nia_row.pk], "decision": "select"}
    assert "1 application decided." in manager.post(address, told, follow=True).content.decode()
    assert "1 was left as it is" in manager.post(address, told, follow=True).content.decode()
    run_jobs()
    assert len(mail.outbox) == 1


def test_the_list_is_filtered_and_passes_over_what_makes_no_sense(programme, nia_row, tomas, mara, signed_in):
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    manager, address = signed_in(mara), reverse("programmes:people", args=(programme.pk,))

    def shown(query: str) -> set[str]:
        page = manager.get(f"{address}{query}")
        assert page.status_code == 200
        return {name for name in ("Nia Berg", "Tomas Lind") if name in page.content.decode()}

    assert shown("") == shown("?role=queen&state=²&page=x") == shown("?page=999") == {"Nia Berg", "Tomas Lind"}
    assert shown("?role=mentor") == shown("?state=selected") == {"Tomas Lind"}
    assert shown("?role=mentee&state=selected") == set()


def test_a_long_list_has_pages_that_keep_the_filter(programme, mara, signed_in):
    lines = [f"mentee,Person {n:03},p{n}@example.org" for n in range(101)]
    add_people(batch(programme, "\n".join(["role,name,email", *lines]), by=mara), by=mara)
    manager, address = signed_in(mara), reverse("programmes:people", args=(programme.pk,))
    page = manager.get(f"{address}?role=mentee").content.decode()
    assert "Person 099" in page and "Person 100" not in page
    assert 'href="?page=2&amp;role=mentee"' in page
    page = manager.get(f"{address}?page=2&role=mentee").content.decode()
    assert "Person 100" in page and "Person 099" not in page
    assert 'href="?page=1&amp;role=mentee"' in page


def test_an_applicant_withdraws_once(programme, nia_row, nia, mara, signed_in):
    selection.decide([nia_row], Action.SELECT, by=mara)
    browser, address = signed_in(nia), reverse("programmes:withdraw", args=(nia_row.pk,))
    for _twice in range(2):
        answer = browser.post(address, follow=True)
        assert "Your application is withdrawn." in answer.content.decode()
    nia_row.refresh_from_db()
    assert nia_row.state == "withdrawn"
    assert roles(nia, programme) == set()
    assert signed_in(mara).post(address).status_code == 403


def test_a_manager_decides_on_the_page_of_an_application(programme, mara, nia, signed_in):
    row = stories.application(programme, nia, Role.MENTEE, by=mara, select=False)
    page = signed_in(mara).get(row.get_absolute_url()).content.decode()
    assert "Decide and tell the person" in page and f'value="{row.pk}"' in page
    assert "Decide and tell the person" not in signed_in(nia).get(row.get_absolute_url()).content.decode()
    told = {"applications": [row.pk], "decision": "select", "reason": ""}
    signed_in(mara).post(reverse("programmes:people", args=(programme.pk,)), told)
    row.refresh_from_db()
    assert row.state == "selected"


def test_an_applicant_fills_in_the_profile_and_the_manager_keeps_notes_of_their_own(programme, mara, nia, tomas):
    mentee = stories.application(programme, nia, Role.MENTEE, by=mara, select=False, experience="6 years")
    mentor = stories.application(programme, tomas, Role.MENTOR, by=mara, select=False)

    def to_begin(application, person):
        return [shelf.kind.slug for shelf in papers.of_application(application, person) if shelf.can_begin]

    assert [to_begin(mentee, who) for who in (nia, mara, tomas)] == [["mentee-profile"], ["interview-notes"], []]
    assert [to_begin(mentor, who) for who in (tomas, mara)] == [["mentor-self-check"], ["interview-notes"]]
    profile = pipeline.start(MENTEE_PROFILE, mentee.space, by=nia, person=nia)
    assert profile.answers["person"] == {"name": "Nia Berg", "contact": nia.email, "languages": "English"}
    assert profile.answers["where"] == {"experience": "6 years", "change": "digital skills"}
    assert profile.answers["mentoring"] == {"times": "Tuesday evening", "possible": ["online"]}
    with pytest.raises(NotNow, match="not for the role"):
        pipeline.start(MENTEE_PROFILE, mentor.space, by=tomas, person=tomas)
    selection.decide([mentee], Action.DECLINE, by=mara)
    mentee.refresh_from_db()
    assert to_begin(mentee, mara) == []


def test_the_page_of_an_application_shows_its_documents_to_each_their_own(programme, mara, nia, signed_in):
    application = stories.application(programme, nia, Role.MENTEE, by=mara, select=False)
    page = application.get_absolute_url()
    applicant, manager = (signed_in(who).get(page).content.decode() for who in (nia, mara))
    start = reverse("documents:start", args=(application.space_id, "interview-notes"))
    assert (start in manager, start in applicant, "Notes of the interview" in applicant) == (True, False, False)
    assert reverse("documents:start", args=(application.space_id, "mentee-profile")) in applicant

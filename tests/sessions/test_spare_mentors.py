"""Mentors who lead no group: who they are, what managers read of them, and that their part can end and begin again."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Letter, User
from people.moments import date_format
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Action, Role
from programmes import training, without_group
from programmes.models import Application, Group, Programme, TrainingEvent
from programmes.training import attendance
from sessions import changing
from sessions.changing import candidates
from sessions.changing.holding import Asked, as_seen
from sessions.changing.places import Places
from sessions.views import placing as pages
from tests import stories
from tests.sessions.changes import WHY, asked, replace, seat

pytestmark = pytest.mark.django_db


def of(mentor: User) -> Application:
    """The application of a mentor, as a request of its own would load it."""
    rows = Application.objects.select_related("person", "programme__space", "space")
    return rows.get(person=mentor, role=Role.MENTOR)


def listed(programme: Programme) -> str:
    return reverse("sessions:without_group", args=(programme.pk,))


def test_words_say_which_group_each_led_last_who_leads_none(working_group, other, successor, tomas, rasa, mara):
    programme, edita = working_group.programme, other.mentor
    assert list(without_group.mentors(programme)) == [of(rasa)], "the others lead a group"
    changing.end_early(other, asked=asked(other), by=mara)
    replace(working_group, successor, mara)
    late = stories.newcomer("Late", programme, Role.MENTOR, by=mara)
    day = date_format(timezone.localdate(), "j F Y")
    assert without_group.in_words(programme, programme.applications.filter(role=Role.MENTOR)) == {
        of(edita).pk: f"led Group 2 until it ended early on {day}; leads no group now",
        of(tomas).pk: f"led Group 1 until {day}; leads no group now",
        late.pk: "has led no group yet",
    }


def test_whoever_led_a_group_to_its_end_is_not_spare(working_group, mara, tomas):
    Group.objects.filter(pk=working_group.pk).update(state="ended")
    assert without_group.mentors(working_group.programme).count() == 0


def test_before_the_groups_are_formed_no_mentor_is_spare(programme, tomas, mara):
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    assert without_group.mentors(programme).count() == 0


def test_only_selected_mentors_are_spare(group, successor):
    for state in ("reserve", "declined", "withdrawn", "ended"):
        Application.objects.filter(pk=successor.pk).update(state=state)
        assert without_group.mentors(group.programme).count() == 0


def test_a_mentor_who_leads_a_group_does_not_end_with_the_programme(group, tomas, mara):
    with pytest.raises(NotNow, match="people who have left their group"):
        without_group.let_go(of(tomas), WHY, by=mara)


def test_a_mentor_who_ended_takes_part_no_more_and_is_offered_to_nobody(working_group, successor, rasa, nia, mara):
    before = Letter.objects.count()
    without_group.let_go(of(rasa), WHY, by=mara)
    assert (of(rasa).state, of(rasa).ended_reason) == ("ended", WHY)
    assert not Participation.objects.running().filter(person=rasa, space=working_group.programme.space).exists()
    assert Letter.objects.count() == before, "nobody is told"
    assert Event.objects.filter(thing_id=successor.pk, action=Action.LET_GO, by=mara).count() == 1
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    one = Application.objects.get(person=nia)
    assert rasa.name not in [row.name for row in candidates.mentors_of_a_new_group(one, Places.of(one.programme))]
    with pytest.raises(NotNow, match="not selected as a mentor"):
        changing.place_anew(one, successor, asked=Asked(uuid.uuid4(), as_seen(), WHY), by=mara)


@pytest.mark.parametrize("how", ["of a new group", "of a group that has one"])
def test_a_mentor_who_comes_back_reads_the_programme_again_when_they_lead(
    how: str, working_group, successor, tomas, nia, mara, signed_in
):
    page, browser = reverse("programmes:programme", args=(working_group.programme_id,)), signed_in(tomas)
    replace(working_group, successor, mara)
    without_group.let_go(of(tomas), WHY, by=mara)
    without_group.bring_in(of(tomas), by=mara)
    assert browser.get(page).status_code == 404
    if how == "of a new group":
        changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
        one = Application.objects.select_related("person", "programme__space").get(person=nia)
        changing.place_anew(one, of(tomas), asked=Asked(uuid.uuid4(), as_seen(), WHY), by=mara)
    else:
        replace(working_group, of(tomas), mara)
    assert browser.get(page).status_code == 200
    takes_part = Participation.objects.running().filter(person=tomas, space=working_group.programme.space)
    assert takes_part.count() == 1


def test_managers_read_who_leads_none_with_languages_room_and_training(group, successor, rasa, mara, signed_in):
    browser = signed_in(mara)
    page = browser.get(listed(group.programme)).content.decode()
    assert "1 mentor leads no group" in page and "English" in page and "not trained yet" in page
    assert '<td class="num" data-label="Room for">3</td>' in page and "has led no group yet" in page
    told = {"title": "First steps", "starts_at": timezone.now()}
    event = training.arrange(TrainingEvent(programme=group.programme, **told), by=mara)
    attendance.record_attendance(event, {rasa.pk: "there"}, by=mara)
    assert "not trained yet" not in browser.get(listed(group.programme)).content.decode()


def test_the_room_that_managers_read_is_that_of_a_group(group, successor, mara, signed_in):
    Programme.objects.update(group_at_most=2)
    page = signed_in(mara).get(listed(group.programme)).content.decode()
    assert '<td class="num" data-label="Room for">2</td>' in page, "no group is larger, whatever a mentor offers"


def test_a_mentor_whose_account_is_switched_off_is_not_counted_but_can_end(group, successor, rasa, mara, signed_in):
    User.objects.filter(pk=rasa.pk).update(is_active=False)
    browser, page = signed_in(mara), successor.get_absolute_url()
    assert rasa.name not in browser.get(listed(group.programme)).content.decode()
    for name in ("programme", "people"):
        start = browser.get(reverse(f"programmes:{name}", args=(group.programme_id,))).content.decode()
        assert listed(group.programme) not in start
    assert reverse("programmes:let_go", args=(successor.pk,)) in browser.get(page).content.decode()
    without_group.let_go(of(rasa), WHY, by=mara)
    assert of(rasa).state == "ended"


@pytest.mark.parametrize(("state", "words"), [("matching", "not confirmed yet"), ("closed", "programme is closed")])
def test_where_no_group_works_the_page_says_so(state: str, words: str, group, successor, mara, signed_in):
    Programme.objects.update(state=state)
    page = signed_in(mara).get(listed(group.programme)).content.decode()
    assert words in page and "Every selected mentor leads a group" not in page and "Everybody who was" not in page


def test_where_every_mentor_leads_the_page_says_so(group, mara, signed_in):
    page = signed_in(mara).get(listed(group.programme)).content.decode()
    assert "Every selected mentor leads a group" in page and "Everybody who was selected as a mentee" in page


def test_the_programme_and_its_people_lead_to_who_leads_none(group, successor, mara, signed_in):
    browser, there = signed_in(mara), f'href="{listed(group.programme)}#mentors"'
    for name in ("programme", "people"):
        page = browser.get(reverse(f"programmes:{name}", args=(group.programme_id,))).content.decode()
        assert there in page and "in no group" not in page, "being spare is nothing that waits"
    page = browser.get(successor.get_absolute_url()).content.decode()
    assert "Has led no group yet." in page and listed(group.programme) in page
    assert reverse("programmes:let_go", args=(successor.pk,)) in page
    assert reverse("sessions:place", args=(successor.pk,)) not in page


def test_a_manager_notes_that_a_mentor_has_ended_and_brings_them_back(group, successor, rasa, mara, signed_in):
    browser = signed_in(mara)
    let_go, back = (reverse(f"programmes:{name}", args=(successor.pk,)) for name in ("let_go", "bring_in"))
    assert let_go in browser.get(listed(group.programme)).content.decode()
    assert browser.post(let_go, {"reason": WHY}).url == successor.get_absolute_url()
    page = browser.get(successor.get_absolute_url()).content.decode()
    assert WHY in page and "They come back" in page
    assert rasa.name not in browser.get(listed(group.programme)).content.decode()
    assert WHY not in signed_in(rasa).get(successor.get_absolute_url()).content.decode(), "the managers' own"
    assert "can lead a group again" in browser.post(back, follow=True).content.decode()
    assert rasa.name in browser.get(listed(group.programme)).content.decode()


def test_mentors_see_nothing_of_it(group, successor, tomas, rasa, signed_in):
    for who in (tomas, rasa):
        assert signed_in(who).get(listed(group.programme)).status_code == 403


def test_the_two_lists_are_turned_over_each_by_itself(group, successor, mara, signed_in, monkeypatch):
    monkeypatch.setattr(pages, "ROWS", 1)
    for name in ("Ada", "Bea"):
        stories.newcomer(name, group.programme, Role.MENTOR, by=mara)
        stories.newcomer(f"{name}nne", group.programme, Role.MENTEE, by=mara)
    page = signed_in(mara).get(f"{listed(group.programme)}?mentors=2&page=1").content.decode()
    assert "Adanne</a>" in page and "Beanne</a>" not in page
    assert "Bea</a>" in page and "Ada</a>" not in page and "Rasa" not in page
    assert 'href="?page=2&amp;mentors=2"' in page, "whoever turns over the mentees stays at the same mentors"
    assert 'href="?mentors=3&amp;page=1#mentors"' in page


def test_ten_mentors_are_read_with_as_many_queries_as_one(group, successor, mara, signed_in):
    browser = signed_in(mara)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(listed(group.programme))
        return len(queries)

    count()
    few = count()
    for n in range(9):
        stories.newcomer(f"Late{n}", group.programme, Role.MENTOR, by=mara)
    assert count() == few

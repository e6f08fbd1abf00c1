"""Mentees who are in no group: who they are, where they would fit, and how they are placed, once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline
from documents.models import Version
from people.invitations import invite
from people.models import Letter, User
from people.moments import date_format
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Role
from programmes import training, without_group
from programmes.models import Application, Group, Programme, Seat, Tie, TrainingEvent, UnitPassed
from programmes.training import attendance, units
from sessions import changing, planning
from sessions.changing import candidates, history, offering
from sessions.changing.holding import Asked, as_seen
from sessions.models import Change
from tests import stories
from tests.answers import complete
from tests.sessions.changes import WHY, asked, seat, subjects
from tests.sessions.waiting import gone, of

pytestmark = pytest.mark.django_db


def why_not(one: Application, target: Group, by: User) -> str:
    with pytest.raises(NotNow) as caught:
        changing.place(one, target, asked=asked(target), by=by)
    return str(caught.value)


def test_whoever_left_a_group_is_placed_in_another_and_reads_only_that(
    working_group, other, tomas, nia, ela, jan, mara, signed_in, run_jobs
):
    kind = kinds.get("personal-goals")
    sheet = pipeline.start(kind, working_group.space, by=nia, person=nia)
    pipeline.write(sheet, complete(kind, sheet.answers), by=nia)
    pipeline.submit(sheet, by=nia)
    pipeline.publish(sheet, by=tomas)
    contract = Version.objects.in_force().get(document__space=working_group.space, document__kind_slug="contract")
    stories.meeting(other, by=other.mentor)
    planning.publish(other, by=other.mentor)
    run_jobs()
    one = gone(working_group, nia, mara)
    assert list(without_group.mentees(one.programme)) == [one]
    change = changing.place(one, other, asked=asked(other), by=mara)
    browser = signed_in(nia)
    assert browser.get(other.get_absolute_url()).status_code == 200
    assert browser.get(working_group.get_absolute_url()).status_code == 404
    assert browser.get(reverse("programmes:programme", args=(one.programme_id,))).status_code == 200
    assert set(Version.objects.visible_to(nia).filter(document__space=working_group.space)) == {sheet, contract}
    assert (change.kind, change.other, change.reason) == ("came", None, WHY)
    assert [row.kind for row in history.of_group(working_group)] == ["left"], "history stays"
    assert without_group.mentees(one.programme).count() == 0 and Seat.objects.get(application=one).group == other
    letter = nia.letters.get(about=f"sessions/change_moved {change.pk}")
    assert letter.subject == "You are in Group 2 now" and "strike" not in letter.body
    assert "Your own goal sheet and diaries of the group before" in letter.body
    assert [file["type"] for file in letter.files] == ["text/calendar; method=REQUEST"]
    assert "Nia Berg is in Group 2 now" in subjects(jan) and not subjects(ela)[0].startswith("Nia Berg is in")
    assert not Letter.objects.filter(body__contains=WHY).exists()
    there = pipeline.start(kind, other.space, by=nia, person=nia)
    assert there.answers["goals"] == sheet.answers["goals"], "goals are brought along by their owner"


def test_the_letter_of_who_was_in_no_group_speaks_of_none(group, other, mara):
    late = stories.newcomer("Late", group.programme, Role.MENTEE, by=mara)
    change = changing.place(of(late.person), other, asked=asked(other), by=mara)
    letter = late.person.letters.get(about=f"sessions/change_moved {change.pk}")
    assert "before" not in letter.body
    assert late.person.letters.filter(about__startswith="invitation").count() == 1, "they can choose a password"


def test_words_say_where_everybody_was_who_is_in_no_group(working_group, other, nia, jan, mara):
    one = gone(working_group, nia, mara)
    changing.end_early(other, asked=asked(other), by=mara)
    late = stories.newcomer("Late", one.programme, Role.MENTEE, by=mara)
    rows = list(one.programme.applications.all())
    told = without_group.in_words(one.programme, rows)
    day = date_format(timezone.localdate(), "j F Y")
    assert told == {
        one.pk: f"left Group 1 on {day}; in no group now",
        of(jan).pk: "Group 2 ended early; in no group now",
        late.pk: "in no group yet",
        Application.objects.get(
            person=other.mentor
        ).pk: f"led Group 2 until it ended early on {day}; leads no group now",
    }


def test_whoever_was_in_a_group_to_its_end_is_not_looked_for(working_group, nia, mara):
    Group.objects.filter(pk=working_group.pk).update(state="ended")
    assert without_group.mentees(working_group.programme).count() == 0


def test_a_mentee_of_a_group_that_ended_early_keeps_its_archive_and_is_placed(
    working_group, other, jan, mara, signed_in
):
    changing.end_early(other, asked=asked(other), by=mara)
    changing.place(of(jan), working_group, asked=asked(working_group), by=mara)
    browser = signed_in(jan)
    assert {browser.get(one.get_absolute_url()).status_code for one in (working_group, other)} == {200}


def test_room_and_hard_rules_hold_for_who_is_placed(working_group, other, nia, jan, mara):
    one, edita = gone(working_group, nia, mara), other.mentor
    programme, mentor = one.programme, Application.objects.get(person=edita)
    Programme.objects.filter(pk=programme.pk).update(group_at_most=1)
    other.programme.refresh_from_db()
    assert why_not(one, other, mara) == "A group has at most 1 mentee in this programme."
    Programme.objects.filter(pk=programme.pk).update(group_at_most=5)
    Application.objects.filter(pk=mentor.pk).update(capacity=1)
    assert why_not(one, other, mara) == "Edita Kay has no room for another mentee."
    Application.objects.filter(pk=mentor.pk).update(capacity=5, not_with=[nia.email])
    assert "asked not to be matched" in why_not(one, other, mara)
    Application.objects.filter(pk=mentor.pk).update(not_with=[])
    first, second = sorted((one, of(jan)), key=lambda row: str(row.pk))
    tie = Tie.objects.create(programme=programme, one=first, other=second, kind=Tie.Kind.APART)
    assert "never to be in the same group" in why_not(one, other, mara)
    assert offering.offers(programme, [one]) == {}, "the proposal keeps the same rules, and leads nobody back"
    tie.delete()
    Programme.objects.filter(pk=programme.pk).update(training_needed="matched")
    assert "is not trained yet" in why_not(one, other, mara)
    assert not Seat.objects.filter(application=one).exists()


@pytest.mark.parametrize("how", ["by units", "at a training"])
def test_what_was_learnt_before_one_left_still_counts(how: str, working_group, other, nia, mara):
    programme = working_group.programme
    told = {"title": "First steps", "starts_at": timezone.now() - timedelta(days=9)}
    event = training.arrange(TrainingEvent(programme=programme, **told), by=mara)
    if how == "by units":
        unit = units.take(programme, "responsibilities-of-a-mentee", by=mara)
        UnitPassed.objects.create(unit=unit, person=nia, version=unit.version)
    else:
        attendance.record_attendance(event, {nia.pk: "there"}, by=mara)
    units.say_what_is_needed(programme, "matched", by=mara)
    one = gone(working_group, nia, mara)
    attendance.record_attendance(event, {}, by=mara)  # the lines of those who are still there are put right
    changing.place(one, other, asked=asked(other), by=mara)
    assert nia in other.mentees()


def test_whoever_is_switched_off_is_neither_proposed_nor_placed(working_group, other, nia, mara):
    one = gone(working_group, nia, mara)
    User.objects.filter(pk=nia.pk).update(is_active=False)
    one = of(nia)
    assert why_not(one, other, mara) == "The account of Nia Berg is switched off."
    assert offering.offers(one.programme, [one]) == {}


def test_whoever_had_a_place_is_offered_no_withdrawing(working_group, nia, mara, signed_in):
    one = gone(working_group, nia, mara)
    page, path = signed_in(nia), reverse("programmes:withdraw", args=(one.pk,))
    assert path not in page.get(one.get_absolute_url()).content.decode()
    assert page.get(path).status_code == 409


def test_nobody_comes_back_where_the_groups_do_not_work(working_group, nia, mara, signed_in):
    one = gone(working_group, nia, mara)
    without_group.let_go(one, WHY, by=mara)
    Programme.objects.update(state="closed")
    with pytest.raises(NotNow, match="do not work now"):
        without_group.bring_in(of(nia), by=mara)
    assert (
        reverse("programmes:bring_in", args=(one.pk,))
        not in signed_in(mara).get(one.get_absolute_url()).content.decode()
    )


def test_an_invitation_that_ran_out_is_sent_anew_to_whoever_is_placed(working_group, other, nia, mara):
    nia.set_unusable_password()
    nia.save()
    programme = working_group.programme
    invite(nia, to_what=programme.name, as_what="mentee", about="the first time", by=mara)
    nia.invitations.update(ends_at=timezone.now() - timedelta(days=1))
    one = gone(working_group, nia, mara)
    changing.place(one, other, asked=asked(other), by=mara)
    assert nia.invitations.filter(ends_at__gt=timezone.now()).count() == 1


def test_nobody_is_placed_who_is_in_a_group_or_was_let_go(working_group, other, nia, ela, mara):
    assert "is in a group" in why_not(of(ela), other, mara)
    one = gone(working_group, nia, mara)
    without_group.let_go(of(nia), WHY, by=mara)
    assert "does not take part" in why_not(one, other, mara), "also where the page was opened before"
    without_group.bring_in(of(nia), by=mara)
    changing.place(of(nia), other, asked=asked(other), by=mara)
    assert nia in other.mentees()


def test_whoever_comes_back_untrained_can_be_trained_and_then_placed(group, other, mara):
    programme, one = group.programme, stories.newcomer("Late", group.programme, Role.MENTEE, by=mara)
    units.say_what_is_needed(programme, "matched", by=mara)
    without_group.let_go(of(one.person), WHY, by=mara)
    without_group.bring_in(of(one.person), by=mara)
    other.programme.refresh_from_db()
    assert "is not trained yet" in why_not(of(one.person), other, mara)
    told = {"title": "First steps", "starts_at": timezone.now() - timedelta(days=1)}
    event = training.arrange(TrainingEvent(programme=programme, **told), by=mara)
    assert attendance.record_attendance(event, {one.person_id: "there"}, by=mara) == 1
    changing.place(of(one.person), other, asked=asked(other), by=mara)
    assert one.person in other.mentees()


def test_the_groups_that_are_closed_are_counted_all_and_found_by_name(
    working_group, other, nia, mara, signed_in, monkeypatch
):
    monkeypatch.setattr(candidates, "SHOWN", 1)
    one = gone(working_group, nia, mara)
    Programme.objects.update(group_at_most=1)
    browser, address = signed_in(mara), reverse("sessions:place", args=(one.pk,))
    page = browser.get(address).content.decode()
    assert "2 groups cannot be chosen" in page and "The first 1 is listed." in page and "Group 2" not in page
    page = browser.get(f"{address}?name=jan").content.decode()
    assert "1 group cannot be chosen" in page and "Group 2" in page and "listed." not in page


def test_one_form_sent_twice_places_once_and_says_no_second_time(working_group, other, nia, mara):
    one, wanted = gone(working_group, nia, mara), asked(other)
    assert changing.place(one, other, asked=wanted, by=mara) is not None
    assert changing.place(of(nia), other, asked=wanted, by=mara) is None
    assert Change.objects.filter(kind="came").count() == 1


def test_a_letter_about_a_group_left_again_at_once_never_goes(working_group, other, nia, jan, mara):
    one = gone(working_group, nia, mara)
    changing.place(one, other, asked=asked(other), by=mara)
    changing.leave(seat(other, nia), asked=asked(other), by=mara)
    assert "You are in Group 2 now" not in subjects(nia)


def test_the_matching_proposes_for_all_together_and_decides_nothing(working_group, other, nia, mara):
    """Both newcomers fit Edita as well as Nia does, who does not come back to Tomas: Edita has room for one."""
    one = gone(working_group, nia, mara)
    Application.objects.filter(person=other.mentor).update(capacity=2)
    late = [of(stories.newcomer(name, one.programme, Role.MENTEE, by=mara).person) for name in ("Ada", "Bea")]
    found = offering.offers(one.programme, [*late, one])
    named = {pk: offer.room.name for pk, offer in found.items()}
    assert named == {one.pk: "Group 2", **dict.fromkeys((row.pk for row in late), "Group 1")}
    assert Change.objects.count() == 1 and without_group.mentees(one.programme).count() == 3


def test_two_who_never_meet_are_not_proposed_for_one_group(working_group, mara):
    programme = working_group.programme
    ada, bea = (of(stories.newcomer(name, programme, Role.MENTEE, by=mara).person) for name in ("Ada", "Bea"))
    assert len(offering.offers(programme, [ada, bea])) == 2
    first, second = sorted((ada, bea), key=lambda row: str(row.pk))
    Tie.objects.create(programme=programme, one=first, other=second, kind=Tie.Kind.APART)
    assert len(offering.offers(programme, [ada, bea])) == 1


def test_the_matching_proposes_a_new_pair_in_individual_mentoring(mara, tomas, nia, rasa):
    programme = stories.programme(by=mara, is_individual=True)
    pair = stories.group(programme, mentor=tomas, mentees=[nia], by=mara)
    programme.refresh_from_db()
    stories.application(programme, rasa, Role.MENTOR, by=mara, capacity=1)
    Application.objects.filter(person=tomas).update(state="withdrawn")
    changing.end_early(pair, asked=asked(pair), by=mara)
    offer = offering.offers(programme, [of(nia)])[of(nia).pk]
    assert offer.room.thing == offer.room.mentor and offer.room.name == rasa.name
    changing.place_anew(of(nia), offer.room.mentor, asked=Asked(uuid.uuid4(), as_seen(), WHY), by=mara)
    assert programme.groups.get(number=2).name == "Nia Berg"


def test_managers_place_on_the_pages(working_group, other, nia, mara, signed_in):
    one, browser = gone(working_group, nia, mara), signed_in(mara)
    listed = reverse("sessions:without_group", args=(one.programme_id,))
    assert listed in browser.get(reverse("programmes:people", args=(one.programme_id,))).content.decode()
    assert "Left Group 1 on" in browser.get(one.get_absolute_url()).content.decode()
    page = browser.get(listed).content.decode()
    assert "Nia Berg" in page and "Proposed" not in page
    assert "Proposed: Group" in browser.get(f"{listed}?propose=1").content.decode()
    address = reverse("sessions:place", args=(one.pk,))
    assert "Group 2" in browser.get(address).content.decode() and "Group 1" in browser.get(address).content.decode()
    assert "read all of it again" in browser.get(f"{address}?to={working_group.pk}").content.decode()
    there = f"{address}?to={other.pk}"
    assert "comes into Group 2 at once" in browser.get(there).content.decode()
    form: dict[str, Any] = {"once": str(uuid.uuid4()), "reason": WHY, "seen": as_seen(other)}
    assert browser.post(there, {**form, "reason": ""}).status_code == 200
    assert browser.post(there, form).url == one.get_absolute_url()
    assert browser.post(there, form).url == one.get_absolute_url(), "sent twice it leads there again"
    assert nia in other.mentees()
    assert browser.get(address).status_code == 409


def test_a_mentor_of_the_group_is_not_placed_in_it(working_group, other, nia, mara):
    """Edita was selected as a mentee, too, and is in no group as one."""
    edita = stories.application(working_group.programme, other.mentor, Role.MENTEE, by=mara, select=False)
    Application.objects.filter(pk=edita.pk).update(state=Application.State.SELECTED)
    assert "is in this group already" in why_not(of(edita.person), other, mara)
    assert offering.offers(edita.programme, [of(edita.person)])[edita.pk].room.thing == working_group


def test_the_list_is_read_with_as_many_queries_for_ten(working_group, nia, mara, signed_in):
    one, browser = gone(working_group, nia, mara), signed_in(mara)
    listed = f"{reverse('sessions:without_group', args=(one.programme_id,))}?propose=1"
    browser.get(listed)
    with CaptureQueriesContext(connection) as few:
        browser.get(listed)
    for n in range(9):
        stories.newcomer(f"Late{n}", one.programme, Role.MENTEE, by=mara)
    with CaptureQueriesContext(connection) as many:
        browser.get(listed)
    assert len(many) == len(few)


def test_participations_of_before_stay_ended(working_group, other, nia, mara):
    one = gone(working_group, nia, mara)
    changing.place(one, other, asked=asked(other), by=mara)
    rows = Participation.objects.filter(person=nia, role=Role.MENTEE).exclude(ends_at=None)
    assert {row.space_id for row in rows} == {working_group.space_id, one.programme.space_id}

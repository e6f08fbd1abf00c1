"""Decisions are noted until the day on which all are told: before it nobody learns of them, then everybody once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from people.models import Letter
from policy.models import Event, Participation
from policy.permissions import Action, Role
from programmes import selection
from programmes.models import Application, SelectionRules
from programmes.selecting import announcing, noting, rules
from tests import stories
from tests.programmes.test_importing import roles
from tests.races import meanwhile

pytestmark = pytest.mark.django_db


def the_day_has_come(programme) -> None:
    """As the clock would have it."""
    at = timezone.now() - timedelta(minutes=1)
    SelectionRules.objects.filter(programme=programme).update(announce_at=at)
    Job.objects.filter(name=announcing.JOB).update(
        not_before=at, arguments={"programme": str(programme.pk), "at": str(at)}
    )


def test_nothing_of_a_noted_decision_can_be_seen_before_the_day(waiting, nia_row, nia, mara, signed_in, run_jobs):
    events, page = Event.objects.count(), signed_in(nia).get(nia_row.get_absolute_url()).content
    noting.note(nia_row, Action.DECLINE, seen=0, reason="Too far away.", by=mara)
    run_jobs()
    assert (mail.outbox, Letter.objects.count(), Event.objects.count()) == ([], 0, events)
    after = signed_in(nia).get(nia_row.get_absolute_url()).content
    assert b"Too far away" not in after and len(after) == len(page)
    assert roles(nia, nia_row.programme) == set()


def test_on_the_day_all_are_told_once_and_take_part(waiting, nia_row, ela_row, nia, ela, mara, rasa, run_jobs, fresh):
    noting.note(nia_row, Action.SELECT, seen=0, by=mara)
    noting.note(ela_row, Action.RESERVE, seen=0, rank=2, by=rasa)
    the_day_has_come(nia_row.programme)
    run_jobs()
    announcing.announce(None, programme=str(nia_row.programme_id))
    run_jobs()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ela@example.org", "nia@example.org"]
    assert [(row.state, row.noted, row.rank) for row in map(fresh, (nia_row, ela_row))] == [
        ("selected", "", None),
        ("reserve", "", 2),
    ]
    assert roles(nia, nia_row.programme) == {Role.MENTEE}
    assert list(Event.objects.filter(thing_id=nia_row.pk).values_list("action", "by")) == [("select", mara.pk)]


def test_another_day_or_none_tells_nobody_on_the_first_one(waiting, nia_row, mara, run_jobs, fresh):
    noting.note(nia_row, Action.SELECT, seen=0, by=mara)
    first = str(waiting.announce_at)
    told = {"reserve_moves_up": "click", "keep_declined_days": 90}
    rules.change(nia_row.programme, {**told, "announce_at": waiting.announce_at + timedelta(days=1)}, by=mara)
    announcing.announce(None, programme=str(nia_row.programme_id), at=first)
    assert fresh(nia_row).state == "applied"


def test_who_manages_no_more_decides_no_more_and_the_managers_see_it(
    waiting, nia_row, ela_row, mara, rasa, fresh, signed_in
):
    noting.note(nia_row, Action.SELECT, seen=0, by=rasa)
    noting.note(ela_row, Action.SELECT, seen=0, by=mara)
    Participation.objects.filter(person=rasa, role=Role.MANAGER).update(ends_at=timezone.now())
    announcing.announce(None, programme=str(nia_row.programme_id))
    assert (fresh(nia_row).state, fresh(ela_row).state) == ("applied", "selected")
    page = signed_in(mara).get(reverse("programmes:announce", args=(nia_row.programme_id,))).content.decode()
    assert "is no manager of the programme any more" in page and "Nia Berg" in page
    assert "Look at the decisions" in signed_in(mara).get("/").content.decode()


def test_announcing_now_is_asked_on_a_page_that_lists_the_letters(
    waiting, nia_row, tomas, mara, signed_in, run_jobs, fresh
):
    stories.application(nia_row.programme, tomas, Role.MENTOR, by=mara)
    noting.note(nia_row, Action.DECLINE, seen=0, reason="Lives far away.", by=mara)
    browser, address = signed_in(mara), reverse("programmes:announce", args=(nia_row.programme_id,))
    page = " ".join(browser.get(address).content.decode().split())
    assert "Send 1 letter now" in page and "Lives far away." in page
    assert "The selected mentors have room for 5; mentees selected: 0." in page
    for _twice in range(2):
        browser.post(address)
    run_jobs()
    assert [letter.to[0] for letter in mail.outbox if letter.to[0].startswith("nia")] == ["nia@example.org"]
    assert fresh(nia_row).state == "declined" and not fresh(nia_row).programme.selection_rules.waits()


def test_what_another_has_noted_meanwhile_is_told_and_not_overwritten(waiting, nia_row, mara, rasa, signed_in, fresh):
    told = {"applications": [nia_row.pk], "seen": [f"{nia_row.pk}:0"], "reason": "", "rank": ""}
    page = nia_row.get_absolute_url()
    signed_in(rasa).post(page, {**told, "decision": "reserve", "rank": "3"})
    again = signed_in(rasa).post(page, {**told, "decision": "reserve", "rank": "3"}, follow=True).content.decode()
    assert "Noted for 1 application." in again, "the same sent twice is noted once"
    answer = signed_in(mara).post(page, {**told, "decision": "select"}, follow=True).content.decode()
    assert "Rasa Orb has noted meanwhile: Nia Berg for the reserve list." in answer
    assert (fresh(nia_row).noted, fresh(nia_row).noted_rank) == ("reserve", 3)
    signed_in(mara).post(page, {**told, "seen": [f"{nia_row.pk}:1"], "decision": "take-back"})
    assert (fresh(nia_row).noted, fresh(nia_row).noted_by) == ("", None)


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_at_the_same_moment_one_is_told_what_the_other_noted(waiting, nia_row, mara, rasa, fresh):
    def note(decision, who):
        row = fresh(nia_row)
        return lambda: noting.note(row, decision, seen=0, reason="…", by=who)

    _done, late = meanwhile(note(Action.SELECT, mara), note(Action.DECLINE, rasa))
    assert isinstance(late, noting.NotedMeanwhile) and "Mara Vilks has noted meanwhile" in str(late)
    assert fresh(nia_row).noted == "select"


def test_a_withdrawal_takes_the_noted_decision_with_it(waiting, nia_row, nia, mara, run_jobs, fresh):
    noting.note(nia_row, Action.SELECT, seen=0, by=mara)
    selection.withdraw(fresh(nia_row), by=nia)
    announcing.announce(None, programme=str(nia_row.programme_id))
    run_jobs()
    assert (fresh(nia_row).state, fresh(nia_row).noted, mail.outbox) == ("withdrawn", "", [])


def test_the_rules_ask_for_a_day_to_come_and_keep_what_was_typed(in_selection, mara, signed_in):
    browser, address = signed_in(mara), reverse("programmes:rules", args=(in_selection.pk,))
    told = {
        "waits": "True",
        "day": "2020-01-01",
        "time": "09:00",
        "reserve_moves_up": "itself",
        "keep_declined_days": "29",
    }
    page = browser.post(address, told).content.decode()
    assert "still to come, before the programme ends" in page and 'value="2020-01-01"' in page
    assert "greater than or equal to 30" in page
    assert "Choose the day." in browser.post(address, {**told, "day": ""}).content.decode()
    day = f"{stories.today() + timedelta(days=3)}"
    assert browser.post(address, {**told, "day": day, "keep_declined_days": "30"}).status_code == 302
    row = SelectionRules.objects.get()
    assert (row.waits(), row.reserve_moves_up, row.keep_declined_days) == (True, "itself", 30)
    assert f"{row.announce_at:%H:%M}" in ("06:00", "07:00"), "nine o'clock in Vilnius"
    assert Application.objects.count() == 0

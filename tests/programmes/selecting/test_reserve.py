"""When somebody selected withdraws, the first on the reserve list moves up: once, by a click or by itself."""

import pytest
from django.core import mail
from django.urls import reverse

from policy.machine import NotNow
from policy.permissions import Action, Role
from programmes import selection
from programmes.models import Application, FreePlace, SelectionRules
from programmes.selecting import reserve
from tests import stories
from tests.programmes.test_importing import roles
from tests.races import meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def oto_row(programme, oto, mara) -> Application:
    return stories.application(programme, oto, Role.MENTEE, by=mara, select=False)


@pytest.fixture
def full(in_selection, nia_row, ela_row, oto_row, mara, fresh):
    """Nia is selected; Oto is first on the reserve list, and Ela second."""
    selection.decide([nia_row], Action.SELECT, by=mara)
    selection.decide([ela_row], Action.RESERVE, by=mara)
    selection.decide([oto_row], Action.RESERVE, by=mara, rank=1)
    return in_selection


def let_it_move(programme, how: str) -> None:
    SelectionRules.objects.update_or_create(programme=programme, defaults={"reserve_moves_up": how})


def test_the_list_goes_by_place_then_by_score_then_by_the_day_of_the_application(full, ela_row, nia_row, mara, fresh):
    selection.decide([fresh(nia_row)], Action.RESERVE, by=mara)
    Application.objects.filter(pk=ela_row.pk).update(score=390)
    names = [row.person.name for row in reserve.list_of(full, Role.MENTEE)]
    assert names == ["Oto Falk", "Ela Žukaitė", "Nia Berg"]


def test_a_click_moves_the_first_up_and_a_second_one_nobody(
    full, nia_row, nia, oto, ela_row, mara, signed_in, run_jobs, fresh
):
    selection.withdraw(fresh(nia_row), by=nia)
    assert roles(oto, full) == set(), "not before the click"
    browser = signed_in(mara)
    place = FreePlace.objects.get()
    assert place.get_absolute_url() in browser.get("/").content.decode()
    assert "Oto Falk is first on the reserve list." in browser.get(full.get_absolute_url()).content.decode()
    assert "Select Oto Falk" in browser.get(place.get_absolute_url()).content.decode()
    assert browser.post(place.get_absolute_url(), {"step": "up"}).status_code == 302
    assert browser.post(place.get_absolute_url(), {"step": "up"}).status_code == 409
    run_jobs()
    assert roles(oto, full) == {Role.MENTEE} and fresh(ela_row).state == "reserve"
    assert [letter.subject for letter in mail.outbox if letter.to == ["oto@example.org"]][-1] == (
        "You have been selected for Step into work 2026"
    )
    assert "Oto Falk has moved up." in browser.get(place.get_absolute_url()).content.decode()
    assert place.get_absolute_url() not in browser.get("/").content.decode()


def test_by_itself_it_moves_up_with_the_withdrawal(full, nia_row, nia, oto, fresh):
    let_it_move(full, "itself")
    selection.withdraw(fresh(nia_row), by=nia)
    assert roles(oto, full) == {Role.MENTEE}
    assert FreePlace.objects.get().filled_by.person == oto


def test_a_manager_may_leave_it_free_and_nobody_moves_once_the_groups_are_confirmed(
    full, nia_row, nia, mara, fresh, signed_in
):
    selection.withdraw(fresh(nia_row), by=nia)
    place = FreePlace.objects.select_related("programme__space").get()
    full.state = place.programme.state = "mentoring"
    with pytest.raises(NotNow, match="groups are confirmed"):
        reserve.move_up(place, by=mara)
    signed_in(mara).post(place.get_absolute_url(), {"step": "leave"})
    place.refresh_from_db()
    assert place.closed_at and place.filled_by is None
    assert "It was left free." in signed_in(mara).get(place.get_absolute_url()).content.decode()


def test_places_on_the_list_are_changed_without_a_letter(full, ela_row, mara, signed_in, run_jobs, fresh):
    run_jobs()
    letters = len(mail.outbox)
    told = {"applications": [ela_row.pk], "decision": "reserve", "reason": "", "rank": "1"}
    answer = signed_in(mara).post(ela_row.get_absolute_url(), told, follow=True).content.decode()
    assert (
        "The place on the reserve list is changed. Nobody is told." in answer
        and "decided" not in answer.split("<h1")[0]
    )
    run_jobs()
    assert (fresh(ela_row).rank, fresh(ela_row).state, len(mail.outbox)) == (1, "reserve", letters)


def test_who_was_not_selected_leaves_no_place(full, ela_row, ela, fresh):
    selection.withdraw(fresh(ela_row), by=ela)
    assert not FreePlace.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_fill_one_place_with_one_person(full, nia_row, nia, oto, ela, mara, fresh):
    selection.withdraw(fresh(nia_row), by=nia)

    def up():
        place = FreePlace.objects.select_related("programme__space").get()
        return lambda: reserve.move_up(place, by=mara)

    first, late = meanwhile(up(), up())
    assert (first.person, str(late)) == (oto, "This place is settled already.")
    assert roles(ela, full) == set()


def test_an_applicant_reads_what_withdrawing_means_and_may_say_why(full, nia_row, nia, mara, ela, signed_in, fresh):
    address, browser = reverse("programmes:withdraw", args=(nia_row.pk,)), signed_in(nia)
    page = " ".join(browser.get(address).content.decode().split())
    assert "your place goes to somebody else" in page and "90 days later" in page
    assert fresh(nia_row).state == "selected", "nothing happens before the yes"
    browser.post(address, {"reason": "A new job, far away."})
    assert (fresh(nia_row).state, fresh(nia_row).reason) == ("withdrawn", "A new job, far away.")
    assert "A new job, far away." in signed_in(mara).get(nia_row.get_absolute_url()).content.decode()
    assert signed_in(ela).get(nia_row.get_absolute_url()).status_code == 404

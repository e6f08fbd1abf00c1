"""The ledger of recommendations: noted, decided, done; each decision once, and read by the managers alone."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monitoring import recommendations as ledger
from monitoring.models import Recommendation
from people.models import Letter, User
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Action, Role
from programmes.models import Programme
from tests import stories
from tests.races import at_once

pytestmark = pytest.mark.django_db
SOON = stories.today() + timedelta(days=30)


def said(programme: Programme, words: str = "Meet in the evening", **more) -> Recommendation:
    told = {"source": "call", "said_by": "mentee", "said_on": date(2026, 10, 1), **more}
    return Recommendation(space=programme.space, words=words, **told)


def noted(programme: Programme, by: User, words: str = "Meet in the evening", **more) -> Recommendation:
    return ledger.note(said(programme, words, **more), by=by)


def taken_up(programme: Programme, by: User, words: str = "Meet in the evening", due: date = SOON) -> Recommendation:
    row = noted(programme, by, words)
    ledger.decide(row, Action.TAKE_UP, by=by, seen="open", decision="From March on", owner=by, due_on=due)
    return row


def in_list(browser, programme: Programme, query: str = "") -> str:
    answer = browser.get(reverse("monitoring:recommendations", args=(programme.pk,)) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def form(**more) -> dict[str, str]:
    told = {"words": "Longer breaks", "said_by": "mentor", "source": "call", "said_on": "2026-10-01"}
    return {"once": str(uuid4()), **told, **more}


def take_up(**more) -> dict[str, str]:
    told = {"decision": "From March on", "due_on": SOON.isoformat(), "seen": "open", **more}
    return {"step": "take-up", **{f"take-up-{name}": str(value) for name, value in told.items()}}


def letters(person: User) -> list[str]:
    return [letter.body for letter in Letter.objects.filter(person=person, subject__startswith="You are asked")]


@pytest.mark.parametrize("n", [1, 2])
def test_whoever_is_to_see_to_it_is_told_once(group, programme, mara, tomas, n):
    row = noted(programme, mara, words="Mentors should talk less, says Nia")
    for _again in range(n):
        ledger.decide(row, Action.TAKE_UP, by=mara, seen="open", decision="From March on", owner=tomas, due_on=SOON)
    (letter,) = letters(tomas)
    assert "From March on" in letter and "talk less" not in letter and str(row.pk) not in letter


def test_who_decides_for_themselves_gets_no_letter(programme, mara):
    taken_up(programme, mara)
    assert letters(mara) == []


# noted by hand


def test_a_recommendation_from_a_call_is_noted_once_however_often_the_form_is_sent(programme, mara, signed_in):
    manager, sent = signed_in(mara), form()
    page = reverse("monitoring:recommendation_new", args=(programme.pk,))
    assert [manager.post(page, sent).status_code for _time in range(2)] == [302, 302]
    row = Recommendation.objects.get()
    assert (row.words, row.said_by, row.source, row.state) == ("Longer breaks", "mentor", "call", "open")
    assert "Longer breaks" in in_list(manager, programme) and "a mentor, in a call, Thu 1 October 2026" in in_list(
        manager, programme
    )


def test_what_is_missing_or_cannot_be_is_said_and_what_was_typed_stays(programme, mara, signed_in):
    manager, page = signed_in(mara), reverse("monitoring:recommendation_new", args=(programme.pk,))
    tomorrow = (stories.today() + timedelta(days=1)).isoformat()
    answer = manager.post(page, form(said_by="", said_on=tomorrow))
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Longer breaks" in shown
    assert "Choose who said it." in shown and "This day is still to come." in shown
    assert manager.post(page, form(said_on="2006-10-01")).status_code == 422
    assert manager.post(page, form(source="earlier")).status_code == 422  # only the application carries one over
    assert not Recommendation.objects.exists()


def test_an_id_of_another_programme_is_no_way_in(programme, mara, signed_in):
    other = stories.programme(by=mara, name="Another")
    theirs = noted(other, mara)
    page = reverse("monitoring:recommendation_new", args=(programme.pk,))
    assert signed_in(mara).post(page, form(once=str(theirs.pk))).status_code in (409, 422)
    theirs.refresh_from_db()
    assert (theirs.space, theirs.words) == (other.space, "Meet in the evening")


def test_only_managers_of_the_programme_note_decide_and_read(group, programme, mara, tomas, nia, oto, signed_in):
    row, stranger = noted(programme, mara), stories.manager("mika@example.org", "Mika Other")
    for somebody in (tomas, nia, oto, stranger):
        with pytest.raises(PermissionDenied):
            ledger.note(said(programme), by=somebody)
        with pytest.raises(PermissionDenied):
            ledger.decide(row, Action.DECLINE, by=somebody, seen="open", decision="No")
        assert not Recommendation.objects.visible_to(somebody).exists()
        assert signed_in(somebody).get(row.get_absolute_url()).status_code == 404
    assert list(Recommendation.objects.visible_to(mara)) == [row]


# decided


def test_it_is_taken_up_with_a_decision_an_owner_and_a_day_then_done_with_what_has_changed(programme, mara, signed_in):
    row, manager = noted(programme, mara), signed_in(mara)
    assert manager.post(row.get_absolute_url(), take_up(owner=mara.pk)).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decision, row.owner, row.due_on) == ("accepted", "From March on", mara, SOON)
    done = {"step": "carry-out", "carry-out-changed": "Nobody cancels any more", "carry-out-seen": "accepted"}
    assert manager.post(row.get_absolute_url(), done).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.changed) == ("done", "Nobody cancels any more")
    shown = manager.get(row.get_absolute_url()).content.decode()
    assert "Nobody cancels any more" in shown and "From March on" in shown
    events = Event.objects.filter(thing_id=row.pk).order_by("id").values_list("action", "source", "target")
    assert list(events)[1:] == [("take-up", "open", "accepted"), ("carry-out", "accepted", "done")]


def test_what_is_not_followed_has_a_reason_and_nobody_who_sees_to_it(programme, mara, signed_in):
    row, manager = taken_up(programme, mara), signed_in(mara)
    empty = {"step": "decline", "decline-decision": "", "decline-seen": "accepted"}
    answer = manager.post(row.get_absolute_url(), empty)
    assert answer.status_code == 422 and "Say why it is not followed." in answer.content.decode()
    manager.post(row.get_absolute_url(), {**empty, "decline-decision": "No room is free"})
    row.refresh_from_db()
    assert (row.state, row.decision, row.owner, row.due_on) == ("declined", "No room is free", None, None)


def test_deciding_anew_puts_it_back_and_keeps_what_was_decided_to_read(programme, mara, signed_in):
    row = taken_up(programme, mara)
    ledger.decide(row, Action.RECONSIDER, by=mara, seen="accepted")
    row.refresh_from_db()
    assert (row.state, row.decision) == ("open", "From March on")
    shown = signed_in(mara).get(row.get_absolute_url()).content.decode()
    assert "Decided before" in shown and "From March on" in shown


def test_bad_input_is_said_in_sentences_and_the_decision_stays_as_typed(group, programme, mara, oto, signed_in):
    row, manager = noted(programme, mara), signed_in(mara)
    for told, sentence in (
        ({"owner": ""}, "Choose who sees to it."),
        ({"owner": oto.pk}, "Choose somebody from the list."),
        ({"owner": mara.pk, "due_on": ""}, "Choose the day until which it is done."),
        ({"owner": mara.pk, "due_on": "2020-01-01"}, "This day has passed."),
        ({"owner": mara.pk, "due_on": "2999-01-01"}, "Look at the year."),
    ):
        answer = manager.post(row.get_absolute_url(), take_up(**told))
        shown = answer.content.decode()
        assert answer.status_code == 422 and sentence in shown and "From March on" in shown, sentence
    nothing = manager.post(row.get_absolute_url(), {"step": "fly"})
    assert nothing.status_code == 422 and "Choose one of the decisions below." in nothing.content.decode()
    row.refresh_from_db()
    assert row.state == "open"


def test_managers_and_mentors_of_the_programme_can_see_to_it(group, programme, mara, tomas, nia):
    assert list(ledger.possible_owners(programme.space)) == [mara, tomas]
    Participation.objects.filter(person=tomas, role=Role.MENTOR).update(ends_at=timezone.now())
    assert list(ledger.possible_owners(programme.space)) == [mara]


# at the same time


def test_the_same_decision_sent_twice_counts_once(programme, mara, signed_in):
    row, manager = noted(programme, mara), signed_in(mara)
    sent = take_up(owner=mara.pk)
    assert [manager.post(row.get_absolute_url(), sent).status_code for _time in range(2)] == [302, 302]
    assert Event.objects.filter(thing_id=row.pk, action="take-up").count() == 1


def test_whoever_decides_on_an_old_page_is_told_and_keeps_the_words(programme, mara, signed_in):
    row, manager = taken_up(programme, mara), signed_in(mara)
    late = {"step": "decline", "decline-decision": "Too dear", "decline-seen": "open"}
    answer = manager.post(row.get_absolute_url(), late)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Somebody else has decided meanwhile." in shown and "Too dear" in shown
    row.refresh_from_db()
    assert row.state == "accepted"
    assert 'name="decline-seen" value="accepted"' in shown  # now that it was read, it can be sent again
    ledger.decide(row, Action.CARRY_OUT, by=mara, seen="accepted", changed="All of it")
    answer = manager.post(row.get_absolute_url(), {**late, "decline-seen": "accepted"})
    assert answer.status_code == 409 and "What you had written, to copy:" in answer.content.decode()
    assert "Too dear" in answer.content.decode()


def yes(pk: UUID, by: User) -> None:
    told = {"decision": "Yes", "owner": by, "due_on": SOON}
    ledger.decide(Recommendation.objects.get(pk=pk), Action.TAKE_UP, by=by, seen="open", **told)


def no(pk: UUID, by: User) -> None:
    ledger.decide(Recommendation.objects.get(pk=pk), Action.DECLINE, by=by, seen="open", decision="No")


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_decide_at_once_one_succeeds(programme, mara):
    for _round in range(4):
        row = noted(programme, mara)
        outcomes = at_once(partial(yes, row.pk, mara), partial(no, row.pk, mara))
        assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotNow"]
        row.refresh_from_db()
        assert row.decision == {"accepted": "Yes", "declined": "No"}[row.state]
        assert Event.objects.filter(thing_id=row.pk).exclude(action="run").count() == 1


def test_a_decision_that_does_not_say_what_its_writer_saw_is_not_saved(programme, mara, signed_in):
    row = noted(programme, mara)
    assert signed_in(mara).post(row.get_absolute_url(), take_up(owner=mara.pk, seen="")).status_code == 409
    row.refresh_from_db()
    assert row.state == "open"


@pytest.mark.django_db(transaction=True)
def test_a_note_sent_twice_at_the_same_moment_is_one(programme, mara):
    once = uuid4()
    made = at_once(*[lambda: ledger.note(said(programme, pk=once), by=mara)] * 2)
    assert [one.pk for one in made] == [once, once]
    assert Event.objects.filter(thing_id=once).count() == 1


def test_a_decision_that_its_state_does_not_know_is_refused(programme, mara):
    row = noted(programme, mara)
    with pytest.raises(NotNow):
        ledger.decide(row, Action.CARRY_OUT, by=mara, seen="open", changed="Everything")


# the list


def test_what_waits_stands_first_and_what_is_late_says_so(programme, mara, signed_in):
    taken_up(programme, mara, "Second of all", due=stories.today() - timedelta(days=2))
    noted(programme, mara, "First of all")
    shown = in_list(signed_in(mara), programme)
    assert shown.index("First of all") < shown.index("Second of all")
    assert "late since" in shown and "1 recommendation that was taken up is late." in shown
    assert "not decided yet (1)" in shown and "taken up (1)" in shown


def test_the_list_is_narrowed_by_state_and_nonsense_is_passed_over(programme, mara, signed_in):
    taken_up(programme, mara, "Being done")
    noted(programme, mara, "Still open")
    manager = signed_in(mara)
    assert "Still open" not in in_list(manager, programme, "?state=accepted")
    assert "Being done" in in_list(manager, programme, "?state=accepted")
    assert "Still open" in in_list(manager, programme, "?state=zq&page=9")
    assert "Choose another link above." in in_list(manager, programme, "?state=done")


def test_a_long_list_has_pages_that_keep_the_filter(programme, mara, signed_in):
    for number in range(31):
        noted(programme, mara, f"Number {number}")
    shown = in_list(signed_in(mara), programme, "?state=open")
    assert "Page 1 of 2" in shown and "?page=2&amp;state=open" in shown


def test_the_list_asks_as_much_of_the_database_with_ten_as_with_one(programme, mara, signed_in):
    manager, asked = signed_in(mara), []
    for how_many in (1, 9):
        for number in range(how_many):
            taken_up(programme, mara, f"{how_many} {number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            in_list(manager, programme)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_empty_ledger_says_what_comes_here(programme, mara, signed_in):
    assert "Nobody has recommended anything yet." in in_list(signed_in(mara), programme)


def test_the_page_of_the_programme_says_how_many_wait(programme, mara, signed_in):
    manager = signed_in(mara)
    for number in range(3):
        noted(programme, mara, f"Number {number}")
    taken_up(programme, mara)
    assert "3 recommendations wait for a decision" in manager.get(programme.get_absolute_url()).content.decode()


def test_the_form_begins_with_today(programme, mara, signed_in):
    page = signed_in(mara).get(reverse("monitoring:recommendation_new", args=(programme.pk,))).content.decode()
    assert f'value="{stories.today().isoformat()}"' in page

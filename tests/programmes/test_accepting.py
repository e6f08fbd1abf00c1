"""Both sides are asked before the groups are final: who answers what, what follows, and who reads it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Letter
from policy.machine import NotNow
from policy.permissions import Role
from policy.standing import Standing
from programmes import grouping, proposing
from programmes.accepting import answering, asking, awaiting
from programmes.models import Application, Asking, MatchingTerms, Offer
from tests.programmes.accepting import ask_again, day, letters, place_of, say, stands
from tests.stories import newcomer, placement

pytestmark = pytest.mark.django_db


# asking


def test_everyone_in_the_proposal_is_asked_once_and_finds_it_on_their_page(
    asked, programme, nia_row, nia, tomas, mara, signed_in
):
    ula = newcomer("Ula", programme, Role.MENTEE, by=mara, languages=["el"])
    assert letters("do you accept") == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    letter = Letter.objects.get(person=nia, subject__contains="do you accept")
    assert "Tomas" not in letter.subject + letter.body and place_of(nia_row) in letter.body
    assert ask_again(asked.proposal, mara) == 0 and Letter.objects.filter(subject=letter.subject).count() == 3
    for who in (nia, tomas):
        (task,) = awaiting.tasks_for(Standing.of(who))
        assert (task.verb, task.is_late) == ("Say whether you accept", False)
        assert "Say whether you accept" in signed_in(who).get(reverse("home")).content.decode()
    assert not Offer.objects.filter(application=ula).exists()
    assert not ula.person.letters.filter(subject__contains="place").exists()  # who has no place is told nothing


def test_nobody_is_asked_where_it_is_not_switched_on(proposal, programme, mara, signed_in):
    with pytest.raises(NotNow, match="Nobody is asked"):
        ask_again(proposal, mara)
    page = reverse("programmes:confirm", args=(programme.pk,))
    assert "Switch it on" in signed_in(mara).get(page).content.decode()
    told = {**{f"weight-{name}": "1" for name in proposing.DEFAULT_WEIGHTS}, "at_least": "1", "together": "1"}
    saved = signed_in(mara).post(reverse("programmes:terms", args=(programme.pk,)), {**told, "asks_both_sides": "on"})
    assert saved.status_code == 302 and proposing.asks_both_sides(programme)
    page = signed_in(mara).get(page).content.decode()
    assert "Ask 2 mentees and 1 mentor" in page and "Confirm and invite everyone" not in page
    with pytest.raises(NotNow, match="Ask them first"):
        grouping.confirm(proposal, by=mara)


@pytest.mark.parametrize("wrong", ["", "2020-01-01", "2199-01-01", "soon"])
def test_a_last_day_that_is_none_asks_nobody(proposal, programme, mara, signed_in, wrong):
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    sent = {"last_day": wrong, "revision": "0", "number": "1"}
    answer = signed_in(mara).post(reverse("programmes:ask", args=(programme.pk,)), sent)
    assert answer.status_code == 422 and not Asking.objects.exists()


def test_a_manager_asks_reminds_and_takes_back_by_button(proposal, programme, nia, nia_row, mara, signed_in):
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    browser = signed_in(mara)
    sent = {"last_day": day().isoformat(), "revision": "0", "number": "1"}
    for words in ("3 people are being asked.", "Everyone has been asked already."):
        answer = browser.post(reverse("programmes:ask", args=(programme.pk,)), sent, follow=True)
        assert words in answer.content.decode()
    old = browser.post(reverse("programmes:ask", args=(programme.pk,)), {**sent, "revision": "7"})
    assert old.status_code == 409
    say(nia_row, True)
    for words in ("2 people are being reminded.", "Everyone was reminded today already."):
        answer = browser.post(reverse("programmes:ask_remind", args=(programme.pk,)), follow=True)
        assert words in answer.content.decode()
    assert letters("Please answer") == ["Ela Žukaitė", "Tomas Lind"]
    tomorrow = timezone.localdate(timezone=mara.zone) + timedelta(days=1)  # hers may have begun already
    assert asking.remind(asking.running(programme), by=mara, on=tomorrow) == 2
    for _twice in range(2):
        assert browser.post(reverse("programmes:ask_take_back", args=(programme.pk,))).status_code == 302
    assert letters("you need not answer") == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    assert asking.running(programme) is None and awaiting.tasks_for(Standing.of(nia)) == []
    with pytest.raises(NotNow):
        answering.answer(nia_row, Offer.objects.filter(application=nia_row).get().pk, True, by=nia)


# answering


def test_a_mentee_reads_the_mentor_and_what_both_share_and_nothing_else(
    asked, programme, nia_row, ela_row, nia, mara, signed_in
):
    other = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    Application.objects.filter(pk=nia_row.pk).update(wishes=["tomas@example.org"], not_with=["ula@example.org"])
    page = signed_in(nia).get(place_of(nia_row))
    said = page.content.decode()
    (one,) = page.context["companions"]
    assert (one.name, one.role) == ("Tomas Lind", "mentor")
    assert one.shared == [
        "You both speak English.",
        "You both have time: Tuesday evening.",
        "Goals you share: digital skills.",
        "You both named this field: retail.",
        "You can both meet online.",
    ]
    assert "1 other mentee would be in the group." in said
    for hidden in ("Ela", "Ula", "wish", "score", "fits", "100", "%", str(other.pk), str(ela_row.pk)):
        assert hidden not in said.split("<main")[1].split("</main")[0], hidden
    assert Offer.objects.get(application=nia_row).said == "nothing"  # reading is no answer


def test_a_mentor_reads_the_mentees(asked, tomas_row, tomas, signed_in):
    page = signed_in(tomas).get(place_of(tomas_row))
    assert [one.name for one in page.context["companions"]] == ["Ela Žukaitė", "Nia Berg"]
    assert ">EŽ</span>" in page.content.decode(), "as on every other page"


def test_an_answer_can_be_changed_and_a_reason_is_asked_for(asked, nia_row, nia, mara, signed_in):
    browser, offer = signed_in(nia), Offer.objects.get(application=nia_row)
    sent = {"offer": offer.pk}
    for wrong in ({}, {"accepts": "perhaps"}, {"accepts": "no"}, {"accepts": "no", "reason": "x" * 501}):
        answer = browser.post(place_of(nia_row), {**sent, **wrong})
        assert answer.status_code == 422, wrong
    assert "x" * 501 in answer.content.decode()  # what was typed is kept
    reason = "Tomas is my neighbour."
    for said in ({"accepts": "yes"}, {"accepts": "no", "reason": reason}, {"accepts": "no", "reason": reason}):
        assert browser.post(place_of(nia_row), {**sent, **said}).status_code == 302
    offer.refresh_from_db()
    assert (offer.said, offer.reason, Offer.objects.filter(application=nia_row).count()) == ("declines", reason, 1)
    assert reason in browser.get(place_of(nia_row)).content.decode()
    assert reason in signed_in(mara).get(reverse("programmes:answers", args=(asked.programme_id,))).content.decode()
    assert browser.post(place_of(nia_row), {**sent, "accepts": "yes", "reason": reason}).status_code == 302
    offer.refresh_from_db()
    assert (offer.said, offer.reason) == ("accepts", "")


def test_the_reason_is_read_by_nobody_but_managers(
    asked, programme, nia_row, ela_row, tomas_row, oto, signed_in, run_jobs
):
    say(nia_row, False, "A reason nobody reads")
    run_jobs()
    assert not Letter.objects.filter(body__contains="A reason nobody reads").exists()
    for row in (ela_row, tomas_row):
        browser = signed_in(row.person)
        own = ("home", reverse("home")), ("place", place_of(row)), ("page", row.get_absolute_url())
        for _name, url in (*own, ("programme", programme.get_absolute_url())):
            answer = browser.get(url)
            assert answer.status_code == 200 and "A reason nobody" not in answer.content.decode()
            assert "declines" not in answer.content.decode()
        assert browser.get(reverse("programmes:answers", args=(programme.pk,))).status_code == 403
        assert browser.get(place_of(nia_row)).status_code == 404
    assert signed_in(oto).get(place_of(nia_row)).status_code == 404


def test_one_person_has_one_answer_to_one_offer(asked, nia_row):
    offer = Offer.objects.get(application=nia_row)
    for wrong in (
        Offer(asking=asked, application=nia_row, company=["x"]),  # a second running offer
        Offer(asking=asked, application=nia_row, said="accepts", ended_at=timezone.now()),  # an answer of no moment
        Offer(asking=asked, application=nia_row, reason="x", ended_at=timezone.now()),  # a reason for nothing
        Asking(programme=asked.programme, proposal=asked.proposal, last_day=day()),  # a second open question
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    assert Offer.objects.filter(application=nia_row).get() == offer


def test_an_answer_is_not_taken_for_another_place(asked, programme, nia_row, nia, mara, signed_in):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    opened = Offer.objects.get(application=nia_row)
    grouping.place(placement(asked.proposal, nia_row), ula, by=mara)
    browser = signed_in(nia)
    assert "changing the groups just now" in browser.get(place_of(nia_row)).content.decode()
    answer = browser.post(place_of(nia_row), {"offer": opened.pk, "accepts": "yes"})
    assert answer.status_code == 409 and "was not taken for it" in answer.content.decode()
    assert ask_again(asked.proposal, mara) == 3  # Nia, Ula, and Tomas, who has not answered for Ela alone
    assert browser.post(place_of(nia_row), {"offer": opened.pk, "accepts": "yes"}).status_code == 409
    assert [one.name for one in browser.get(place_of(nia_row)).context["companions"]] == ["Ula"]
    say(nia_row, True)
    assert stands(asked) == {"Nia Berg": "accepts", "Ula": "nothing", "Tomas Lind": "nothing", "Ela Žukaitė": "nothing"}

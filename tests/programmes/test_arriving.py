"""People come in after a yes: on the list, asked to apply, or taking part; and letters can be taken back for a minute."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from jobs import tasks
from jobs.models import Job
from people.models import Invitation, Letter, User
from policy.models import Participation
from programmes.arriving import entering, inviting, reading
from programmes.models import Application, Arrival, Inviting, Programme
from tests import stories

pytestmark = pytest.mark.django_db
LINES = "Ina Mäkelä, ina@example.org, mentee\nUla Ó Briain, ula@example.org, mentor\nBad, no address, mentee"


def come(programme: Programme, way: str, *, by: User, lines: str = LINES) -> Arrival:
    batch = reading.read_pasted(programme, lines, by=by)
    return entering.begin(programme, way, by=by, pk=uuid.uuid4(), batch=batch)[0]


def a_minute_later(run_jobs) -> int:
    Job.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    return run_jobs()


def states(programme: Programme) -> dict[str, str]:
    return {row.person.name: row.state for row in programme.applications.select_related("person")}


def test_the_three_ways(programme, mara, run_jobs):
    other, third = stories.programme(by=mara, name="Another"), stories.programme(by=mara, name="A third")
    for row, way, state, letters in (
        (programme, "list", "applied", []),
        (other, "apply", "applied", ["Apply for Another"] * 2),
        (third, "take-part", "selected", ["Invitation to A third"] * 2),
    ):
        mail.outbox.clear()
        come(row, way, by=mara)
        assert states(row) == {"Ina Mäkelä": state, "Ula Ó Briain": state}
        a_minute_later(run_jobs)
        assert [letter.subject for letter in mail.outbox] == letters, "one letter each, and none about the decision"
    assert third.space.participations.exclude(role="manager").count() == 2
    assert other.space.participations.exclude(role="manager").count() == 0


def test_nothing_goes_for_a_minute_and_can_be_taken_back(programme, mara, signed_in, run_jobs):
    manager, arrival = signed_in(mara), come(programme, "take-part", by=mara)
    page = manager.get(arrival.get_absolute_url()).content.decode()
    assert "2 people are invited" in page and "Nothing is sent before" in page and "1 line could not be used." in page
    assert timedelta(seconds=55) < arrival.letters_at - timezone.now() <= timedelta(seconds=60)
    run_jobs()
    assert not mail.outbox
    address = reverse("programmes:take_back", args=(programme.pk, arrival.pk))
    page = manager.post(address, follow=True).content.decode()
    assert "2 letters were taken back." in page and "Take the letters back" not in page
    assert "It was too late" in manager.post(address, follow=True).content.decode()
    a_minute_later(run_jobs)
    assert not mail.outbox and not Invitation.objects.exists() and not Letter.objects.exists()
    assert inviting.standing(programme) == {"listed": 2, "invited": 0, "accepted": 0, "first": 2, "again": 0}


def test_what_has_gone_cannot_be_taken_back(programme, mara, signed_in, run_jobs):
    arrival = come(programme, "apply", by=mara)
    a_minute_later(run_jobs)
    assert inviting.take_back(arrival, by=mara) == 0
    assert len(mail.outbox) == Invitation.objects.count() == 2
    assert inviting.standing(programme)["invited"] == 2


def test_whoever_does_not_accept_is_written_to_again_after_a_day_and_not_before(programme, mara, signed_in, run_jobs):
    manager, address = signed_in(mara), reverse("programmes:invitations", args=(programme.pk,))
    come(programme, "apply", by=mara)
    assert "0 of 2 have accepted." in manager.get(address).content.decode()
    assert "Nobody is to be written to now." in manager.post(address, {"which": "again"}, follow=True).content.decode()
    Inviting.objects.update(goes_at=timezone.now() - timedelta(hours=25))
    ula = User.objects.get(email="ula@example.org")
    ula.set_password(stories.PASSWORD)
    ula.save()
    page = manager.get(address)
    assert "1 of 2 have accepted." in page.content.decode() and "Write to 1 person again" in page.content.decode()
    once = {"which": "again", "once": str(page.context["once"])}
    done = [manager.post(address, once).url for _twice in range(2)]
    assert done[0] == done[1] and Inviting.objects.count() == 3
    assert "Nobody is to be written to now." in manager.post(address, {"which": "again"}, follow=True).content.decode()
    a_minute_later(run_jobs)
    assert [letter.to for letter in mail.outbox].count(["ina@example.org"]) == 2


def test_who_has_an_account_gets_a_letter_without_a_link_and_keeps_the_account(programme, mara, nia, run_jobs):
    come(programme, "apply", by=mara, lines="N. Somebody, NIA@example.org, mentee")
    a_minute_later(run_jobs)
    (letter,) = mail.outbox
    assert letter.to == ["nia@example.org"] and "/me/invitation/" not in letter.body
    assert Application.objects.get().get_absolute_url() in letter.body
    nia.refresh_from_db()
    assert nia.name == "Nia Berg" and nia.has_usable_password()


def test_the_letter_is_seen_before_it_goes_in_the_language_of_the_programme(mara, signed_in):
    programme = stories.programme(by=mara)
    batch = reading.read_pasted(programme, LINES, by=mara)
    address = reverse("programmes:preview", args=(programme.pk, batch.pk))
    page = signed_in(mara).get(f"{address}?way=apply").content.decode()
    for words in ("Invite 2 people?", "Hello Ina Mäkelä,", "Mara Vilks asks you to apply for Step into work 2026"):
        assert words in page
    assert not User.objects.filter(email="ina@example.org").exists() and not Letter.objects.exists()


def test_many_come_in_by_a_job_that_goes_on_where_it_was(programme, mara, signed_in, monkeypatch):
    monkeypatch.setattr(entering, "A_TURN", 50)
    lines = "\n".join(f"Person {n}, p{n}@example.org, mentee" for n in range(60))
    batch = reading.read_pasted(programme, lines, by=mara)
    told = {"way": "take-part", "once": str(uuid.uuid4())}
    manager = signed_in(mara)
    address = manager.post(reverse("programmes:preview", args=(programme.pk, batch.pk)), told).url
    job = Job.objects.get(name=entering.JOB)
    assert address == reverse("jobs:progress", args=(job.pk,))
    tasks.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done_so_far, job.done_in_all, Application.objects.count()) == ("waiting", 50, 60, 50)
    tasks.run(str(job.pk))
    arrival = Arrival.objects.get()
    assert (arrival.added, arrival.invited, Letter.objects.count()) == (60, 60, 60)
    assert manager.get(address).url == arrival.get_absolute_url()
    assert Participation.objects.filter(space=programme.space, role="mentee").count() == 60
    assert Job.objects.filter(name="policy.tell").count() == 0


def test_it_stops_when_whoever_began_it_does_not_manage_any_more(programme, mara, run_jobs):
    lines = "\n".join(f"Person {n}, p{n}@example.org, mentee" for n in range(60))
    come(programme, "apply", by=mara, lines=lines)
    Participation.objects.filter(space=programme.space, person=mara).update(ends_at=timezone.now())
    run_jobs()
    assert Job.objects.get(name=entering.JOB).state == "failed"
    assert not Application.objects.exists() and not Letter.objects.exists()


def test_what_happens_next_is_not_found_under_another_programme(programme, mara, signed_in):
    arrival, other = come(programme, "apply", by=mara), stories.programme(by=mara, name="Another")
    manager = signed_in(mara)
    assert manager.get(reverse("programmes:arrival", args=(programme.pk, arrival.pk))).status_code == 200
    assert manager.get(reverse("programmes:arrival", args=(other.pk, arrival.pk))).status_code == 404

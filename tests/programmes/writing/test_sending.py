"""A letter to several people: whom it reaches, in whose words, once, and back again within a minute."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from jobs.models import Job
from people.models import Bounce, Letter, User
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Role
from programmes.models import Copy, Writing
from programmes.writing import audience, beginnings, delivery, sending, words
from tests import stories

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": {"subject": "News for {name}", "text": "Hello {name} of {group}: {next_session}, {mentor}, {programme}."}
}


@pytest.fixture
def draft(group, mara, tomas, nia, ela) -> Writing:
    """A draft of Mara's to the whole group; the jobs before it are no matter here."""
    Job.objects.all().delete()
    chosen = audience.of_groups(group.programme, [group.pk], audience.SIDES)
    return sending.begin(group.programme, chosen, by=mara, texts=TEXTS)


def send(writing: Writing, by: User) -> Writing:
    sending.send(writing, seen=writing.revision, by=by, now=timezone.now())
    writing.refresh_from_db()
    return writing


def let_go(run_jobs) -> None:
    """The minute is over."""
    Job.objects.filter(state="waiting").update(not_before=timezone.now())
    Writing.objects.filter(goes_at__isnull=False).update(goes_at=timezone.now() - timedelta(seconds=1))
    run_jobs()


def test_each_gets_one_letter_in_own_words_and_answers_reach_who_wrote(draft, mara, nia, group, tomas, run_jobs):
    at = timezone.now().replace(microsecond=0) + timedelta(days=7)
    stories.meeting(group, by=tomas, at=at)
    Job.objects.all().delete()
    User.objects.filter(pk=nia.pk).update(called="Ninutė", time_zone="Asia/Tokyo")
    for _twice in range(2):
        send(draft, mara)
    assert run_jobs() == 0  # for a minute nothing goes
    let_go(run_jobs)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ela@example.org", "nia@example.org", "tomas@example.org"]
    (hers,) = [letter for letter in mail.outbox if letter.to == ["nia@example.org"]]
    copy = Copy.objects.get(person=nia)
    assert (hers.subject, hers.extra_headers["Reply-To"]) == ("News for Ninutė", "mara@example.org")
    assert copy.text.startswith(f"Hello Ninutė of {group.name}: ") and copy.text in hers.body
    assert (
        at.astimezone(nia.zone.__class__("Asia/Tokyo")).strftime("%H:%M, Tomas Lind, Step into work 2026.") in copy.text
    )
    assert reverse("programmes:letter_copy", args=(copy.pk,)) in hers.body
    assert Event.objects.filter(action="write-to", thing_id=draft.pk).count() == 1


def test_a_text_in_the_readers_language_or_else_in_that_of_the_programme(draft, nia, ela):
    User.objects.filter(pk=nia.pk).update(mail_language="lt")
    User.objects.filter(pk=ela.pk).update(mail_language="bg")
    draft.texts = {**TEXTS, "lt": {"subject": "Žinios", "text": "Sveiki, {name}: {next_session}"}}
    people = {person.name: person for person in audience.still_there(draft)}
    facts = words.known(draft, people.values(), now=timezone.now())
    assert words.filled(draft, people["Nia Berg"], facts)[0] == "Žinios"
    assert words.filled(draft, people["Ela Žukaitė"], facts)[0] == "News for Ela Žukaitė"
    assert facts.without(people.values()) == {"next_session": 3}


def test_it_can_be_taken_back_for_a_minute_and_no_longer(draft, mara, run_jobs, nia):
    send(draft, mara)
    assert not Copy.objects.visible_to(nia).exists()  # nobody notices
    assert [sending.take_back(draft, by=mara) for _twice in range(2)] == [3, 0]
    let_go(run_jobs)
    draft.refresh_from_db()
    assert (mail.outbox, draft.taken_back, Copy.objects.count()) == ([], 3, 0)
    once_more = send(delivery.again(draft, by=mara), mara)
    let_go(run_jobs)
    assert (sending.take_back(once_more, by=mara), len(mail.outbox)) == (0, 3)


def test_who_left_is_switched_off_or_cannot_be_reached_gets_nothing(draft, mara, tomas, nia, ela, oto, run_jobs):
    draft.chosen.append(str(oto.pk))  # of no programme, however the id got there
    draft.save()
    User.objects.filter(pk=tomas.pk).update(is_active=False)
    for n in range(2):
        letter = Letter.objects.create(person=ela, about=f"old {n}", subject="Old", body="Old", state="bounced")
        Bounce.objects.create(letter=letter, address=ela.email, reason="unknown", is_hard=True)
    to = audience.of(draft)
    assert [person.name for person in to.reached] == ["Nia Berg"]
    assert [(person.name, why) for person, why in to.left_out] == [
        ("Ela Žukaitė", "letters to this address keep coming back"),
        ("Tomas Lind", "the account is switched off"),
    ]
    send(draft, mara)
    assert list(Copy.objects.values_list("person__name", flat=True)) == ["Nia Berg"]


def test_what_is_sent_is_what_was_looked_at(draft, mara):
    seen = draft.revision
    sending.write(draft, {"en": {"subject": "Another", "text": "Text"}}, by=mara)
    with pytest.raises(NotNow, match="changed since"):
        sending.send(draft, seen=seen, by=mara, now=timezone.now())
    send(draft, mara)
    with pytest.raises(NotNow, match="was sent"):
        sending.write(draft, TEXTS, by=mara)
    assert set(Copy.objects.values_list("subject", flat=True)) == {"Another"}


def test_many_are_written_to_by_a_job_that_stops_with_the_right_to_write(draft, mara, monkeypatch, run_jobs):
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    monkeypatch.setattr(sending, "SOME", 2)
    job = sending.send(draft, seen=0, by=mara, now=timezone.now())
    assert sending.send(draft, seen=0, by=mara, now=timezone.now()) == job and Copy.objects.count() == 0
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.done_so_far, job.done_in_all, Copy.objects.count()) == ("done", 3, 3, 3)
    later = sending.begin(draft.programme, draft.chosen, by=mara, texts=TEXTS)
    sending.send(later, seen=0, by=mara, now=timezone.now())
    Participation.objects.filter(person=mara).update(ends_at=timezone.now())
    run_jobs()
    assert later.copies.count() == 0


def test_nobody_and_too_many_are_refused(programme, mara):
    for chosen, reason in (
        ([], "Nobody is chosen"),
        (["x"] * 501, "These are 501 people; a letter goes to at most 500"),
    ):
        with pytest.raises(NotNow, match=reason):
            sending.begin(programme, chosen, by=mara)


def test_a_mentor_writes_to_the_own_mentees_and_managers_do_not_read_it(group, tomas, mara, nia, oto, run_jobs):
    chosen = audience.of_groups(group.programme, [group.pk], [Role.MENTEE])
    own = sending.begin(group.programme, chosen, by=tomas, group=group, texts=TEXTS)
    send(own, tomas)
    assert sorted(own.copies.values_list("person__name", flat=True)) == ["Ela Žukaitė", "Nia Berg"]
    for person, sees in ((tomas, True), (mara, False), (nia, False), (oto, False)):
        assert Writing.objects.visible_to(person).filter(pk=own.pk).exists() is bool(own.roles_of(person)) is sees
    with pytest.raises(PermissionDenied):
        sending.begin(group.programme, chosen, by=nia, group=group)
    with pytest.raises(PermissionDenied):
        sending.begin(group.programme, chosen, by=tomas)  # to the programme only managers do
    with pytest.raises(PermissionDenied):
        sending.begin(group.programme, chosen, by=mara, group=group)  # what a manager writes, all managers read
    Participation.objects.filter(person=tomas, space=group.space).update(ends_at=timezone.now())
    assert not Writing.objects.visible_to(tomas).exists() and not own.roles_of(tomas)


def test_what_became_of_it_and_once_more_to_those_it_did_not_reach(draft, mara, nia, ela, tomas, run_jobs, signed_in):
    send(draft, mara)
    let_go(run_jobs)
    for person, state in ((nia, "bounced"), (ela, "failed"), (tomas, "bounced")):
        Letter.objects.filter(person=person, about__startswith="written").update(state=state)
    Bounce.objects.create(letter=Copy.objects.get(person=nia).letter, address=nia.email, reason="full", is_hard=False)
    reading = Copy.objects.get(person=tomas)
    for _twice in range(2):
        assert reading.text in signed_in(tomas).get(reading.get_absolute_url()).content.decode()
    assert signed_in(mara).get(reading.get_absolute_url()).status_code == 404
    page = signed_in(mara).get(draft.get_absolute_url()).content.decode()
    for word in (
        "read on the site: 1",
        "not delivered: 1",
        "came back: 1",
        "the mailbox is full",
        "Write to 2 people again",
    ):
        assert word in " ".join(page.split()), word
    assert delivery.again(draft, by=mara).chosen == sorted([str(nia.pk), str(ela.pk)])


def test_a_list_of_letters_asks_as_often_for_ten_as_for_one(draft, mara, signed_in):
    page, counts = reverse("programmes:letters", args=(draft.programme_id,)), []
    browser = signed_in(mara)
    send(draft, mara)
    for _times in range(2):
        browser.get(page)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(page).status_code == 200
        counts.append(len(asked))
        for _more in range(9):
            send(sending.begin(draft.programme, draft.chosen, by=mara, texts=TEXTS), mara)
    assert counts[0] == counts[1]


def test_ours_stand_in_every_language_that_has_words_with_known_placeholders(programme, mara):
    with translation.override("lt"):  # as soon as there is a translation, it is there
        catalogue = translation.gettext("Our next session: {next_session}")
    assert ("lt" in beginnings.texts_of(beginnings.OURS[0], ["en", "lt"])) is (catalogue[0] != "O")
    for ours in beginnings.OURS:
        for said in beginnings.texts_of(ours, ["en", "lt", "bg"]).values():
            assert words.unknown(said["subject"] + said["text"]) == [] and said["subject"] and said["text"]
    assert beginnings.find(programme, "no-such", ["en"]) is None
    assert "en" in beginnings.find(programme, "dates", ["en", "lt"])

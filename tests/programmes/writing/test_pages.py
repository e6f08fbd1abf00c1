"""The pages of writing to people, from the tick on a list to the copy; texts to begin with; the system's own letters."""

import pytest
from django.core import mail as sent_mail
from django.urls import reverse

from people.models import Bounce, Letter, User
from policy.permissions import Role
from programmes.models import LetterText, Writing
from programmes.writing import audience, samples, sending
from tests import stories

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def test_from_ticks_on_the_list_to_letters(group, mara, nia, ela, signed_in):
    """Those ticked; all that the filter shows, also where it has more than one page; a letter with a preview."""
    programme, browser = group.programme, signed_in(mara)
    new = reverse("programmes:letter_new", args=(programme.pk,))
    shown = browser.get(reverse("programmes:people", args=(programme.pk,)) + "?role=mentee").content.decode()
    assert f'formaction="{new}?role=mentee"' in shown and "Write to all 2 of this list" in shown
    hers = programme.applications.get(person=nia)
    browser.post(new, {"who": "ticked", "applications": [hers.pk, "not an id"]})
    browser.post(f"{new}?role=mentee", {"who": "all"})
    browser.post(new, {"who": "groups", "groups": [group.pk], "roles": ["mentor"]})
    assert sorted(len(row.chosen) for row in Writing.objects.all()) == [1, 1, 2]
    nobody = browser.post(new, {"who": "ticked"})
    assert nobody.status_code == 422 and "Nobody is chosen" in nobody.content.decode()
    draft = Writing.objects.get(chosen=[str(nia.pk)])
    write = reverse("programmes:write", args=(draft.pk,))
    begun = browser.get(f"{write}?from=how-is-it-going").content.decode()
    assert "How is it going in {group}?" in begun and "It goes to 1 person" in begun
    bad = browser.post(write, {"subject_en": "Hello {nmae}", "text_en": "Text that stays"})
    assert bad.status_code == 422 and "Text that stays" in bad.content.decode()
    assert "{nmae} is not known here. In braces there can be: {name}, {programme}," in bad.content.decode()
    said = {"subject_en": "Hello {name}", "text_en": "<b>{mentor}</b> meets you", "subject_lt": "", "text_lt": ""}
    checked = browser.post(write, said, follow=True).content.decode()
    assert "Send to 1 person" in checked and "&lt;b&gt;Tomas Lind&lt;/b&gt; meets you" in checked
    send = reverse("programmes:writing_send", args=(draft.pk,))
    for _twice in range(2):
        after = browser.post(send, {"seen": "1"}, follow=True).content.decode()
    assert "Take the letters back" in after and Letter.objects.filter(subject="Hello Nia Berg").count() == 1
    assert browser.post(reverse("programmes:writing_back", args=(draft.pk,)), follow=True).status_code == 200
    assert not Letter.objects.filter(subject="Hello Nia Berg").exists()
    assert browser.get(write).status_code == 302


def test_a_language_with_only_a_subject_is_refused_and_nul_too(group, mara, signed_in):
    draft = sending.begin(group.programme, audience.of_groups(group.programme, [], [Role.MENTEE]), by=mara)
    browser, write = signed_in(mara), reverse("programmes:write", args=(draft.pk,))
    for told in ({"subject_lt": "Labas"}, {"text_lt": "Labas"}, {"subject_en": "a\x00"}, {"text_en": "x" * 10_001}):
        said = {"subject_en": "A", "text_en": "B", "subject_lt": "", "text_lt": "", **told}
        assert browser.post(write, said).status_code == 422, told


def test_a_mentor_writes_from_the_room_of_the_group(working_group, tomas, mara, nia, signed_in):
    page = reverse("programmes:group_letters", args=(working_group.pk,))
    assert page in signed_in(tomas).get(working_group.get_absolute_url()).content.decode()
    assert page not in signed_in(nia).get(working_group.get_absolute_url()).content.decode()
    begun = signed_in(tomas).post(page, follow=True).content.decode()
    assert "It goes to 2 people" in begun and "Managers do not read it" in begun
    assert "Without a subject yet" in signed_in(tomas).get(page).content.decode()
    assert "Without a subject yet" not in signed_in(mara).get(page).content.decode()
    signed_in(mara).post(page)  # hers is one of the programme, to the mentor too
    assert [(row.by.name, len(row.chosen), row.group) for row in Writing.objects.order_by("created_at")] == [
        ("Tomas Lind", 2, working_group),
        ("Mara Vilks", 3, None),
    ]


def test_own_texts_are_kept_once_changed_and_leave_letters_alone(group, mara, signed_in):
    programme, browser = group.programme, signed_in(mara)
    new = reverse("programmes:letter_text_new", args=(programme.pk,))
    assert "A change of dates in {programme}" in browser.get(f"{new}?from=dates").content.decode()
    said = {
        "once": ONCE,
        "name": "Welcome",
        "subject_en": "Welcome {name}",
        "text_en": "Hello",
        "subject_lt": "",
        "text_lt": "",
    }
    for _twice in range(2):
        assert browser.post(new, said).status_code == 302
    taken = browser.post(new, {**said, "once": ""})
    assert taken.status_code == 422 and "There is a text with this name." in taken.content.decode()
    text = LetterText.objects.get()
    draft = sending.begin(programme, audience.of_groups(programme, [], [Role.MENTEE]), by=mara)
    write = reverse("programmes:write", args=(draft.pk,))
    assert "Welcome {name}" in browser.get(f"{write}?from={text.pk}").content.decode()
    browser.post(write, said)
    own = reverse("programmes:letter_text", args=(programme.pk, text.pk))
    browser.post(own, {**said, "subject_en": "Another"})
    text.refresh_from_db()
    draft.refresh_from_db()
    assert (text.texts["en"]["subject"], draft.subject) == ("Another", "Welcome {name}")
    browser.post(own, {"drop": "1"})
    assert not LetterText.objects.exists()


def test_every_letter_of_the_system_can_be_read_in_every_language(programme, mara, signed_in):
    for code, _name in samples.languages():
        for letter in samples.LETTERS:
            subject, body = samples.sample(letter, code, zone="UTC")
            assert subject and body, (letter, code)
    page = reverse("programmes:system_letters", args=(programme.pk,))
    shown = signed_in(mara).get(f"{page}?letter=people/welcome&language=en").content.decode()
    assert sum(len(letters) for _part, letters in samples.by_part()) == len(samples.LETTERS)
    assert "You take part in Step into work" in shown and "Hello Nia," in shown
    assert signed_in(mara).get(f"{page}?letter=../../secret&language=xx").status_code == 200
    assert sent_mail.outbox == []


def test_addresses_that_do_not_work_stand_where_managers_look(group, mara, nia, oto, signed_in):
    programme, browser = group.programme, signed_in(mara)
    home, people = reverse("home"), reverse("programmes:people", args=(programme.pk,))
    pages = (home, people, programme.get_absolute_url())
    link = reverse("programmes:broken", args=(programme.pk,))
    assert [link in browser.get(page).content.decode() for page in pages] == [False, False, False]
    for person in (nia, oto):
        letter = Letter.objects.create(person=person, about="old", subject="Old", body="Old", state="bounced")
        Bounce.objects.create(letter=letter, address=person.email, reason="unknown", is_hard=True)
    assert [link in browser.get(page).content.decode() for page in pages] == [True, True, True]
    shown = browser.get(link).content.decode()
    assert "Nia Berg" in shown and "Oto Falk" not in shown and "1 letter came back" in shown
    User.objects.filter(pk=nia.pk).update(email="new@example.org")
    assert [link in browser.get(page).content.decode() for page in pages] == [False, False, False]


def test_letters_to_me_are_mine(group, mara, nia, signed_in):
    stories.application(group.programme, stories.person("ann@example.org", "Ann"), Role.MENTEE, by=mara)
    page = signed_in(nia).get(reverse("programmes:my_letters")).content.decode()
    assert "Nobody has written to you yet." in page

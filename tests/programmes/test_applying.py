"""People apply by themselves: step by step, without an account; it counts when the address is confirmed."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Version
from people.models import User
from programmes.models import Application, ApplicationDraft, SentForm
from tests.programmes import applying

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(programme, mara):
    return applying.opening(programme, by=mara)


@pytest.fixture
def anybody() -> Client:
    return Client()


def test_a_mentee_applies_and_the_profile_is_filed_from_the_same_answers(row, anybody, programme, mara, signed_in):
    applying.send(anybody, row)
    assert not Application.objects.exists() and not User.objects.filter(email=applying.ADDRESS).exists()
    (letter,) = applying.letters()
    assert "eight years" not in letter.body and letter.address == applying.ADDRESS
    link = applying.link_in(letter)
    anybody.get(link)
    assert not Application.objects.exists()
    assert applying.confirm(anybody, link).url == reverse("programmes:apply_done")
    application = Application.objects.get()
    assert (application.person.name, application.person.time_zone) == ("Rasa Kalnina", "Europe/Riga")
    assert application.goals == ["digital skills", "ride a bicycle"] and application.field == "retail"
    assert (application.availability, application.mode) == (["Tue evening", "Sat morning"], "online")
    version = Version.objects.get(document__space=application.space)
    assert version.state == "sealed" and version.author == application.person
    assert version.answers["where"]["change"] == "digital skills\nride a bicycle"
    assert version.answers["mentoring"]["possible"] == ["online"]
    page = signed_in(mara).get(application.get_absolute_url()).content.decode()
    assert "Which district?" in page and "South" in page and "Number" in page


def test_a_mentor_applies_and_the_self_check_is_filed(programme, mara, anybody):
    row = applying.opening(programme, "mentor", by=mara)
    applying.send(anybody, row)
    applying.confirm(anybody, applying.link_in(applying.letters()[0]))
    application = Application.objects.get()
    assert (application.role, application.capacity) == ("mentor", 3)
    assert Version.objects.get(document__space=application.space).state == "sealed"


def test_whoever_is_new_gets_a_link_to_choose_a_password(row, anybody):
    applying.send(anybody, row)
    applying.confirm(anybody, applying.link_in(applying.letters()[0]))
    person = User.objects.get(email=applying.ADDRESS)
    (letter,) = person.letters.exclude(body="")
    page = Client().get(applying.link_in(letter))
    assert "Welcome to your application for Step into work 2026" in page.content.decode()


def test_the_pages_are_the_same_for_an_address_that_is_known(row, anybody, nia):
    pages = []
    for email in (applying.ADDRESS, "NIA@example.org"):
        token = applying.send(anybody, row, email)
        draft = ApplicationDraft.objects.get(confirmed_at=None)
        shown = anybody.get(reverse("programmes:apply_sent", args=(token,))).content.decode()
        done = applying.confirm(anybody, applying.link_in(applying.letters()[0]))
        pages.append((shown.replace(email, "").replace(draft.reference, "").replace(token, ""), done.url))
    assert pages[0] == pages[1]
    (letter,) = nia.letters.filter(about__startswith="programmes/applied ")
    assert applying.link_in(letter) == Application.objects.get(person=nia).get_absolute_url()


def test_applying_twice_changes_nothing_and_the_letter_says_so(row, anybody, nia):
    for _again in range(2):
        applying.send(anybody, row, nia.email)
        link = applying.link_in(applying.letters()[0])
        applying.confirm(anybody, link)
    assert len(applying.letters()) == 1  # one letter per address and day; its link is good for both
    assert Application.objects.count() == SentForm.objects.count() == 1
    assert nia.letters.filter(about__startswith="programmes/applied_already").count() == 1


def test_saying_twice_that_it_is_mine_is_done_once_and_the_link_is_used_up(row, anybody):
    applying.send(anybody, row)
    link = applying.link_in(applying.letters()[0])
    pk = str(ApplicationDraft.objects.get().pk)
    assert [anybody.post(link, {"draft": pk}).status_code for _again in range(2)] == [302, 302]
    assert Application.objects.count() == 1
    assert anybody.get(link).status_code == 404
    assert ApplicationDraft.objects.get().said == {}


def test_a_link_confirms_what_was_sent_from_its_address_alone(row, anybody):
    applying.send(anybody, row)
    applying.send(anybody, row, "somebody@example.net")
    mine, other = applying.letters()
    drafts = {draft.said_about["email"]: draft for draft in ApplicationDraft.objects.all()}
    answer = anybody.post(applying.link_in(other), {"draft": str(drafts["somebody@example.net"].pk)})
    assert answer.status_code == 422 and not Application.objects.exists()
    assert anybody.post(applying.link_in(mine), {"draft": "nonsense"}).status_code == 422


def test_what_is_sent_can_be_changed_until_it_is_confirmed_and_is_sent_anew(row, anybody):
    token = applying.send(anybody, row, "wrong@example.net")
    page = reverse("programmes:apply_step", args=(token, "about"))
    anybody.post(page, {**applying.typed(row)["about"], "check": "1"})
    assert anybody.get(applying.link_in(applying.letters()[0])).status_code == 404  # not sent any more
    anybody.post(reverse("programmes:apply_check", args=(token,)))
    assert applying.letters()[0].address == applying.ADDRESS
    applying.confirm(anybody, applying.link_in(applying.letters()[0]))
    assert Application.objects.get().person.email == applying.ADDRESS


def test_an_account_that_was_switched_off_gets_no_application(row, anybody, nia):
    applying.send(anybody, row, nia.email)
    User.objects.filter(pk=nia.pk).update(is_active=False)
    assert anybody.get(applying.link_in(applying.letters()[0])).status_code == 404
    assert not Application.objects.exists()


def test_sending_twice_sends_once(row, anybody):
    page = reverse("programmes:apply_check", args=(applying.send(anybody, row),))
    assert anybody.post(page).status_code == 302
    assert len(applying.letters()) == ApplicationDraft.objects.count() == 1


def test_an_incomplete_application_is_not_sent(row, anybody):
    token = applying.begin(anybody, row)
    answer = anybody.post(reverse("programmes:apply_check", args=(token,)))
    assert answer.status_code == 422 and "Some answers are missing" in answer.content.decode()
    assert anybody.get(reverse("programmes:apply_sent", args=(token,))).status_code == 404


def test_the_words_of_a_question_stay_as_they_were_answered(row, programme, mara, anybody):
    applying.send(anybody, row)
    applying.confirm(anybody, applying.link_in(applying.letters()[0]))
    other = {**row.questions[1], "text": "Another question?", "options": "East\nSouth"}
    again = applying.opening(programme, by=mara, questions=[other])
    assert again.questions[0]["keys"].split()[1] == row.questions[1]["keys"].split()[1]  # “South” is still South
    sent = SentForm.objects.get()
    assert [question["text"] for question in sent.questions] == ["How did you hear of us?", "Which district?"]
    assert "kept until" in sent.consent and "I agree" in sent.consent

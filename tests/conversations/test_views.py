"""The pages of a chat: who opens them, what stands there, with and without scripts."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations import talking
from conversations.models import Message, Thread
from documents.models import Version
from people.moments import date_format
from policy.models import Participation
from sessions import planning
from tests import stories

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def page(running) -> str:
    return reverse("conversations:chat", args=(running.pk,))


@pytest.fixture
def rui(mara):
    """Mentors another group of Mara's."""
    mentor, lea = stories.person("rui@example.org", "Rui Other"), stories.person("lea@example.org", "Lea Other")
    stories.group(stories.programme(by=mara, name="Next door"), mentor=mentor, mentees=[lea], by=mara)
    return mentor


def sending(text: str, **more) -> dict:
    return {"key": uuid4(), "text": text, **more}


def words_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_only_the_group_opens_it(page, signed_in, mara, tomas, nia, ela, oto, rui) -> None:
    found = {who.name: signed_in(who).get(page).status_code for who in (mara, tomas, nia, ela, oto, rui)}
    closed = dict.fromkeys(("Mara Vilks", "Oto Falk", "Rui Other"), 404)
    assert found == {**closed, **dict.fromkeys(("Tomas Lind", "Nia Berg", "Ela Žukaitė"), 200)}
    Participation.objects.filter(person=tomas, space__kind="group").end(at=timezone.now())
    assert signed_in(tomas).get(page).status_code == 404
    assert signed_in(tomas).post(f"{page}say/", sending("Still here")).status_code == 404
    assert not Message.objects.exists()


def test_opening_it_keeps_nothing(page, signed_in, nia) -> None:
    answer = signed_in(nia).get(page)
    assert "Nothing has been said yet" in words_of(answer) and not Thread.objects.exists()


def test_without_scripts_one_sends_a_form_and_finds_it_on_the_page(page, signed_in, nia, ela, running) -> None:
    browser, form = signed_in(nia), sending("First <b>line</b>\r\nhttps://example.org/cv", page="chat")
    for _twice in range(2):
        assert browser.post(f"{page}say/", form).url == f"{page}#last"
    assert Message.objects.get().text == "First <b>line</b>\nhttps://example.org/cv"
    shown = signed_in(ela).get(page).content.decode()
    assert "First &lt;b&gt;line&lt;/b&gt;" in shown and '<a href="https://example.org/cv"' in shown
    assert browser.post(f"{page}say/", sending("From the session", page="meeting")).url == (
        f"{running.get_absolute_url()}#last"
    )


def test_what_cannot_be_kept_stays_in_the_box_with_a_sentence(page, signed_in, nia, say) -> None:
    browser = signed_in(nia)
    for text, words in (("", "Write something first"), ("y" * 4001, "at most 4000"), ("a\0b", "Null characters")):
        answer = browser.post(f"{page}say/", sending(text))
        assert answer.status_code == 422 and words in words_of(answer), text[:5]
        assert text.replace("\0", "\ufffd") in answer.content.decode() or "\0" in text
        told = browser.post(f"{page}say/", sending(text), **JSON)
        assert told.status_code == 422 and words in told.json()["why"]
    for _n in range(talking.A_MINUTE_AT_MOST):
        say(nia)
    answer = browser.post(f"{page}say/", sending("One more thing"))
    assert "very fast" in words_of(answer) and "One more thing</textarea>" in answer.content.decode()


def test_the_answer_to_a_script_is_the_line_as_it_stands_on_the_page(page, signed_in, nia) -> None:
    browser = signed_in(nia)
    told = browser.post(f"{page}say/", sending("Hello"), **JSON).json()
    (line,) = told["lines"]
    assert line["html"].strip() in browser.get(page).content.decode() and told["key"] != line["id"]
    assert Message.objects.get(pk=line["id"]).by == nia


def test_who_can_read_it_stands_above_the_box(page, signed_in, nia) -> None:
    said = words_of(signed_in(nia).get(page))
    assert "Read by: Tomas Lind, Ela Žukaitė and you. Not the managers of the programme." in said


def test_a_hidden_message_shows_that_and_its_text_to_whoever_hid_it_alone(
    page, signed_in, nia, ela, tomas, say
) -> None:
    said = say(nia, "told in confidence")
    hide = reverse("conversations:hide", args=(said.pk,))
    assert signed_in(ela).get(hide).status_code == 403
    assert signed_in(tomas).post(hide, {"reason": " "}).status_code == 422
    assert signed_in(tomas).post(hide, {"reason": "Private"}).status_code == 302
    for who in (nia, ela, tomas):
        shown = words_of(signed_in(who).get(page))
        assert "hidden by Tomas Lind, the mentor: Private" in shown
        assert ("told in confidence" in shown) is (who == tomas)


def test_what_a_mentor_hid_their_successor_does_not_read(page, signed_in, nia, oto, tomas, say, running) -> None:
    said = say(nia, "told in confidence")
    talking.hide(said, "Private", by=tomas)
    Participation.objects.create(space=running.space, person=oto, role="mentor")
    hide = reverse("conversations:hide", args=(said.pk,))
    for answer in (signed_in(oto).get(hide, follow=True), signed_in(oto).post(hide, {"reason": "Mine"}, follow=True)):
        assert "hidden by Tomas Lind, the mentor: Private" in words_of(answer)
        assert "told in confidence" not in answer.content.decode()


def test_one_takes_back_by_a_button_and_too_late_is_told_why(page, signed_in, nia, ela, say) -> None:
    said, old = say(nia, "oops"), say(nia, "old", now=timezone.now() - timedelta(minutes=16))
    shown = signed_in(nia).get(page).content.decode()
    back = reverse("conversations:take_back", args=(said.pk,))
    assert f'formaction="{back}"' in shown and str(old.pk) in shown
    assert reverse("conversations:take_back", args=(old.pk,)) not in shown
    late = signed_in(nia).post(reverse("conversations:take_back", args=(old.pk,)), **JSON)
    assert late.status_code == 409 and "15 minutes" in late.json()["why"]
    assert signed_in(nia).post(back, {"page": "chat"}).url == f"{page}#last"
    shown = words_of(signed_in(ela).get(page))
    assert "taken back" in shown and "oops" not in shown


def test_everyone_sees_the_point_that_the_mentor_has_reached(page, signed_in, tomas, nia, running) -> None:
    assert signed_in(tomas).post(f"{page}point/", {"point": "3", "page": "run"}).url.endswith("/run/#walk")
    assert signed_in(nia).post(f"{page}point/", {"point": "1"}).status_code == 403
    signed_in(tomas).post(f"{page}point/", {"point": "²"})
    assert "Now: 3 Dealing with the target" in words_of(signed_in(nia).get(page))
    told = signed_in(tomas).post(f"{page}point/", {"point": "4"}, **JSON).json()
    assert "Now: 4 Topic of the next session" in told["agenda"] and told["at"] == 4
    for who, url in ((tomas, reverse("sessions:run", args=(running.pk,))), (nia, running.get_absolute_url())):
        assert signed_in(who).get(url).content.decode().count('aria-current="step"') == 1, url  # in the list itself too


def test_the_session_and_its_run_page_hold_the_chat_while_they_meet(running, signed_in, mara, tomas, nia, say) -> None:
    say(nia, "I am here")
    run = reverse("sessions:run", args=(running.pk,))
    for who, url in ((nia, running.get_absolute_url()), (tomas, running.get_absolute_url()), (tomas, run)):
        shown = signed_in(who).get(url).content.decode()
        assert "I am here" in shown and shown.count("chat.js") == 1 and shown.count("button--primary") <= 1, url
    assert "chat" not in words_of(signed_in(mara).get(running.get_absolute_url())).lower()


def test_before_and_after_it_there_is_a_link(working_group, signed_in, tomas, nia, say, running) -> None:
    coming = stories.meeting(working_group, by=tomas)
    assert "Open the chat of this session" in words_of(signed_in(nia).get(coming.get_absolute_url()))
    say(nia, "I was here")
    long_ago = timezone.now() - timedelta(days=2)
    type(running).objects.filter(pk=running.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    shown = words_of(signed_in(nia).get(running.get_absolute_url()))
    assert "Read what was said in the chat" in shown and "I was here" not in shown
    transcript = signed_in(nia).get(reverse("conversations:chat", args=(running.pk,))).content.decode()
    assert "I was here" in transcript and "<textarea" not in transcript
    with timezone.override(nia.zone):  # what was not said on the day of the session stands with its day
        assert date_format(timezone.localtime(), "D j F") + ", " in transcript


def test_a_long_chat_comes_in_pages_of_constant_cost(page, signed_in, nia, ela, say) -> None:
    thread = say(nia).thread
    browser = signed_in(ela)
    told = {"thread": thread, "by": nia, "at": timezone.now()}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(page)
        return len(queries)

    one = cost()
    rows = [Message(number=n, changed=n, text=f"line {n}.", **told) for n in range(2, 251)]
    Message.objects.bulk_create(rows)
    assert cost() == one
    newest = browser.get(page).content.decode()
    assert "line 250." in newest and "line 151." in newest and "line 150." not in newest
    earlier = browser.get(f"{page}?before=151").content.decode()
    assert "line 150." in earlier and "line 51." in earlier and "line 151." not in earlier
    for wrong in ("x", "-1", "9" * 40, "²"):
        assert browser.get(f"{page}?before={wrong}").status_code == 200


def test_the_keeper_takes_lines_into_the_diary(running, page, signed_in, tomas, nia, ela, say) -> None:
    kept, other = say(ela, "The bus\nis late"), say(tomas, "We compared CVs")
    gone = say(nia, "oops")
    talking.take_back(gone, by=nia)
    diary = reverse("conversations:into_diary", args=(running.pk,))
    assert signed_in(nia).get(diary).status_code == 409
    came = {who.pk: "present" for who in (tomas, nia, ela)}
    planning.close(running, came, nia.pk, by=tomas)
    assert signed_in(ela).get(diary).status_code == 409
    shown = words_of(signed_in(nia).get(diary))
    assert "Tomas Lind: We compared CVs" in shown and "the managers of the programme" in shown and "oops" not in shown
    assert not Version.objects.filter(document__kind_slug="diary").exists()
    assert signed_in(nia).post(diary, {"point": "target"}).status_code == 422
    assert signed_in(nia).post(diary, {"point": "target", "lines": [str(gone.pk)]}).status_code == 422
    for _twice in range(2):
        answer = signed_in(nia).post(diary, {"point": "target", "lines": [str(kept.pk), str(other.pk)]})
    version = Version.objects.get(document__kind_slug="diary")
    assert answer.url == reverse("documents:write", args=(version.pk,))
    assert version.answers["agenda"]["target"] == "Ela Žukaitė: The bus is late\nTomas Lind: We compared CVs"
    assert version.answers["facts"]["topic"] == running.topic


def test_ids_of_another_group_are_found_nowhere(page, signed_in, rui, nia, say) -> None:
    said = say(nia, "ours")
    for name in ("take_back", "hide"):
        assert signed_in(rui).post(reverse(f"conversations:{name}", args=(said.pk,))).status_code == 404
    said.refresh_from_db()
    assert said.is_standing

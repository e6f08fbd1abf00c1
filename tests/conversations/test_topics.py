"""Topics between the sessions: opened, answered, moderated, followed; in the group, and in the network of a programme."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations import talking, topics
from conversations.models import Message, MessageFile, SearchLine, Thread
from documents import files as kept
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Role
from programmes.models import Group
from tests import stories
from tests.documents.hostile import pdf, picture

pytestmark = pytest.mark.django_db


def opened(space, by, title="Books", text="Which book helped you?", **more) -> Thread:
    return topics.open_topic(space, title, text, key=uuid.uuid4(), by=by, **more)


def said(topic: Thread, by, text="I liked the second one.", **more) -> Message:
    return topics.reply(Thread.objects.topics().get(pk=topic.pk), text, key=uuid.uuid4(), by=by, **more)


def test_a_mentee_opens_a_topic_and_the_group_answers(group, nia, tomas, mara, oto, signed_in) -> None:
    forum = reverse("conversations:forum", args=(group.space_id,))
    page = signed_in(nia).get(reverse("conversations:new", args=(group.space_id,)))
    assert "Ela Žukaitė and you. Not the managers of the programme." in page.content.decode()
    sent = {"key": uuid.uuid4(), "title": "My CV", "text": "Is one page\r\nenough?"}
    for _twice in range(2):
        answer = signed_in(nia).post(reverse("conversations:new", args=(group.space_id,)), sent, follow=True)
        assert answer.status_code == 200
    topic = Thread.objects.get()
    assert (topic.title, topic.opened_by, topic.messages.get().text) == ("My CV", nia, "Is one page\nenough?")
    reply = {"key": uuid.uuid4(), "text": "Yes. See https://example.org/cv, and http://example.org <b>"}
    for _twice in range(2):
        answer = signed_in(tomas).post(reverse("conversations:reply", args=(topic.pk,)), reply, follow=True)
    page = answer.content.decode()
    assert topic.messages.count() == 2 and "one page\nenough?" in page
    assert '<a href="https://example.org/cv" rel="noopener noreferrer nofollow">https://example.org/cv</a>,' in page
    assert "http://example.org &lt;b&gt;" in page and 'href="http://example.org' not in page
    for outsider in (mara, oto):
        for url in (forum, topic.get_absolute_url()):
            assert signed_in(outsider).get(url).status_code == 404
    assert "My CV" in signed_in(nia).get(forum).content.decode()


def test_what_cannot_be_kept_stays_in_the_form(group, nia, signed_in, topic) -> None:
    url = reverse("conversations:reply", args=(topic.pk,))
    for text, words in (("", "Write something first."), ("x" * 4001, "too long"), ("a\0b", "Null characters")):
        answer = signed_in(nia).post(url, {"key": uuid.uuid4(), "text": text})
        assert answer.status_code == 422 and words in answer.content.decode(), words
    answer = signed_in(nia).post(reverse("conversations:new", args=(group.space_id,)), {"text": "My long thought"})
    assert answer.status_code == 422 and "My long thought" in answer.content.decode()
    other = Message.objects.get()  # somebody else's key
    answer = signed_in(nia).post(url, {"key": other.pk, "text": "Mine"})
    assert answer.status_code == 422 and "could not be sent" in answer.content.decode()
    answer = signed_in(nia).post(
        reverse("conversations:new", args=(group.space_id,)), {"key": topic.pk, "title": "T", "text": "Mine"}
    )
    assert answer.status_code == 422 and Thread.objects.get().messages.count() == 1


def test_a_topic_has_a_name_that_can_be_seen_in_one_line(group, nia, signed_in) -> None:
    url = reverse("conversations:new", args=(group.space_id,))
    for unseen in ("\u200b", "\u202e \u2066", "\u00ad"):
        answer = signed_in(nia).post(url, {"key": uuid.uuid4(), "title": unseen, "text": "Hm"})
        assert answer.status_code == 422 and "Say in a few words" in answer.content.decode()
    assert signed_in(nia).post(url, {"key": uuid.uuid4(), "title": "My\r\n CV", "text": "Hm"}).status_code == 302
    assert Thread.objects.get().title == "My CV"


def test_the_network_has_topics_for_everyone_for_mentors_and_for_mentees(
    group, programme, mara, tomas, nia, signed_in
) -> None:
    url = reverse("conversations:new", args=(programme.space_id,))
    offered = {who: signed_in(who).get(url).context["form"].fields["audience"].choices for who in (mara, tomas, nia)}
    assert {who.name: [value for value, _label in choices] for who, choices in offered.items()} == {
        "Mara Vilks": ["everyone", "mentors", "mentees"],
        "Tomas Lind": ["everyone", "mentors"],
        "Nia Berg": ["everyone", "mentees"],
    }
    sent = {"key": uuid.uuid4(), "title": "Among us", "text": "Dear mentors", "audience": "mentees"}
    assert signed_in(tomas).post(url, sent).status_code == 422
    with pytest.raises(PermissionDenied):
        opened(programme.space, tomas, audience="mentees")
    assert signed_in(tomas).post(url, {**sent, "audience": "mentors"}).status_code == 302
    topic = Thread.objects.get()
    seen = {who.name: signed_in(who).get(topic.get_absolute_url()).status_code for who in (mara, tomas, nia)}
    assert seen == {"Mara Vilks": 200, "Tomas Lind": 200, "Nia Berg": 404}
    assert not topic.is_announcement and opened(programme.space, mara).is_announcement


def test_the_network_takes_in_who_is_selected_and_lets_go_who_leaves(programme, group, mara, oto, nia, tomas) -> None:
    topic = opened(programme.space, mara)
    assert not topic.roles_of(oto)
    stories.application(programme, oto, Role.MENTEE, by=mara)
    assert topic.roles_of(oto) == {Role.MENTEE}  # selected, and without a place
    seat = Participation.objects.create(space=group.space, person=oto, role=Role.MENTEE)
    assert topic.roles_of(oto) == {Role.MENTEE}
    assert [row.person for row in topic.people()].count(oto) == 1
    seat.ends_at = timezone.now()
    seat.save()
    assert not topic.roles_of(oto)  # had a place, and left it: the selection does not bring them back
    assert oto not in [row.person for row in topic.people()]
    assert set(Thread.objects.visible_to(oto)) == set()


def test_files_come_in_checked_and_go_with_their_message(group, topic, nia, ela, mara, signed_in) -> None:
    url = reverse("conversations:reply", args=(topic.pk,))
    sent = {"key": uuid.uuid4(), "text": "Here it is."}
    bad = [SimpleUploadedFile("virus.exe", b"MZ" * 50)]
    answer = signed_in(nia).post(url, {**sent, "attached": bad})
    assert answer.status_code == 422 and "virus.exe" in answer.content.decode()
    four = [SimpleUploadedFile(f"{n}.pdf", pdf()) for n in range(4)]
    assert "at most three" in signed_in(nia).post(url, {**sent, "attached": four}).content.decode()
    lost = signed_in(nia).post(url, {"key": uuid.uuid4(), "attached": [SimpleUploadedFile("cv.pdf", pdf())]})
    assert "Choose your files again" in lost.content.decode()
    for _twice in range(2):
        two = [SimpleUploadedFile("My CV.pdf", pdf()), SimpleUploadedFile("me.jpg", picture("JPEG"))]
        assert signed_in(nia).post(url, {**sent, "attached": two}).status_code == 302
    message = Message.objects.get(text="Here it is.")
    assert [(file.name, file.media_type) for file in message.files.all()] == [
        ("My CV.pdf", "application/pdf"), ("me.jpg", "image/jpeg"),
    ]  # fmt: skip
    one = message.files.first()
    answer = signed_in(ela).get(reverse("conversations:file", args=(one.pk,)))
    assert answer["Content-Disposition"] == 'attachment; filename="my-cv.pdf"' and answer.status_code == 200
    assert b"".join(answer.streaming_content) == pdf()
    assert signed_in(mara).get(reverse("conversations:file", args=(one.pk,))).status_code == 404
    place = kept.place_of(one.path)
    assert place.is_file()
    with CaptureQueriesContext(connection), pytest.raises(NotNow):
        topics.take_back(message, by=nia, now=timezone.now() + timedelta(minutes=16))
    assert place.is_file()


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_leaves_no_file_and_no_word(group, topic, nia, signed_in) -> None:
    sent = {"key": uuid.uuid4(), "text": "Too much", "attached": [SimpleUploadedFile("cv.pdf", pdf())]}
    signed_in(nia).post(reverse("conversations:reply", args=(topic.pk,)), sent)
    message = Message.objects.get(text="Too much")
    place = kept.place_of(message.files.get().path)
    assert place.is_file()
    for _twice in range(2):
        answer = signed_in(nia).post(reverse("conversations:topic_take_back", args=(message.pk,)), follow=True)
    assert "taken back" in answer.content.decode() and "Too much" not in answer.content.decode()
    assert not MessageFile.objects.exists() and not place.exists()
    assert not SearchLine.objects.filter(message=message).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_again_with_other_files_brings_none(group, topic, nia, signed_in) -> None:
    """Back, and the form sent once more: also after the message was taken back."""
    browser, url = signed_in(nia), reverse("conversations:reply", args=(topic.pk,))
    sent = {"key": uuid.uuid4(), "text": "Look"}
    for files in ([], [SimpleUploadedFile("cv.pdf", pdf())]):
        assert browser.post(url, {**sent, "attached": files}).status_code == 302
    assert not MessageFile.objects.exists()
    sent["key"] = uuid.uuid4()
    browser.post(url, {**sent, "attached": [SimpleUploadedFile("cv.pdf", pdf())]})
    place = kept.place_of(MessageFile.objects.get().path)
    browser.post(reverse("conversations:topic_take_back", args=(sent["key"],)))
    assert browser.post(url, {**sent, "attached": [SimpleUploadedFile("cv.pdf", pdf())]}).status_code == 302
    assert not MessageFile.objects.exists() and not place.exists()


def test_in_a_closed_topic_one_still_hides_what_should_not_stand(topic, nia, ela, tomas, signed_in) -> None:
    message = said(topic, nia, "Somebody's secret")
    topics.close(topic, by=tomas)
    hide = reverse("conversations:topic_hide", args=(message.pk,))
    assert hide in signed_in(tomas).get(topic.get_absolute_url()).content.decode()
    assert signed_in(tomas).post(hide, {"reason": "Private."}).status_code == 302
    assert "secret" not in signed_in(ela).get(topic.get_absolute_url()).content.decode()
    with pytest.raises(NotNow):
        topics.take_back(topic.messages.get(number=1), by=tomas)


def test_the_mentor_hides_in_the_group_and_the_manager_in_the_network(
    group, programme, topic, mara, tomas, nia, ela, signed_in
) -> None:
    for thread, moderator, words in ((topic, tomas, "hidden by the mentor"),
                                     (opened(programme.space, tomas), mara, "hidden by a manager")):  # fmt: skip
        message = said(thread, nia, "Somebody's secret")
        url = reverse("conversations:topic_hide", args=(message.pk,))
        if thread is not topic:
            assert signed_in(tomas).get(url).status_code == 403  # in the network a mentor moderates nothing
        assert signed_in(ela).get(url).status_code == 403
        page = signed_in(moderator).get(url).content.decode()
        assert (f'href="{group.get_absolute_url()}"' in page) is (thread is topic)  # where one is
        answer = signed_in(moderator).post(url, {"reason": "Told in confidence."}, follow=True)
        assert "Somebody&#x27;s secret" in answer.content.decode()  # whoever hid it can still open it
        for reader in (nia, ela):
            page = signed_in(reader).get(thread.get_absolute_url()).content.decode()
            assert words in page and "Told in confidence." in page and "secret" not in page
        letter = nia.letters.get(about=f"thing conversations.message {message.pk} hidden")
        assert letter.state == "held" and "secret" not in letter.subject and "confidence" not in letter.subject


def test_who_opened_a_topic_and_who_moderates_closes_and_reopens_it(
    group, programme, mara, tomas, nia, ela, signed_in
) -> None:
    ours, everyones = opened(group.space, nia), opened(programme.space, nia)
    may = {ours: {tomas, nia}, everyones: {mara, nia}}
    for topic, allowed in may.items():
        url = reverse("conversations:settle", args=(topic.pk,))
        for person in (mara, tomas, nia, ela):
            due = 302 if person in allowed else 404 if topic is ours and person is mara else 403
            for be in ("closed", "closed", "open"):
                assert signed_in(person).post(url, {"be": be}).status_code == due
    assert Event.objects.filter(action="settle").count() == 2 * 2 * 2  # closing twice is closing once
    topics.close(ours, by=nia)
    page = signed_in(ela).get(ours.get_absolute_url()).content.decode()
    assert "This topic is closed" in page and "<textarea" not in page
    with pytest.raises(NotNow):
        said(ours, ela)


def test_in_a_group_that_has_ended_topics_are_read_only(group, topic, nia, signed_in) -> None:
    Group.objects.filter(pk=group.pk).update(state="ended")
    page = signed_in(nia).get(topic.get_absolute_url()).content.decode()
    assert "Its topics can only be read" in page and "<textarea" not in page and "Close the topic" not in page
    assert signed_in(nia).get(reverse("conversations:new", args=(group.space_id,))).status_code == 409
    answer = signed_in(nia).post(reverse("conversations:reply", args=(topic.pk,)), {"key": uuid.uuid4(), "text": "Hm"})
    assert answer.status_code == 422 and topic.messages.count() == 1


def test_long_topics_and_many_topics_cost_the_same(group, programme, topic, nia, tomas, mara, signed_in) -> None:
    browser = signed_in(nia)
    pages = [topic.get_absolute_url(), reverse("conversations:messages"),
             reverse("conversations:forum", args=(group.space_id,)), f"{reverse('conversations:search')}?q=book",
             group.get_absolute_url()]  # fmt: skip

    def queries() -> list[int]:
        counts = []
        for url in pages:
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert browser.get(url).status_code == 200
            counts.append(len(found))
        return counts

    queries()
    first = queries()
    for n in range(9):
        said(topic, tomas, f"Another book, {n}")
        opened(group.space, tomas, f"Books {n}")
    assert queries() == first


def test_a_topic_is_read_page_by_page(group, topic, tomas, nia, signed_in) -> None:
    now = timezone.now()
    for n in range(60):
        talking.say(topic, f"Number {n:03}", key=uuid.uuid4(), by=tomas, now=now + timedelta(minutes=n))
    page = signed_in(nia).get(topic.get_absolute_url())
    assert len(page.context["topic"].posts) == 50 and "Number 059" in page.content.decode()
    earlier = signed_in(nia).get(f"{topic.get_absolute_url()}?before={page.context['topic'].earlier}").content.decode()
    assert "Number 009" in earlier and "Number 010" not in earlier and "<textarea" not in earlier
    for wrong in ("x", "-1", "9" * 40, "%00"):
        assert signed_in(nia).get(f"{topic.get_absolute_url()}?before={wrong}").status_code == 200


def test_who_left_is_out_at_the_next_request(group, topic, nia, signed_in) -> None:
    browser, file = signed_in(nia), topic.messages.get()
    attached = MessageFile.objects.create(message=file, number=1, name="a", path="x", media_type="image/jpeg", size=1)
    assert browser.get(topic.get_absolute_url()).status_code == 200
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())
    for url in (topic.get_absolute_url(), reverse("conversations:forum", args=(group.space_id,)),
                reverse("conversations:file", args=(attached.pk,))):  # fmt: skip
        assert browser.get(url).status_code == 404
    assert browser.post(reverse("conversations:reply", args=(topic.pk,)), {"text": "x"}).status_code == 404
    assert "Books" not in browser.get(reverse("conversations:messages")).content.decode()
    assert "Books" not in browser.get(f"{reverse('conversations:search')}?q=books").content.decode().replace(
        'value="books"', "")  # fmt: skip

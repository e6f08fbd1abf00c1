"""Search finds what one may read, whatever letters it is typed with, and nothing that was taken back."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from conversations import search, talking, topics
from conversations.models import Message, SearchLine, Thread
from conversations.posts import beside
from policy.models import Participation
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db

HOSTILE = (
    '"', "'", '" OR 1=1 --', "*", "a*", "*a", "NEAR(a b)", "a NEAR/2 b", "AND", "NOT", "OR OR", "(", "words:book",
    "^book", "-book", "book\0shelf", "\\", "'; DROP TABLE people_user; --", ":*", "a & b | !c", "<->", "%", "_",
    "x" * 10_000, "book " * 2_000, "🙂", "\u202e", "ａｂｃ", "{a b}: c", "'book':*",
)  # fmt: skip


@pytest.fixture
def topic(group: Group, tomas) -> Thread:
    return topics.open_topic(group.space, "Lapės ir knygos", "Skaitykite Žemaitę.", key=uuid.uuid4(), by=tomas)


def said(topic: Thread, by, text: str) -> Message:
    return talking.say(topic, text, key=uuid.uuid4(), by=by)


def found(person, question: str) -> list[str]:
    return [row.text for row in search.find(person, search.asked_words(question))]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Ačiū, Žukaitė! Šįvakar ąžuolas.", ("ačiū", "aciu", "ŽUKAITĖ", "zukaite", "sivakar azuolas", "žukait")),
        ("Щъркелът и ѝ, йогурт", ("щъркелът", "ЩЪРКЕЛ", "йогурт", "иогурт")),
        ("Smørbrød på Ålesund, Łódź, Straße", ("smorbrod", "smørbrød", "alesund", "lodz", "strasse", "STRASSE")),
        ("naïve cafe\u0301, ﬁnance, Ⅳ", ("naive", "café", "finance", "iv")),
        ("CV-2026, e-mail: cv_final (v.2)", ("cv 2026", "2026", "e mail", "final", "v 2")),
    ],
)
def test_letters_are_found_with_and_without_their_signs(topic, nia, text, questions) -> None:
    said(topic, nia, text)
    assert {question: found(nia, question) for question in questions} == {question: [text] for question in questions}


def test_all_words_must_be_there_and_short_ones_whole(topic, nia) -> None:
    said(topic, nia, "A good book about work")
    assert found(nia, "book work") and found(nia, "abou") and found(nia, "a")
    assert not found(nia, "book rain") and not found(nia, "ab") and not found(nia, "ook")


def test_the_title_of_a_topic_leads_to_it(topic, nia) -> None:
    assert found(nia, "lapes knyg") == ["Skaitykite Žemaitę."]


@pytest.mark.parametrize("question", HOSTILE)
def test_whatever_is_typed_gets_an_answer(topic, nia, question, signed_in) -> None:
    said(topic, nia, "A book")
    found(nia, question)
    assert signed_in(nia).get(reverse("conversations:search"), {"q": question[:5_000]}).status_code == 200


def test_everyone_finds_what_is_theirs_to_read(group, programme, topic, mara, tomas, nia, ela, oto) -> None:
    network = topics.open_topic(programme.space, "News", "apple of all", key=uuid.uuid4(), by=mara)
    mentors = topics.open_topic(
        programme.space, "Us", "apple of mentors", key=uuid.uuid4(), by=tomas, audience="mentors"
    )
    said(topic, nia, "apple of the group")
    everywhere = {person.name: set(found(person, "apple")) for person in (mara, tomas, nia, oto)}
    assert (
        network
        and mentors
        and everywhere
        == {
            "Mara Vilks": {"apple of all", "apple of mentors"},
            "Tomas Lind": {"apple of all", "apple of mentors", "apple of the group"},
            "Nia Berg": {"apple of all", "apple of the group"},
            "Oto Falk": set(),
        }
    )
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())
    assert found(nia, "apple") == []
    Programme.objects.update(state="closed")
    assert found(tomas, "apple") == []


def test_what_is_gone_is_not_found_and_not_in_the_index(topic, nia, tomas) -> None:
    back, hidden = said(topic, nia, "blackberry"), said(topic, nia, "whortleberry")
    assert found(nia, "blackberry") and found(nia, "whortle")
    talking.take_back(back, by=nia)
    talking.hide(hidden, "Not here.", by=tomas)
    assert found(nia, "blackberry") == found(nia, "whortleberry") == found(tomas, "whortleberry") == []
    assert not SearchLine.objects.filter(message__in=(back, hidden)).exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM conversations_search_data")
            kept = b"".join(bytes(row[0]) for row in cursor.fetchall())
        assert b"blackberry" not in kept and b"whortleberry" not in kept and b"skaitykite" in kept


def test_an_index_that_is_missing_is_made_and_filled(topic, nia) -> None:
    one = said(topic, nia, "cloudberry")
    SearchLine.objects.filter(message=one).delete()
    assert found(nia, "cloudberry") == []
    search.build()
    search.build()
    assert found(nia, "cloudberry") == ["cloudberry"]
    assert SearchLine.objects.count() == Message.objects.count()


def test_a_message_that_is_erased_takes_its_words_along(topic, nia) -> None:
    said(topic, nia, "cranberry")
    topic.delete()
    search.tidy()
    assert not SearchLine.objects.exists() and found(nia, "cranberry") == []


def test_the_words_are_marked_in_a_part_around_them(topic, nia, signed_in) -> None:
    long = "word " * 60 + "a <b>Žemuogė</b> in June " + "word " * 60
    said(topic, nia, long)
    page = signed_in(nia).get(reverse("conversations:search"), {"q": "zemuog june"}).content.decode()
    assert "&lt;b&gt;<mark>Žemuogė</mark>&lt;/b&gt; in <mark>June</mark>" in page
    pieces = search.marked(long, ["zemuog"])
    assert pieces[0] == ("… ", False) and pieces[-1] == (" …", False) and sum(len(text) for text, _on in pieces) < 320
    assert search.marked("Žemuogė", ["zemuoge"]) == [("Žemuogė", True)]
    assert search.marked("", ["x"]) == []


def test_results_come_page_by_page_and_lead_to_their_place(group, topic, nia, tomas, signed_in) -> None:
    now = timezone.now()
    for n in range(70):
        talking.say(topic, f"plum {n:02}", key=uuid.uuid4(), by=tomas, now=now + timedelta(minutes=n))
    browser = signed_in(nia)
    first = browser.get(reverse("conversations:search"), {"q": "plum"})
    assert len(first.context["found"]) == 20 and "Page 1 of 4" in first.content.decode()
    last = browser.get(reverse("conversations:search"), {"q": "plum", "page": "4"})
    assert [row.text for row, _pieces, _url in last.context["found"]][-1] == "plum 00"
    oldest = Message.objects.get(text="plum 00")
    assert oldest.text in browser.get(beside(oldest)).content.decode()
    for wrong in ("0", "-1", "x", "9" * 20):
        assert browser.get(reverse("conversations:search"), {"q": "plum", "page": wrong}).status_code == 200


def test_people_sessions_and_documents_are_found_by_their_names(
    group, programme, mara, tomas, nia, oto, signed_in
) -> None:
    stories.meeting(group, by=tomas, topic="Pokalbis dėl darbo")
    stories.contract_in_force(group, by=mara)
    url = reverse("conversations:search")
    page = signed_in(nia).get(url, {"q": "zukaite"}).content.decode()
    assert "<mark>Žukaitė</mark>" in page
    assert "<mark>Pokalbis</mark> <mark>dėl</mark>" in signed_in(nia).get(url, {"q": "pokalbis del"}).content.decode()
    contract = signed_in(mara).get(url, {"q": "contract"}).context["documents"]
    assert len(contract) == 1 and "/d/" in contract[0].url
    for question in ("zukaite", "pokalbis", "contract"):
        page = signed_in(oto).get(url, {"q": question}).content.decode()
        assert "Nothing found for" in page and "<mark>" not in page
    assert "Nothing found" not in signed_in(oto).get(url).content.decode()


def test_the_chat_of_a_session_is_found_too(running, say, nia, signed_in) -> None:
    say(nia, "gooseberry")
    page = signed_in(nia).get(reverse("conversations:search"), {"q": "gooseberry"}).content.decode()
    assert f"/s/{running.pk}/chat/#m-" in page


def test_the_index_is_used(topic, nia) -> None:
    """Asked without it, every message would be read from its beginning to its end."""
    said(topic, nia, "elderberry")
    rows = search.find(nia, ["elderberry"])
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in rows.explain()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'conversations_search'")
            assert "gin" in cursor.fetchone()[0]
        assert "conversations_search" in rows.explain()

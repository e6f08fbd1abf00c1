"""The library: what comes in, what is refused with a sentence, what is put away, and what the next programme has."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents import files
from policy.machine import NotNow
from policy.models import Event
from policy.permissions import Action, may
from programmes import renewing
from programmes.models import Programme, Resource
from programmes.resources import library
from tests.documents import hostile

pytestmark = pytest.mark.django_db
LINK = "https://example.org/interviews"


def make(programme: Programme, by, title: str = "Ten questions", link: str = LINK, **more) -> Resource:
    return library.add(Resource(programme=programme, title=title, link=link, **more), None, by=by)


def address(name: str, *args) -> str:
    return reverse(f"programmes:{name}", args=args)


def typed(**more) -> dict:
    sent = {"title": "Ten questions", "link": LINK, "about": "", "topic": "interviews", "level": "first"}
    return {**sent, "language": "en", "minutes": "15", "licence": "by", "licence_words": "", **more}


def test_a_manager_adds_a_link_once_however_often_it_is_sent(programme, mara, signed_in):
    browser, sent = signed_in(mara), typed(once=uuid.uuid4())
    for _twice in range(2):
        assert browser.post(address("resource_new", programme.pk), sent).status_code == 302
    row = programme.resources.get()
    assert (row.link, row.host, row.state, row.minutes, row.by) == (LINK, "example.org", "library", 15, mara)
    page = browser.get(address("resources", programme.pk)).content.decode()
    assert "Ten questions" in page and "example.org" in page and "CC BY" in page and "about 15 minutes" in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"link": ""}, "Give a link, or choose a file."),
        ({"link": "ftp://example.org/x"}, "Give a link that begins with https:// or http://."),
        ({"link": "javascript:alert(1)"}, "Give a link that begins with https:// or http://."),
        ({"link": "https://me:secret@example.org/"}, "There is a name or a password in this link."),
        ({"link": "https://example.org/" + "x" * 500}, "This link is longer than 500 characters."),
        ({"link": "https://example.org/there"}, "This link is in the library already."),
        ({"link": "https://example.org/\x00"}, "Null characters are not allowed."),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "9999999999"}, "less than or equal to 600"),
        ({"licence": "other"}, "Write the name of the licence"),
        ({"topic": "cooking"}, "Select a valid choice."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_what_was_typed_stays(programme, mara, signed_in, more, sentence):
    make(programme, mara, link="https://example.org/there")
    answer = signed_in(mara).post(address("resource_new", programme.pk), typed(about="For those who fear it", **more))
    page = answer.content.decode()
    assert answer.status_code == 200 and sentence in page and "For those who fear it" in page
    assert programme.resources.count() == 1


def test_a_file_is_opened_first_and_given_out_as_a_download(programme, mara, oto, signed_in):
    browser, new = signed_in(mara), address("resource_new", programme.pk)
    page = browser.post(new, {**typed(link=""), "file": SimpleUploadedFile("x.pdf", b"no pdf")}).content.decode()
    assert "PDF, PNG or JPEG" in page and not programme.resources.exists()
    both = browser.post(new, {**typed(), "file": SimpleUploadedFile("x.png", hostile.picture("PNG"))}).content.decode()
    assert "Give a link or a file, not both." in both
    sent = {**typed(link=""), "file": SimpleUploadedFile("x.png", hostile.picture("PNG"))}
    assert browser.post(new, sent).status_code == 302
    row = programme.resources.get()
    got = browser.get(address("resource_file", row.pk))
    assert got["Content-Disposition"] == 'attachment; filename="ten-questions.jpg"' and not row.link
    assert b"".join(got.streaming_content).startswith(b"\xff\xd8")  # made anew as a JPEG
    assert signed_in(oto).get(address("resource_file", row.pk)).status_code == 404
    before = row.file
    other = {**typed(title="Eleven"), "file": SimpleUploadedFile("y.png", hostile.picture("PNG", (90, 90)))}
    assert browser.post(row.get_absolute_url(), other).status_code == 302
    row.refresh_from_db()
    assert row.title == "Eleven" and row.file != before and files.place_of(row.file).is_file()


def test_another_link_has_not_been_asked_yet(programme, mara, signed_in):
    row = make(programme, mara)
    Resource.objects.filter(pk=row.pk).update(silent_times=3, silent_on=date(2026, 11, 2))
    browser = signed_in(mara)
    shelf = f"{address('resources', programme.pk)}?shelf=silent"
    assert "did not answer on 2 November 2026" in browser.get(shelf).content.decode()
    browser.post(row.get_absolute_url(), typed(title="Same link"))
    assert programme.resources.get().silent_times == 3
    browser.post(row.get_absolute_url(), typed(link="https://example.org/other"))
    assert (programme.resources.get().silent_times, programme.resources.get().silent_on) == (0, None)


def test_the_archive_gives_back_what_it_was_given(programme, mara, tomas, signed_in):
    row = make(programme, mara)
    browser, go = signed_in(mara), address("resource_move", programme.pk, row.pk)
    assert browser.post(go, {"step": "adopt"}).status_code == 409  # it is there
    assert "is in the archive" in browser.post(go, {"step": "set-aside"}, follow=True).content.decode()
    assert "Ten questions" not in browser.get(address("resources", programme.pk)).content.decode()
    again = make(programme, mara, title="The same once more")
    assert browser.post(go, {"step": "bring-back"}).status_code == 409  # a link is there once
    library.step(again, Action.SET_ASIDE, by=mara)
    assert browser.post(go, {"step": "bring-back"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "library"
    assert Event.objects.filter(thing_id=row.pk).count() == 2
    with pytest.raises(PermissionDenied):
        library.step(row, Action.SET_ASIDE, by=tomas)


def test_the_database_keeps_a_link_or_a_file_and_each_link_once(programme, mara):
    make(programme, mara)
    for told in ({"link": LINK}, {"link": ""}, {"link": "https://example.org/2", "file": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Resource.objects.create(programme=programme, title="x", by=mara, **told)
    with pytest.raises(NotNow):
        make(programme, mara)


def test_one_looks_by_words_topic_level_and_language(programme, mara, signed_in, django_assert_num_queries):
    make(programme, mara, topic="interviews", level="first", language="lt", about="Before the day")
    make(programme, mara, title="Prices", link="https://example.org/prices", topic="money", level="depth")
    for asked, titles in (
        ({"q": "before questions"}, ["Ten questions"]),
        ({"topic": "money"}, ["Prices"]),
        ({"language": "lt", "level": "first"}, ["Ten questions"]),
        ({"topic": "no such topic", "page": "zq"}, ["Ten questions", "Prices"]),
        ({"q": "example.org", "topic": "cv"}, []),
    ):
        page = signed_in(mara).get(address("resources", programme.pk), asked).context["page"]
        assert [row.title for row in page] == titles, asked


def test_the_number_of_resources_costs_nothing(programme, mara, signed_in, django_assert_max_num_queries):
    browser, page = signed_in(mara), address("resources", programme.pk)

    def cost() -> int:
        with django_assert_max_num_queries(30) as found:
            assert browser.get(page).status_code == 200
        return len(found)

    make(programme, mara)
    with_one = cost()
    for n in range(9):
        make(programme, mara, title=f"Number {n}", link=f"{LINK}/{n}")
    assert cost() == with_one


def test_mentors_find_the_library_and_what_they_brought_and_lists_agree(group, mara, tomas, nia, oto):
    programme = group.programme
    there = make(programme, mara)
    brought = library.bring(programme, "Mine", "https://example.org/mine", pk=uuid.uuid4(), by=tomas)
    assert library.bring(programme, "Again", LINK, pk=uuid.uuid4(), by=tomas) == there
    assert library.bring(programme, "Twice", brought.link, pk=uuid.uuid4(), by=tomas) == brought
    put_away = make(programme, mara, title="Old", link="https://example.org/old")
    library.step(put_away, Action.SET_ASIDE, by=mara)
    expected = {mara: {there, brought, put_away}, tomas: {there, brought}, nia: set(), oto: set()}
    for person, rows in expected.items():
        listed = set(Resource.objects.visible_to(person))
        assert listed == rows == {row for row in Resource.objects.all() if may(person, Action.READ, row)}
    library.step(brought, Action.ADOPT, by=mara)
    assert brought.state == "library"


def test_the_next_programme_has_the_library_and_nothing_else_of_it(group, mara, tomas):
    earlier = group.programme
    row = make(earlier, mara, topic="interviews", about="Before the day", silent_times=2, silent_on=date(2026, 11, 2))
    library.bring(earlier, "Brought", "https://example.org/mine", pk=uuid.uuid4(), by=tomas)
    made, _new = renewing.create_next(earlier, pk=uuid.uuid4(), name="Next", starts_on=date(2027, 9, 1), by=mara)
    copied = made.resources.get()
    assert [getattr(copied, name) for name in library.TOLD] == [getattr(row, name) for name in library.TOLD]
    assert (copied.state, copied.silent_times, copied.by) == ("library", 0, mara)


def test_the_page_of_the_programme_says_what_is_there(group, mara, tomas, signed_in):
    library.bring(group.programme, "Brought", "https://example.org/mine", pk=uuid.uuid4(), by=tomas)
    make(group.programme, mara)
    page = signed_in(mara).get(group.programme.get_absolute_url()).content.decode()
    assert "1 resource to suggest; 1 brought by a mentor" in page

"""A mentor suggests; whom it is for sees it, and says whether it helped; nobody else learns of it."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Letter
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, may
from programmes.models import Group, Resource
from programmes.resources import library
from sessions import plan_in_words, planning, reminders, suggesting
from sessions.models import Suggestion
from tests import stories

pytestmark = pytest.mark.django_db
LINK = "https://example.org/interviews"
WHY = "It has the questions you were asked."


@pytest.fixture
def resource(group, mara) -> Resource:
    """A link in the library."""
    return library.add(Resource(programme=group.programme, title="Ten questions", link=LINK), None, by=mara)


def suggest(resource, group, by, whom=None, why=WHY) -> Suggestion:
    return suggesting.suggest(resource, group, whom or suggesting.For(), why, pk=uuid.uuid4(), by=by)


def address(name: str, *args) -> str:
    return reverse(f"sessions:{name}", args=args)


def test_the_mentor_chooses_from_the_library_and_the_mentee_finds_it(resource, group, tomas, nia, signed_in):
    browser = signed_in(tomas)
    assert "Ten questions" in browser.get(address("suggest", group.pk), {"q": "ten"}).content.decode()
    sent = {"once": uuid.uuid4(), "why": WHY, "whom": "all", "occasion": ""}
    for _twice in range(2):
        answer = browser.post(address("suggest_one", group.pk, resource.pk), sent)
        assert answer.status_code == 302
    row = Suggestion.objects.get()
    mentee = signed_in(nia)
    home = mentee.get(reverse("home")).content.decode()
    assert "Look at" in home and "Ten questions" in home and address("resources", group.pk) in home
    for page in (group.get_absolute_url(), address("resources", group.pk), row.get_absolute_url()):
        text = mentee.get(page).content.decode()
        assert WHY in text and f'href="{LINK}"' in text and 'rel="noopener noreferrer"' in text, page
    assert mentee.post(address("suggestion_done", row.pk), {"done": "1", "from": "room"}).status_code == 302
    assert "Ten questions" not in mentee.get(reverse("home")).content.decode()
    assert WHY not in mentee.get(group.get_absolute_url()).content.decode()
    mentee.post(address("suggestion_done", row.pk), {"done": "0", "from": "page"})
    assert WHY in mentee.get(group.get_absolute_url()).content.decode()


def test_whether_it_helped_is_read_by_the_mentor_alone(resource, group, mara, tomas, nia, ela, signed_in):
    row = suggest(resource, group, tomas)
    browser, page = signed_in(nia), row.get_absolute_url()
    assert "Choose one of the three." in browser.post(page, {"words": "Question 4."}).content.decode()
    for helped in ("no", "yes"):
        assert browser.post(page, {"helped": helped, "words": "Question 4."}).status_code == 302
    mine = row.answers.get()
    assert (mine.person, mine.helped, mine.is_done) == (nia, "yes", True)
    texts = {who: signed_in(who).get(address("resources", group.pk)) for who in (tomas, ela, mara)}
    assert "Question 4." in texts[tomas].content.decode()
    assert "Question 4." not in texts[ela].content.decode()
    assert texts[mara].status_code == 403


def test_what_is_for_one_mentee_is_not_known_to_the_other(resource, group, mara, tomas, nia, ela, oto, signed_in):
    row = suggest(resource, group, tomas, suggesting.For(nia))
    assert WHY in signed_in(nia).get(address("resources", group.pk)).content.decode()
    for page in (address("resources", group.pk), group.get_absolute_url(), reverse("home")):
        text = signed_in(ela).get(page).content.decode()
        assert WHY not in text and "Ten questions" not in text
    for who, status in ((nia, 200), (ela, 404), (mara, 404), (oto, 404), (tomas, 403)):
        assert signed_in(who).get(row.get_absolute_url()).status_code == status
    with pytest.raises(PermissionDenied):
        suggesting.tick(row, True, by=ela)


def test_lists_and_single_checks_agree(resource, group, mara, tomas, nia, ela, oto):
    left = stories.person("left@example.org", "Left Falk")
    Participation.objects.create(space=group.space, person=left, role="mentee", ends_at=timezone.now())
    to_all, to_nia = suggest(resource, group, tomas), suggest(resource, group, tomas, suggesting.For(nia))
    back = suggest(resource, group, tomas, suggesting.For(ela))
    suggesting.take_back(back, by=tomas)
    back.refresh_from_db()
    expected = {mara: set(), tomas: {to_all, to_nia}, nia: {to_all, to_nia}, ela: {to_all}, oto: set(), left: set()}
    for person, rows in expected.items():
        assert set(Suggestion.objects.visible_to(person)) == rows
        assert {row for row in (to_all, to_nia, back) if may(person, Action.STUDY, row)} == rows


def test_it_goes_with_a_session_or_a_homework_and_stands_there(resource, group, mara, tomas, nia, ela, signed_in):
    meeting = stories.meeting(group, by=tomas, homework=["Bring a CV", "Call one firm"])
    task = meeting.homework.first()
    page = address("suggest_one", group.pk, resource.pk)
    sent = {"why": WHY, "whom": str(nia.pk), "occasion": f"homework {task.pk}"}
    assert signed_in(tomas).post(page, sent).status_code == 302
    row = Suggestion.objects.get()
    assert (row.person, row.meeting, row.homework) == (nia, meeting, task)
    assert "for the homework “Bring a CV”" in signed_in(nia).get(address("resources", group.pk)).content.decode()
    seen = {who: signed_in(who).get(meeting.get_absolute_url()).content.decode() for who in (nia, ela, tomas, mara)}
    assert {who for who, text in seen.items() if WHY in text} == {nia, tomas}
    planning.plan(meeting, [], by=tomas)  # the homework goes, the suggestion stays with the session
    row.refresh_from_db()
    assert (row.homework, row.meeting) == (None, meeting)


def test_a_link_of_ones_own_goes_to_the_managers_too(group, mara, tomas, signed_in):
    browser, page = signed_in(tomas), address("suggest_link", group.pk)
    told = {"title": "A film", "link": "https://example.org/film", "why": WHY, "whom": "all", "occasion": ""}
    bad = browser.post(page, {**told, "link": "file:///etc/passwd"}).content.decode()
    assert "Give a link that begins with" in bad and WHY in bad
    for _again in range(2):
        assert browser.post(page, {**told, "once": "11111111-1111-4111-8111-111111111111"}).status_code == 302
    row = Suggestion.objects.get()
    assert row.resource.state == "offered"
    shelf = reverse("programmes:resources", args=(group.programme_id,))
    manager = signed_in(mara)
    text = manager.get(f"{shelf}?shelf=offered").content.decode()
    assert "A film" in text and WHY not in text
    assert "A film" not in manager.get(shelf).content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"why": ""}, "This field is required."),
        ({"why": "x" * 201}, "at most 200 characters"),
        ({"why": "a\x00b"}, "Null characters are not allowed."),
        ({"whom": "somebody"}, "Select a valid choice."),
        ({"occasion": "session 1"}, "Select a valid choice."),
        ({"once": "none"}, ""),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(resource, group, tomas, signed_in, more, sentence):
    sent = {"why": WHY, "whom": "all", "occasion": "", **more}
    answer = signed_in(tomas).post(address("suggest_one", group.pk, resource.pk), sent)
    assert answer.status_code == 200 and sentence in answer.content.decode() and not Suggestion.objects.exists()


def test_nobody_of_another_group_is_suggested_anything(resource, group, mara, tomas, signed_in):
    theirs = stories.person("piet@example.org", "Piet Falk")
    other = stories.programme(by=mara, name="Other")
    foreign = library.add(Resource(programme=other, title="Foreign", link=LINK), None, by=mara)
    browser, told = signed_in(tomas), {"why": WHY, "whom": str(theirs.pk), "occasion": ""}
    assert browser.post(address("suggest_one", group.pk, resource.pk), told).status_code == 200
    assert browser.post(address("suggest_one", group.pk, foreign.pk), {**told, "whom": "all"}).status_code == 404
    assert not Suggestion.objects.exists()


def test_the_same_stands_there_once_and_a_new_line_is_not_told_again(resource, group, tomas, nia):
    first = suggest(resource, group, tomas)
    again = suggest(resource, group, tomas, why="Read question 4 above all.")
    assert first == again and Suggestion.objects.get().why == "Read question 4 above all."
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(group=group, resource=resource, place=first.place, why="x", by=tomas)
    assert Letter.objects.filter(person=nia, state="held").count() == 1


def test_the_letter_of_the_day_says_it_once_and_not_when_it_was_taken_back(resource, group, mara, tomas, nia, ela):
    other = library.add(Resource(programme=group.programme, title="Two", link=f"{LINK}/2"), None, by=mara)
    first, second = suggest(resource, group, tomas), suggest(other, group, tomas, suggesting.For(nia))
    held = Letter.objects.filter(state="held", link__endswith=address("resources", group.pk)).order_by("person__name")
    assert [letter.person for letter in held] == [ela, nia]
    line = held[0]
    assert "Your mentor suggests something to look at" in line.subject
    assert not any(word in f"{line.subject} {line.body}" for word in (WHY, "Ten questions"))
    suggesting.take_back(first, by=tomas)
    assert [letter.person for letter in held.all()] == [nia]  # of what is for her alone
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())
    reminders.write(now=timezone.now().replace(hour=9))
    assert not held.all().exists() and not Letter.objects.filter(body__contains="suggests something").exists()
    assert second in Suggestion.objects.standing()


def test_what_is_taken_back_or_in_the_archive(resource, group, mara, tomas, nia, signed_in):
    row = suggest(resource, group, tomas)
    library.step(resource, Action.SET_ASIDE, by=mara)
    assert WHY in signed_in(nia).get(address("resources", group.pk)).content.decode()  # who has it keeps it
    with pytest.raises(NotNow):
        suggest(resource, group, tomas, suggesting.For(nia))
    for _twice in range(2):
        status = signed_in(tomas).post(address("suggestion_back", row.pk)).status_code
    assert status == 404  # the second time there is nothing to take back
    assert WHY not in signed_in(nia).get(address("resources", group.pk)).content.decode()


def test_a_group_that_has_ended_reads_and_changes_nothing(resource, group, tomas, nia, signed_in):
    row = suggest(resource, group, tomas)
    Group.objects.filter(pk=group.pk).update(state="ended")
    assert WHY in signed_in(nia).get(address("resources", group.pk)).content.decode()
    assert signed_in(nia).post(address("suggestion_done", row.pk), {"done": "1"}).status_code == 409
    page = address("suggest_one", group.pk, resource.pk)
    assert signed_in(tomas).post(page, {"why": "More", "whom": "all", "occasion": ""}).status_code == 409


def test_the_plan_names_what_is_for_all_and_without_it_says_what_it_said(resource, group, mara, tomas, nia):
    meeting = stories.meeting(group, by=tomas, homework=[f"Read {LINK} and https://example.org/more"])
    before = plan_in_words.whole(group)["around"]["resources"]
    assert before == f"{LINK} (session 1)\nhttps://example.org/more (session 1)"
    suggest(resource, group, tomas, suggesting.For(nia, meeting))
    assert plan_in_words.whole(group)["around"]["resources"] == before
    suggest(resource, group, tomas, suggesting.For(meeting=meeting))
    said = plan_in_words.whole(group)["around"]["resources"]
    assert said == f"Ten questions: {LINK} (session 1)\nhttps://example.org/more (session 1)"
    assert WHY not in str(plan_in_words.whole(group))


def test_the_number_of_suggestions_costs_nothing(group, mara, tomas, nia, signed_in, django_assert_max_num_queries):
    meeting = stories.meeting(group, by=tomas, homework=["Bring a CV"])
    pages = [address("resources", group.pk), group.get_absolute_url(), meeting.get_absolute_url(), reverse("home")]

    def more(n: int) -> None:
        told = {"programme": group.programme, "title": f"No. {n}", "link": f"{LINK}/{n}"}
        row = library.add(Resource(**told), None, by=mara)
        made = suggest(row, group, tomas, suggesting.For(meeting=meeting, homework=meeting.homework.get()))
        suggesting.say(made, "yes", "Good", by=nia)
        suggesting.tick(made, False, by=nia)

    def costs(who) -> list[int]:
        browser, found = signed_in(who), []
        for page in pages:
            with django_assert_max_num_queries(60) as asked:
                browser.get(page)
            found.append(len(asked))
        return found

    for n in range(2):
        more(n)
    before = [costs(nia), costs(tomas)]
    for n in range(2, 10):
        more(n)
    assert [costs(nia), costs(tomas)] == before

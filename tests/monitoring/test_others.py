"""Feedback from people outside: asked by a mentee, answered once by a personal link, read by the mentee alone (R47)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from documents.models import Version
from monitoring.models import FeedbackLink, FeedbackRound
from monitoring.others import asking, forgetting, links, results, sharing
from people.models import Letter
from policy.machine import NotNow
from policy.models import Event
from programmes.models import Group
from sessions.models import Goal
from tests.monitoring.outside import reply, token_of

pytestmark = pytest.mark.django_db
KEYS = ["one", "two", "three"]
PEER, SUPERIOR, CUSTOMER = "peer", "superior", "customer"


def begun(group: Group, who, names: str = "together", **more) -> FeedbackRound:
    """A round of three statements in which the mentee gives themselves a three."""
    told = {"statements": [{"key": key, "text": f"Statement {key}"} for key in KEYS], "names": names, **more}
    row = asking.begin(group, told, by=who, pk=uuid4())
    asking.rate_oneself(row, dict.fromkeys(KEYS, "3"), by=who)
    return row


def ask(row: FeedbackRound, name: str, relation: str = PEER) -> FeedbackLink:
    """One more person is asked."""
    told = {"name": name, "email": f"{name.lower().replace(' ', '.')}@example.net", "relation": relation}
    return asking.invite(row, told, by=row.person, pk=uuid4())


def answered(row: FeedbackRound, name: str, relation: str = PEER, rated: str = "4", **more) -> FeedbackLink:
    """One more person is asked and answers, each statement alike unless told otherwise."""
    link = ask(row, name, relation)
    said = {"rated": dict.fromkeys(KEYS, rated) | more.pop("each", {}), "keep": "", "change": "", **more}
    assert links.answer(link, said, once=None)
    return link


def read(row: FeedbackRound):
    """What the mentee reads now."""
    return results.of(row, list(row.links.all()))


def address(link: FeedbackLink) -> str:
    """Where the letter leads."""
    return reverse("monitoring:others_answer", args=(token_of(link),))


def test_a_mentee_asks_somebody_who_answers_and_the_mentee_reads_it(group, nia, signed_in, client, run_jobs):
    browser = signed_in(nia)
    assert reverse("monitoring:others", args=(group.pk,)) in browser.get(group.get_absolute_url()).content.decode()
    told = {"once": uuid4(), "seen": ["agreed", "listens"], "own": ["own-speak"], "names": "named"}
    page = reverse("monitoring:others_new", args=(group.pk,))
    assert browser.post(page, {**told, "own": []}).status_code == 422  # two statements are too few
    made = [browser.post(page, told) for _twice in range(2)]
    row = FeedbackRound.objects.get()
    assert [answer.url for answer in made] == [reverse("monitoring:others_own", args=(row.pk,))] * 2
    assert [one["key"] for one in row.statements] == ["agreed", "listens", "own-speak"]
    keys = [one["key"] for one in row.statements]
    assert browser.post(made[0].url, {"rated-agreed": "2"}).status_code == 422
    assert browser.post(made[0].url, {f"rated-{key}": "2" for key in keys}).status_code == 302
    person = {"once": uuid4(), "name": "Rasa  Petraitytė", "email": "rasa@example.net", "relation": SUPERIOR}
    for _twice in range(2):
        assert browser.post(row.get_absolute_url(), person).status_code == 302
    link = row.links.get()
    place = address(link)
    run_jobs()
    (letter,) = [one for one in mail.outbox if one.to == ["rasa@example.net"]]
    assert letter.subject == "Nia Berg asks for your feedback" and place in letter.body and "voluntary" in letter.body
    kept = Letter.objects.get(about=f"feedback {link.pk}")
    assert (kept.address, kept.body, kept.state) == ("", "", "sent")

    form = client.get(place)
    assert form.status_code == 200 and "Nia Berg reads your answer with your name" in form.content.decode()
    assert (form["Referrer-Policy"], form["X-Robots-Tag"]) == ("strict-origin", "noindex, nofollow")
    half = client.post(place, {"rated-agreed": "5", "keep": "Ask early <3", "change": ""})
    assert half.status_code == 422 and escape("Ask early <3") in half.content.decode()
    said = reply(keys, "5", keep="Ask early <3", once=uuid4())
    said["rated-listens"] = "no"
    sent = [client.post(place, said) for _twice in range(2)]
    assert [answer.url for answer in sent] == [reverse("monitoring:others_thanks")] * 2
    link.refresh_from_db()
    assert link.answered_at and link.email == "" and link.answers["rated"]["listens"] == "no"
    text = browser.get(row.get_absolute_url()).content.decode()
    assert escape("Ask early <3") in text and "others: 5.0" in text and "others: too few answers" in text
    assert "Rasa Petraitytė" in text and text.count("<svg") == 1


def test_links_that_are_used_taken_back_ended_or_never_were_open_one_same_page(group, nia, client) -> None:
    row = begun(group, nia)
    used, back, over, gone = (ask(row, name) for name in ("Used", "Back", "Over", "Gone"))
    places = [address(link) for link in (used, back, over, gone)]
    assert [client.get(place).status_code for place in places] == [200] * 4
    assert client.post(places[0], {"decline": "1"}).url == reverse("monitoring:others_thanks")
    asking.take_back(back, by=nia)
    FeedbackLink.objects.filter(pk=over.pk).update(until=timezone.now())
    Group.objects.filter(pk=group.pk).update(state="ended")
    asked = [*places, reverse("monitoring:others_answer", args=("never-was-one",))]
    answers = [client.get(place) for place in asked] + [client.post(place, reply(KEYS)) for place in asked]
    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.content, str(sorted(answer.headers.items()))) for answer in answers}) == 1
    assert not FeedbackLink.objects.exclude(answered_at=None).exists()


def test_opening_a_link_changes_nothing_and_it_ends_when_the_mentee_leaves(group, nia, client) -> None:
    row = begun(group, nia)
    link = ask(row, "Rasa")
    before = FeedbackLink.objects.values().get()
    assert client.get(address(link)).status_code == 200 and FeedbackLink.objects.values().get() == before
    group.space.participations.filter(person=nia).update(ends_at=timezone.now())
    assert client.get(address(link)).status_code == 404


def test_nobody_but_the_mentee_finds_a_trace_of_it(group, mara, tomas, nia, ela, signed_in) -> None:
    deeds = Event.objects.count()
    row = begun(group, nia, "named")
    answered(row, "Rasa", keep="zzsecret")
    assert Event.objects.count() == deeds
    for who in (mara, tomas, ela):
        browser = signed_in(who)
        assert browser.get(row.get_absolute_url()).status_code == 404
        for page in (reverse("home"), group.get_absolute_url(), group.programme.get_absolute_url()):
            assert "zzsecret" not in browser.get(page).content.decode()
    assert signed_in(tomas).get(reverse("monitoring:others", args=(group.pk,))).status_code == 403


def test_together_means_fives_of_people_and_no_group_of_fewer(group, nia) -> None:
    row = begun(group, nia)
    for n in range(4):
        answered(row, f"Peer {n}", rated="4", keep=f"Word {9 - n}")
    assert (read(row).people, read(row).keep, read(row).lines[0].others) == (0, (), None)
    answered(row, "Boss", SUPERIOR, rated="2", keep="Boss word", each={"two": "no"})
    found = read(row)
    assert found.people == 5 and found.relations == ()  # peers are four: nobody apart
    assert (found.lines[0].others.value, found.lines[0].others.people) == (3.6, 5)
    assert found.lines[1].others is None  # one of the five cannot say
    assert [(one.who, one.text) for one in found.keep] == [
        ("", "Boss word"), ("", "Word 6"), ("", "Word 7"), ("", "Word 8"), ("", "Word 9"),
    ]  # fmt: skip
    for n in range(4):
        answered(row, f"Client {n}", CUSTOMER, rated="1", keep="Later")
        again = read(row)
        assert (again.people, again.keep, again.lines[0]) == (5, found.keep, found.lines[0])
    answered(row, "Peer 4", rated="5")
    assert read(row).people == 10 and read(row).relations == ("peer",)
    assert str(read(row).lines[0].parts[0]) == "4.2"  # five peers; the others are five as well


def test_a_relation_of_one_does_not_show_by_its_name_that_this_one_has_answered(group, nia) -> None:
    row = begun(group, nia)
    for n in range(5):
        answered(row, f"Peer {n}")
    before = read(row)
    answered(row, "Boss", SUPERIOR, rated="1")
    assert read(row) == before and before.relations == ()


def test_taking_back_makes_no_room_for_a_third_five(group, nia) -> None:
    row = begun(group, nia)
    for n in range(asking.EVER):
        asking.take_back(answered(row, f"Person {n}"), by=nia)
    with pytest.raises(NotNow, match="Begin another one"):
        ask(row, "One more")
    assert read(row).people == 10


def test_together_the_page_tells_not_who_has_answered_declined_or_was_taken_back(group, nia, signed_in) -> None:
    row = begun(group, nia)
    asta, benas, cira = (ask(row, name) for name in ("Asta", "Benas", "Cira"))
    FeedbackLink.objects.update(created_at=timezone.now() - timedelta(days=4), until=timezone.now() + timedelta(days=9))
    browser = signed_in(nia)
    links.answer(asta, {"rated": {}, "keep": "", "change": ""}, once=None)
    links.decline(benas)
    people = results_of_people(browser, row)
    assert len({(one.words, one.tone, one.can_be_reminded, one.can_be_taken_back) for one in people}) == 1
    before = Letter.objects.count()
    said = {browser.post(reverse("monitoring:others_remind", args=(link.pk,))).url for link in (asta, benas, cira)}
    assert said == {row.get_absolute_url()} and Letter.objects.count() == before + 1
    assert browser.post(reverse("monitoring:others_take_back", args=(asta.pk,))).status_code == 302
    assert {one.link.name for one in results_of_people(browser, row)} == {"Benas", "Cira"}
    assert row.links.exclude(answered_at=None).count() == 1  # the answer stays
    with pytest.raises(NotNow):  # and whoever has declined is not asked again
        ask(row, "Benas")


def results_of_people(browser, row: FeedbackRound):
    """Who is asked, as the page tells it."""
    return browser.get(row.get_absolute_url()).context["people"]


def test_a_reminder_goes_out_once_after_three_days_with_a_link_of_its_own(group, nia, client) -> None:
    row = begun(group, nia, "named")
    link = ask(row, "Rasa")
    first = address(link)
    with pytest.raises(NotNow, match="three days"):
        asking.remind(link, by=nia)
    FeedbackLink.objects.update(created_at=timezone.now() - timedelta(days=3))
    link.refresh_from_db()
    asking.remind(link, by=nia)
    link.refresh_from_db()
    again = address(link)
    assert again != first and [client.get(place).status_code for place in (first, again)] == [200, 200]
    with pytest.raises(NotNow, match="One is enough"):
        asking.remind(link, by=nia)
    answer = client.post(
        first, reply(KEYS, once=uuid4())
    )  # the form was open before the reminder came: nothing is lost
    assert answer.url == reverse("monitoring:others_thanks")
    assert [client.get(place).status_code for place in (first, again)] == [404, 404]


def test_invitations_are_bounded_and_say_what_to_do(group, nia, signed_in) -> None:
    row, browser = begun(group, nia), signed_in(nia)
    told = {"once": uuid4(), "name": "Rasa", "email": "rasa@example.net", "relation": PEER}
    for more, words in (
        ({"name": "Win at https://example.net"}, "only the name"),
        ({"name": "Win at example.net"}, "only the name"),
        ({"email": nia.email.upper()}, "your own address"),
        ({"email": "rasa"}, "valid email"),
    ):
        answer = browser.post(row.get_absolute_url(), {**told, **more})
        assert answer.status_code == 422 and words in answer.content.decode()
    for n in range(asking.PEOPLE):
        ask(row, f"Person {n}")
    answer = browser.post(row.get_absolute_url(), told)
    assert answer.status_code == 422 and "12 people in this round" in answer.content.decode()
    second = begun(group, nia)
    for n in range(asking.A_DAY - asking.PEOPLE):
        ask(second, f"Person {n}")
    with pytest.raises(NotNow, match="tomorrow"):
        ask(second, "One more")
    with pytest.raises(NotNow, match="stays as it is"):
        asking.rate_oneself(second, {}, by=nia)
    for _n in range(asking.ROUNDS - 2):
        begun(group, nia)
    with pytest.raises(NotNow, match="6 rounds"):
        begun(group, nia)


def test_addresses_and_names_are_forgotten(group, nia) -> None:
    named, together = begun(group, nia, "named"), begun(group, nia)
    came, waits = answered(named, "Asta"), ask(named, "Benas")
    hidden = answered(together, "Cira")
    long_ago = timezone.now() - timedelta(days=31)
    FeedbackLink.objects.filter(answered_at__isnull=False).update(answered_at=long_ago)
    forgetting.forget()
    kept = dict(FeedbackLink.objects.values_list("pk", "name"))
    assert (kept[came.pk], kept[waits.pk], kept[hidden.pk]) == ("", "Benas", "Cira")  # together it would tell
    FeedbackLink.objects.update(until=timezone.now())
    forgetting.forget()
    waits.refresh_from_db()
    assert (waits.name, waits.email) == ("Benas", "")
    assert not Letter.objects.filter(about__startswith=f"feedback {waits.pk}").exists()
    Group.objects.filter(pk=group.pk).update(state="ended")
    forgetting.forget()
    assert set(FeedbackLink.objects.values_list("name", "email", "mark")) == {("", "", "")}


def test_the_mentor_reads_a_copy_that_the_mentee_gives_and_managers_do_not(group, mara, tomas, nia, signed_in) -> None:
    row, browser = begun(group, nia), signed_in(nia)
    give = reverse("monitoring:others_copy", args=(row.pk,))
    assert browser.post(give).status_code == 409 and not Version.objects.filter(document__occasion=row.pk).exists()
    for n in range(5):
        answered(row, f"Secretname {n}", keep=f"Keep {n}")
    for _twice in range(2):
        assert browser.post(give).status_code == 302
    version = sharing.given(row)
    assert version.number == 1 and version.document.versions.count() == 1
    statuses = {who: signed_in(who).get(version.get_absolute_url()) for who in (tomas, nia, mara)}
    assert [answer.status_code for answer in statuses.values()] == [200, 200, 404]
    text = statuses[tomas].content.decode()
    assert "Keep 3" in text and "4.0 (5)" in text and "Secretname" not in text
    assert browser.get(reverse("documents:write", args=(version.pk,))).status_code == 302  # nobody rewrites it


def test_a_goal_is_chosen_from_the_own_ones(working_group, nia, ela, signed_in) -> None:
    page = reverse("monitoring:others_new", args=(working_group.pk,))
    sheet = Version.objects.first().document
    told = {"space": working_group.space, "document": sheet, "position": 1}
    mine, theirs = (Goal.objects.create(person=who, text=f"Goal of {who.name}", **told) for who in (nia, ela))
    form = {"seen": ["agreed", "listens", "asks"], "names": "named"}
    browser = signed_in(nia)
    assert browser.post(page, {**form, "once": uuid4(), "goal": theirs.pk}).status_code == 422
    assert browser.post(page, {**form, "once": uuid4(), "goal": mine.pk}).status_code == 302
    assert FeedbackRound.objects.get().goal == mine


def test_a_round_asks_the_database_as_often_for_one_as_for_many(
    group, nia, signed_in, django_assert_max_num_queries
) -> None:
    row, browser = begun(group, nia, "named"), signed_in(nia)
    answered(row, "Asta")
    browser.get(row.get_absolute_url())
    with django_assert_max_num_queries(16) as few:
        browser.get(row.get_absolute_url())
    for n in range(8):
        answered(row, f"Person {n}", (PEER, SUPERIOR, CUSTOMER)[n % 3])
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(row.get_absolute_url())

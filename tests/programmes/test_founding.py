"""Setting a programme up and changing it; who reads diaries is narrowed at once and never widened afterwards."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents import pipeline
from documents.models import Version
from people.models import User
from policy.machine import NotNow
from policy.permissions import Role
from programmes import founding
from programmes.models import Programme
from tests import stories
from tests.races import meanwhile

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
SAID = {
    "once": ONCE,
    "name": "Step into work",
    "purpose": "A next step.",
    "starts_on": "2026-09-01",
    "ends_on": "2027-06-30",
    "languages": ["en", "lt"],
    "language": "en",
    "time_zone": "Europe/Vilnius",
    "mode": "blended",
    "is_individual": "False",
    "group_at_most": "6",
    "diary_readers": "managers",
}


def readers(version: Version, *people: User) -> set[str]:
    return {person.name for person in people if Version.objects.visible_to(person).filter(pk=version.pk).exists()}


def settle(programme: Programme, readers: str, by: User) -> None:
    row = Programme.objects.get(pk=programme.pk)
    before, row.diary_readers = row.diary_readers, readers
    founding.change(row, by=by, readers_before=before)


# who


def test_whoever_sets_a_programme_up_is_its_first_manager(mara):
    programme = stories.programme(by=mara)
    assert [(row.person, row.role) for row in programme.space.people()] == [(mara, Role.MANAGER)]
    assert programme.state == "draft"


def test_only_managers_of_the_house_set_one_up(mara, programme, tomas, oto, signed_in):
    for somebody in (tomas, oto):
        with pytest.raises(PermissionDenied):
            stories.programme(by=somebody)
        assert signed_in(somebody).get(reverse("programmes:new")).status_code == 403
    jan = stories.person("jan@example.org", "Jan Novak")
    programme.space.participations.create(person=jan, role=Role.MANAGER)
    with pytest.raises(PermissionDenied):
        stories.programme(by=jan)
    assert Programme.objects.count() == 1


def test_nobody_else_changes_the_settings(group, programme, tomas, nia, oto, signed_in):
    address = reverse("programmes:settings", args=(programme.pk,))
    assert [signed_in(person).get(address).status_code for person in (tomas, nia, oto)] == [403, 403, 404]
    with pytest.raises(PermissionDenied):
        founding.change(programme, by=tomas, readers_before="managers")


# once


def test_a_programme_sent_twice_is_one(mara, signed_in):
    manager = signed_in(mara)
    answers = [manager.post(reverse("programmes:new"), SAID) for _twice in range(2)]
    programme = Programme.objects.get()
    assert [answer.url for answer in answers] == [reverse("programmes:setup", args=(programme.pk,))] * 2
    assert str(programme.pk) == ONCE
    assert programme.space.people()[0].person == mara


@pytest.mark.django_db(transaction=True)
def test_a_programme_sent_twice_at_the_same_moment_is_one(mara):
    def create() -> Programme:
        told = {"name": "Work", "starts_on": date(2026, 9, 1), "ends_on": date(2027, 6, 30)}
        return founding.create(Programme(pk=ONCE, **told), by=mara)

    first, second = meanwhile(create, create)
    assert str(first.pk) == str(second.pk) == ONCE
    assert Programme.objects.get().space.people()[0].person == mara
    assert mara.participations.filter(space__kind="programme").count() == 1


# the form


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 320}, "Ensure this value has at most 120 characters (it has 320)."),
        ({"ends_on": "2026-09-01"}, "The programme must end after it starts."),
        ({"ends_on": "2026-02-31"}, "Enter a valid date."),
        ({"group_at_most": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"group_at_most": "31"}, "Ensure this value is less than or equal to 30."),
        ({"time_zone": "Vilnius"}, "Select a valid choice."),
        ({"languages": ["tlh"]}, "Select a valid choice."),
        ({"languages": []}, "This field is required."),
        ({"diary_readers": "everyone"}, "Select a valid choice."),
        ({"is_individual": "perhaps"}, "Select a valid choice."),
        ({"once": "yes"}, "Enter a valid UUID."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_what_was_typed_stays(mara, signed_in, more, sentence):
    answer = signed_in(mara).post(reverse("programmes:new"), {**SAID, **more})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page and 'value="A next step."' in page
    assert not Programme.objects.exists()


def test_settings_are_shown_as_they_are_and_changed(programme, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:settings", args=(programme.pk,))
    page = manager.get(address).content.decode()
    assert 'value="Step into work 2026"' in page and 'value="2026-09-01"' in page and 'name="once"' not in page
    told = {**SAID, "name": "Next steps", "state": "closed", "space": "", "is_demo": "on"}
    assert manager.post(address, told).url == reverse("programmes:setup", args=(programme.pk,))
    programme.refresh_from_db()
    assert (programme.name, programme.state, programme.is_demo) == ("Next steps", "draft", False)


def test_the_form_of_mentoring_stays_once_there_are_groups(group, programme, mara, signed_in):
    address = reverse("programmes:settings", args=(programme.pk,))
    signed_in(mara).post(address, {**SAID, "name": "Changed", "is_individual": "True"})
    programme.refresh_from_db()
    assert (programme.name, programme.is_individual) == ("Changed", False)


# who reads diaries


@pytest.fixture
def diary(working_group, tomas, nia) -> Version:
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    pipeline.publish(version, by=tomas)
    return version


def test_narrowing_takes_effect_at_once(diary, programme, mara, tomas, nia, ela, signed_in):
    assert readers(diary, mara, tomas, nia, ela) == {"Mara Vilks", "Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    settle(programme, "group", mara)
    assert readers(diary, mara, tomas, nia, ela) == {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    assert signed_in(mara).get(diary.get_absolute_url()).status_code == 404


def test_widening_is_refused_once_there_are_groups(diary, programme, mara, signed_in):
    settle(programme, "group", mara)
    with pytest.raises(NotNow, match="A new contract, signed by all, is needed"):
        settle(programme, "managers", mara)
    answer = signed_in(mara).post(reverse("programmes:settings", args=(programme.pk,)), {**SAID, "name": "Sly"})
    assert answer.status_code == 409
    programme.refresh_from_db()
    assert (programme.diary_readers, programme.name) == ("group", "Step into work 2026")
    assert readers(diary, mara) == set()


def test_without_groups_it_is_changed_freely(programme, mara):
    for choice in ("group", "managers", "group"):
        settle(programme, choice, mara)
        assert Programme.objects.get().diary_readers == choice

"""A programme begins at a ready-made point, and a list says what is left before the selection opens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from programmes import setting_up
from programmes.models import Programme
from programmes.starting_points import STARTING_POINTS
from tests import stories
from tests.programmes.test_arriving import come

pytestmark = pytest.mark.django_db
ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def statuses(programme: Programme) -> list[str]:
    return [task.status for task in setting_up.tasks_of(programme)]


@pytest.mark.parametrize("point", STARTING_POINTS, ids=lambda point: point.slug)
def test_a_name_and_a_first_day_are_enough(point, mara, signed_in):
    manager, start = signed_in(mara), stories.today() + timedelta(days=30)
    address = f"{reverse('programmes:new')}?from={point.slug}"
    assert str(point.title) in manager.get(reverse("programmes:new")).content.decode()
    told = {"name": "Step into work", "starts_on": start.isoformat(), "once": ONCE}
    answers = [manager.post(address, told).url for _twice in range(2)]
    programme = Programme.objects.get()
    assert answers == [reverse("programmes:setup", args=(programme.pk,))] * 2
    assert (programme.ends_on, programme.is_individual) == (point.ends_on(start), point.is_individual)
    assert statuses(programme) == ["done"] * 6 + ["to do", "later"], "good defaults settle six of eight"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": ""}, "Give the programme a name."),
        ({"starts_on": "soon"}, "Enter a valid date."),
        ({"starts_on": "0204-01-01"}, "This is more than five years away. Look at the year."),
        ({"ends_on": "2020-01-01"}, "The programme must end after it starts, and within five years."),
    ],
)
def test_what_cannot_be_gets_a_sentence(mara, signed_in, more, sentence):
    told = {"name": "Kept words", "starts_on": stories.today().isoformat(), **more}
    answer = signed_in(mara).post(f"{reverse('programmes:new')}?from=groups", told)
    assert sentence in answer.content.decode() and not Programme.objects.exists()


def test_an_earlier_programme_can_be_started_from(programme, mara, signed_in):
    page = signed_in(mara).get(reverse("programmes:new")).content.decode()
    assert reverse("monitoring:next", args=(programme.pk,)) in page and "?from=empty" in page


def test_the_list_leads_to_the_first_open_task_and_then_opens_the_selection(programme, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:setup", args=(programme.pk,))
    assert address in manager.get(programme.get_absolute_url()).content.decode()
    page = manager.get(address).content.decode()
    assert "Continue: People" in page and "Cannot start yet" in page and "Open the selection" not in page
    come(programme, "list", by=mara)
    assert "Continue: Invitations" in manager.get(address).content.decode()
    manager.post(reverse("programmes:invitations", args=(programme.pk,)), {"which": "first"})
    page = manager.get(address).content.decode()
    assert "0 of 2 have accepted" in page and "1 mentee, 1 mentor" in page and "Open the selection" in page
    assert statuses(programme) == ["done"] * 8


def test_the_list_costs_the_same_for_one_person_and_for_many(programme, mara, django_assert_num_queries):
    come(programme, "apply", by=mara, lines="Ina, ina@example.org, mentee")
    with django_assert_num_queries(5):
        setting_up.tasks_of(programme)
    come(programme, "apply", by=mara, lines="\n".join(f"P {n}, p{n}@example.org, mentee" for n in range(20)))
    with django_assert_num_queries(5):
        setting_up.tasks_of(programme)

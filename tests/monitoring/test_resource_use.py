"""Managers read numbers of a resource: how often suggested; what mentees say of it from five people on."""

import uuid

import pytest

from policy.models import Participation
from programmes.models import Resource
from programmes.resources import library, use
from programmes.resources.use import Use
from sessions import suggesting
from tests import stories

pytestmark = pytest.mark.django_db


def test_what_mentees_say_is_shown_from_five_people_on(programme, mara, tomas, signed_in):
    people = [stories.person(f"p{n}@example.org", f"Person {n}") for n in range(6)]
    group = stories.group(programme, mentor=tomas, mentees=people[:5], by=mara)
    Participation.objects.create(space=group.space, person=people[5], role="mentee")
    row = library.add(Resource(programme=programme, title="One", link="https://example.org/1"), None, by=mara)
    assert use.of([row]) == {row.pk: Use()}
    made = suggesting.suggest(row, group, suggesting.For(), "Why", pk=uuid.uuid4(), by=tomas)
    said = []
    for n, person in enumerate(people):
        suggesting.say(made, "yes" if n < 5 else "no", "", by=person)
        said.append(use.of([row])[row.pk])
    assert said[3] == Use(suggested=1)
    assert said[4] == Use(suggested=1, done=5, answered=5, helped=5)
    assert said[5] == Use(suggested=1, done=6, answered=6)  # one said no: the parts stay hidden
    page = signed_in(mara).get(row.get_absolute_url()).content.decode()
    assert "Suggested once." in page and "6 people said whether it helped." in page and "Person" not in page

"""The next programme has the settings and texts of the one before, later days, and nobody in it."""

from datetime import date
from uuid import uuid4

import pytest

from documents import wordings
from programmes import renewing
from programmes.document_kinds.contract import CONTRACT
from programmes.models import Programme

pytestmark = pytest.mark.django_db


def after(earlier: Programme, by, starts_on: date = date(2027, 9, 1)) -> Programme:
    told = {"pk": uuid4(), "name": "Step into work 2027", "starts_on": starts_on}
    return renewing.create_next(earlier, **told, by=by)[0]


def test_it_has_the_same_settings_and_begins_as_a_draft(group, mara):
    earlier = group.programme
    Programme.objects.filter(pk=earlier.pk).update(diary_readers="group", group_at_most=4, is_demo=True)
    earlier.refresh_from_db()
    made = after(earlier, mara)
    made.refresh_from_db()
    assert {name: getattr(made, name) for name in renewing.KEPT} == {
        name: getattr(earlier, name) for name in renewing.KEPT
    }
    assert (made.state, made.diary_readers, made.group_at_most, made.is_demo) == ("draft", "group", 4, False)
    assert [row.person for row in made.space.people()] == [mara] and not made.groups.exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2027, 9, 1), date(2028, 6, 30)),  # over a leap day: still the end of June
        (date(2027, 2, 1), date(2027, 11, 30)),
        (date(2027, 9, 15), date(2028, 7, 13)),  # the same number of days
    ],
)
def test_its_dates_are_shifted_together(programme, mara, starts_on, ends_on):
    assert after(programme, mara, starts_on).ends_on == ends_on


def test_it_has_the_texts_that_the_earlier_one_had_made_its_own(programme, mara):
    texts = {slug: list(rows) for slug, rows in wordings.in_use(CONTRACT, programme.space).items()}
    slug = next(iter(texts))
    texts[slug] = [{**texts[slug][0], "text": "We meet at the library."}, *texts[slug][1:]]
    wordings.adapt(CONTRACT, programme.space, texts, by=mara, seen=0)
    made = after(programme, mara)
    assert wordings.in_use(CONTRACT, made.space) == wordings.in_use(CONTRACT, programme.space)
    row = wordings.newest(CONTRACT, made.space)
    assert row and (row.number, row.by, row.space) == (1, mara, made.space)


def test_the_likely_first_day_is_the_same_day_in_a_year_to_come(programme):
    assert renewing.likely_start(programme, on=date(2026, 11, 22)) == date(2027, 9, 1)
    assert renewing.likely_start(programme, on=date(2030, 11, 22)) == date(2031, 9, 1)

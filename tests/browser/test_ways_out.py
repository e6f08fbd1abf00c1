"""A line on a manager's home with two ways out: it looks meant on a phone and on a wide screen."""

import pytest
from playwright.sync_api import Page

from documents import pipeline
from monitoring.document_kinds.well_matched import WELL_MATCHED
from people.models import User
from programmes.models import Group
from tests.browser.pages import PHONE, WIDE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_two_ways_out_stand_side_by_side_the_last_at_the_end(
    size, working_group: Group, mara: User, nia: User, visit
) -> None:
    answer = pipeline.start(WELL_MATCHED, working_group.space, by=nia, person=nia)
    pipeline.write(answer, {"match": {"fit": "not", "why": "", "help": "", "call": False}}, by=nia)
    pipeline.file(answer, by=nia)
    page: Page = visit(mara, size=size)
    line = page.locator(".signal", has_text="Change this group")
    change, later = (line.get_by_role("link", name=name).bounding_box() for name in ("Change this group", "Later"))
    whole = line.bounding_box()
    assert change and later and whole
    assert abs(change["y"] - later["y"]) < 2 and change["x"] + change["width"] < later["x"]
    assert abs(later["x"] + later["width"] - whole["x"] - whole["width"]) < 2

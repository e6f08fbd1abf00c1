"""When a session is, in the reader's time and in the programme's, where clocks differ at that moment."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.models import Meeting
from sessions.templatetags.sessions import programme_time
from tests import stories

pytestmark = pytest.mark.django_db


def shown(meeting: Meeting, zone: str) -> str:
    with timezone.override(zone):
        return programme_time(meeting)


def test_the_programme_s_time_is_added_where_clocks_differ(group, tomas):
    meeting = stories.meeting(group, by=tomas, at=datetime(2027, 1, 12, 16, 0, tzinfo=UTC))
    assert shown(meeting, "Europe/Vilnius") == shown(meeting, "Europe/Sofia") == ""
    assert shown(meeting, "Europe/Berlin") == "18:00 in Vilnius"
    assert shown(meeting, "Pacific/Auckland") == "Tue 18:00 in Vilnius", "there it is Wednesday"
    group.programme.time_zone = "America/Argentina/Buenos_Aires"
    assert shown(meeting, "UTC") == "13:00 in Buenos Aires"
    group.programme.time_zone = "UTC"
    assert shown(meeting, "Europe/Vilnius") == "16:00 UTC"


def test_zones_are_compared_at_the_moment_of_the_session(group, tomas):
    """Clocks in London go with Reykjavik in winter only."""
    group.programme.time_zone = "Europe/London"
    winter = stories.meeting(group, by=tomas, at=datetime(2027, 1, 12, 18, 0, tzinfo=UTC))
    summer = stories.meeting(group, by=tomas, at=datetime(2027, 7, 12, 17, 0, tzinfo=UTC))
    assert [shown(one, "Atlantic/Reykjavik") for one in (winter, summer)] == ["", "18:00 in London"]


def test_both_times_stand_on_every_page_and_cost_no_more_queries(working_group, tomas, nia, signed_in):
    meeting = stories.meeting(working_group, by=tomas)
    pages = ["/", working_group.get_absolute_url(), meeting.get_absolute_url()]

    def look(zone: str) -> tuple[list[bool], int]:
        type(nia).objects.filter(pk=nia.pk).update(time_zone=zone)
        browser = signed_in(nia)
        with CaptureQueriesContext(connection) as queries:
            found = [" in Vilnius" in browser.get(page).content.decode() for page in pages]
        return found, len(queries)

    (same, alone), (other, both) = look("Europe/Vilnius"), look("Europe/Berlin")
    assert (same, other) == ([False] * 3, [True] * 3)
    assert both == alone

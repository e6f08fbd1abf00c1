"""The time of a session on the reader's clock, and on the group's where it differs."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from people import clocks


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ("Europe/Sofia", "Europe/Vilnius", "Thu 4 March 2027, 18:00"),
        ("Europe/Oslo", "Europe/Vilnius", "Thu 4 March 2027, 17:00 for you (Oslo) · 18:00 in Vilnius"),
        ("Asia/Tokyo", "America/New_York", "Fri 5 March 2027, 01:00 for you (Tokyo) · Thu 4 March, 11:00 in New York"),
        ("UTC", "Atlantic/Reykjavik", "Thu 4 March 2027, 16:00"),
    ],
)
def test_two_times_are_told_only_where_two_clocks_differ(mine: str, theirs: str, said: str) -> None:
    with timezone.override(mine):
        assert clocks.both(datetime(2027, 3, 4, 16, 0, tzinfo=UTC), theirs) == said

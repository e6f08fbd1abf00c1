"""What higher floors say on the page of a programme stands there for those who run it, and for nobody else."""

import pytest

from programmes import lines
from programmes.lines import Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(monkeypatch):
    monkeypatch.setattr(lines, "_sources", [])

    def say(programme):
        first = Line("", "Look at this before all", "/first/", is_first=True)
        return [first, Line("Weather", f"rain over {programme}", "/weather/")]

    return say


def test_a_source_that_is_handed_down_twice_is_asked_once(source, programme):
    for _time in range(2):
        lines.lines_from(source)
    assert [line.url for line in lines.lines_of(programme)] == ["/first/", "/weather/"]


def test_managers_see_the_lines_and_what_comes_first_comes_first(source, programme, mara, signed_in):
    lines.lines_from(source)
    shown = signed_in(mara).get(programme.get_absolute_url()).content.decode()
    assert shown.index("Look at this before all") < shown.index("Stage by stage")
    assert "rain over Step into work 2026" in shown and shown.count("Look at this before all") == 1


def test_nobody_else_sees_them(source, group, programme, tomas, nia, signed_in):
    lines.lines_from(source)
    for somebody in (tomas, nia):
        answer = signed_in(somebody).get(programme.get_absolute_url())
        assert answer.status_code == 200 and "rain over" not in answer.content.decode()

"""Work that uses up its processor time is stopped; waiting does not count."""

import itertools
import time

import pytest

from jobs.limits import TookTooLong, processor_seconds


def test_work_that_never_ends_is_stopped():
    with pytest.raises(TookTooLong), processor_seconds(0.05):
        for _number in itertools.count():
            pass


def test_waiting_is_not_work():
    with processor_seconds(0.05):
        time.sleep(0.2)


def test_a_limit_within_a_limit_does_not_lift_the_outer_one():
    def work() -> None:
        with processor_seconds(5):
            pass
        for _number in itertools.count():
            pass

    with pytest.raises(TookTooLong), processor_seconds(0.1):
        work()


def test_a_part_may_be_stopped_and_the_whole_goes_on():
    with processor_seconds(5), pytest.raises(TookTooLong), processor_seconds(0.05):
        for _number in itertools.count():
            pass


def test_after_the_work_nothing_is_stopped_any_more():
    with processor_seconds(0.05):
        pass
    end = time.process_time() + 0.15
    while time.process_time() < end:
        pass

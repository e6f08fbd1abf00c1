"""The files that take longest begin, so that both cores are busy to the end (with ``--no-loadscope-reorder``)."""

import pytest

LONGEST = (
    "tests/house/test_canaries.py",
    "tests/house/test_doors.py",
    "tests/house/test_kinds.py",
    "tests/benchmarks/test_benchmarks.py",
    "tests/documents/test_fillable.py",
    "tests/mentoring/test_demo.py",
    "tests/documents/test_hostile_texts.py",
    "tests/documents/test_printing.py",
    "tests/house/test_one_file.py",
    "tests/flows/test_lives.py",
    "tests/monitoring/test_measures.py",
    "tests/browser/test_states.py",
    "tests/browser/test_story.py",
    "tests/browser/test_errors.py",
    "tests/browser/test_journeys.py",
)
PLACE = {name: place for place, name in enumerate(LONGEST)}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever the order was, the longest come before it; within a file nothing changes."""
    items.sort(key=lambda item: PLACE.get(item.nodeid.partition("::")[0], len(LONGEST)))

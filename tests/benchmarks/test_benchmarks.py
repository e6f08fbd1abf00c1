"""The benchmarks run, and a page asks the database as often with forty groups as with ten."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "empty",
    "bare",
    "bare-signed-in",
    "reference",
    "home of a mentee",
    "home of a mentee without tasks",
    "home of a mentor",
    "home of a manager",
    "home of a manager of all programmes",
    "who needs the manager of all programmes",
    "check-ins of all programmes",
    "group, as mentee",
    "group, as mentor",
    "group, as manager",
    "evaluation of a programme",
    "report on the sessions of a programme",
    "comparison with all programmes",
    "monitoring of a programme",
]


def lines_of(*command: str) -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def pages() -> list[dict[str, Any]]:
    return lines_of("benchmarks.pages", "--groups", "10", "12", "--rounds", "1")


def test_every_page_is_measured_with_both_numbers_of_groups(pages: list[dict[str, Any]]) -> None:
    assert [line["page"] for line in pages] == PAGES
    for line in pages:
        ratios = ("times_bare", "times_bare_signed_in", "times_empty", "times_reference")
        for name in (*ratios, "queries", "bytes", "milliseconds"):
            assert list(line[name]) == ["10", "12"], name
        assert line["growth"] > 0 and all(min(line[name].values()) > 0 for name in (*ratios, "bytes", "milliseconds"))


def test_no_page_asks_more_often_when_there_are_more_groups(pages: list[dict[str, Any]]) -> None:
    assert {line["page"]: line["queries"]["10"] for line in pages} == {
        line["page"]: line["queries"]["12"] for line in pages
    }
    assert [line["page"] for line in pages if not line["queries_equal"]] == []


def test_what_the_pages_are_compared_with_is_what_it_says(pages: list[dict[str, Any]]) -> None:
    found = {line["page"]: line for line in pages}
    queries = [found[name]["queries"]["10"] for name in ("empty", "bare", "bare-signed-in", "reference")]
    assert queries == [0, 0, 2, 6]  # session and account, then the four of the reference page
    assert 11_000 < found["reference"]["bytes"]["10"] < 13_500


def test_printing_is_measured_cold_and_warm_and_so_is_the_seal() -> None:
    (line,) = lines_of("benchmarks.documents", "--kinds", "certificate", "--rounds", "1", "--cold-rounds", "1",
                       "--cold-kinds", "certificate")  # fmt: skip
    assert line["kind"] == "certificate" and line["pages"] >= 1 and line["kilobytes"] > 1
    ratios = ("warm_times_plain", "warm_times_shared", "rendering_times_shared", "sealing_times_shared")
    assert all(line[name] > 0 for name in (*ratios, "cold_times_plain"))
    warm = ["sealing", "ours", "rendering", "shared", "plain"]
    assert list(line["milliseconds"]) == [*warm, "cold ours", "cold plain"]


def test_the_work_of_the_workers_is_measured() -> None:
    (diaries,) = lines_of("benchmarks.work", "--diaries", "2", "--processes", "1", "--documents", "0")
    assert (diaries["diaries"], diaries["processes"], diaries["failed"]) == (2, 1, 0)
    assert diaries["per_second"] > 0 and diaries["peak_megabytes_of_a_process"] > 30


def test_the_bundle_of_a_group_is_measured() -> None:
    (bundle,) = lines_of("benchmarks.work", "--processes", "--documents", "1")
    assert bundle["documents"] > 3 and set(bundle["kilobytes"]) == {"pdf", "archive"}

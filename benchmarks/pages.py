"""``python -m benchmarks.pages``: how long pages take, as ratios, and how many queries, however many groups there are.

Prints one JSON line per page, all from one run. Requests go through the WSGI handler of this process, whose processor
time is taken; the rounds take turns over pages and databases, so that a noisy moment hits all alike. Ends with 1 when
the queries are not equal.
"""

import argparse
import json
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from .house import database, throw_away, times

IN_A_ROW = 5
EMPTY, BARE, BARE_SIGNED_IN, REFERENCE = "empty", "bare", "bare-signed-in", "reference"


@dataclass
class Size:
    """One database: how many groups, where it lies, and a request for each page."""

    groups: int
    path: Path
    requests: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # the median of each round


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--groups", type=int, nargs="+", default=[10, 1000], help="sizes of the databases")
    parser.add_argument("--rounds", type=int, default=20, help=f"rounds of {IN_A_ROW} requests for each page")
    parser.add_argument("--in-a-programme", type=int, default=50, help="groups of one programme")
    parser.add_argument("--held", type=int, default=2, help="sessions that each group has held, 2 to 17")
    chosen = parser.parse_args()
    with throw_away(made_by="prepare") as folder:
        sizes = [_size(groups, folder, chosen) for groups in chosen.groups]
        for _round in range(chosen.rounds):
            for size in sizes:
                _measure(size)
        lines = [_line(page, sizes) for page in sizes[0].requests]
    for line in lines:
        print(json.dumps(line))
    return 0 if all(line["queries_equal"] for line in lines) else 1


def _size(groups: int, folder: Path, chosen: argparse.Namespace) -> Size:
    """A database of that many groups, looked at once: that warms it and counts queries."""
    from django.db import connection

    path = folder / f"{groups}.sqlite3"
    blank = folder / "mentoring.sqlite3"
    database(blank)
    shutil.copyfile(blank, path)
    database(path)
    from . import world

    size = Size(groups, path)
    size.requests = _requests(world.fill(groups, in_a_programme=chosen.in_a_programme, held=chosen.held))
    connection.cursor().execute("ANALYZE")
    for page, ask in size.requests.items():
        ask()
        asked: list[str] = []
        with connection.execute_wrapper(lambda run, sql, *rest, asked=asked: (asked.append(sql), run(sql, *rest))[1]):
            size.bytes[page] = len(ask())
        size.queries[page] = len(asked)
    return size


def _requests(cast: Any) -> dict[str, Callable[[], bytes]]:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=[]):
        nothing_around = WSGIHandler()
    settings.ROOT_URLCONF = "benchmarks.reference"
    house = WSGIHandler()
    room = cast.group.get_absolute_url()
    programme = cast.group.programme.get_absolute_url()
    people = (cast.mentee, cast.mentor, cast.manager, cast.manager_of_all)
    mentee, mentor, manager, of_all = (_session(one) for one in people)
    return {
        EMPTY: _request(nothing_around, "/benchmark/empty"),
        BARE: _request(house, "/benchmark/bare"),
        BARE_SIGNED_IN: _request(house, "/benchmark/bare-signed-in", mentee),
        REFERENCE: _request(house, "/benchmark/reference", mentee),
        "home of a mentee": _request(house, "/", mentee),
        "home of a mentee without tasks": _request(house, "/", _session(cast.idle)),
        "home of a mentor": _request(house, "/", mentor),
        "home of a manager": _request(house, "/", manager),
        "home of a manager of all programmes": _request(house, "/", of_all),
        "who needs the manager of all programmes": _request(house, "/attention/", of_all),
        "check-ins of all programmes": _request(house, "/check-ins/", of_all),
        "group, as mentee": _request(house, room, mentee),
        "group, as mentor": _request(house, room, mentor),
        "group, as manager": _request(house, room, manager),
        "evaluation of a programme": _request(house, f"{programme}evaluation/", manager),
        "report on the sessions of a programme": _request(house, f"{programme}reports/sessions/", manager),
        "comparison with all programmes": _request(house, f"{programme}comparison/", of_all),
        "monitoring of a programme": _request(house, f"{programme}monitoring/", manager),
    }


def _session(person: Any) -> str:
    """The cookie of a browser in which ``person`` is signed in."""
    from django.test import Client

    browser = Client()
    browser.force_login(person)
    return browser.cookies["sessionid"].value


def _request(handler: Any, path: str, session: str = "") -> Callable[[], bytes]:
    """A GET of ``path``, straight into the handler; it gives the body, and fails unless the answer is 200."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
    }
    if session:
        environ["HTTP_COOKIE"] = f"sessionid={session}"
    answered: list[str] = []

    def ask() -> bytes:
        answered.clear()
        answer = handler(environ | {"wsgi.input": BytesIO()}, lambda status, headers: answered.append(status))
        body = b"".join(answer)
        answer.close()
        if answered != ["200 OK"]:
            raise RuntimeError(f"{path} answered {answered}")
        return body

    return ask


def _measure(size: Size) -> None:
    database(size.path)
    size.requests[REFERENCE]()
    for page, ask in size.requests.items():
        size.milliseconds[page].append(1000 * median(_seconds(ask) for _again in range(IN_A_ROW)))


def _seconds(ask: Callable[[], bytes]) -> float:
    begin = time.process_time()
    ask()
    return time.process_time() - begin


def _line(page: str, sizes: list[Size]) -> dict[str, Any]:
    def per_size(value: Callable[[Size], float]) -> dict[str, float]:
        return {str(size.groups): value(size) for size in sizes}

    def against(other: str) -> dict[str, float]:
        return per_size(lambda size: times(size.milliseconds[page], size.milliseconds[other]))

    return {
        "page": page,
        "times_bare": against(BARE),
        "times_bare_signed_in": against(BARE_SIGNED_IN),
        "times_empty": against(EMPTY),
        "times_reference": against(REFERENCE),
        "growth": times(sizes[-1].milliseconds[page], sizes[0].milliseconds[page]),
        "queries": per_size(lambda size: size.queries[page]),
        "queries_equal": len({size.queries[page] for size in sizes}) == 1,
        "bytes": per_size(lambda size: size.bytes[page]),
        "milliseconds": per_size(lambda size: round(median(size.milliseconds[page]), 3)),
    }


if __name__ == "__main__":
    sys.exit(main())

"""Links are asked whether they answer: by a real request, and never one to an address inside."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jobs.models import Job
from jobs.queue import enqueue
from policy.permissions import Action
from programmes.models import Resource
from programmes.resources import answering, asking, library

MONDAY = datetime(2026, 11, 2, 4, tzinfo=UTC)


class Site(BaseHTTPRequestHandler):
    """A site with pages that are there, gone, moved, moved on and on, and one that knows no HEAD."""

    asked: list[str] = []

    def do_HEAD(self) -> None:
        """Answer by what stands in the path."""
        self.asked.append(f"{self.command} {self.path}")
        word = self.path.strip("/").split("/")[0]
        further = {"moved": "/there", "inside": "http://10.0.0.1/", "loop": "/loop", "odd": "file:///etc/passwd"}
        status = {"gone": 404, "broken": 500, "private": 403, "no-head": 405 if self.command == "HEAD" else 200}
        self.send_response(302 if word in further else status.get(word, 200))
        if word in further:
            self.send_header("Location", further[word])
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(settings) -> Iterator[str]:
    """A server of the test's own, which the settings let be asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.LINKS_MAY_ASK = frozenset({f"127.0.0.1:{server.server_port}"})
    Site.asked.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_answers_and_what_does_not(site):
    said = {word: asking.answers(f"{site}/{word}") for word in
            ("there", "gone", "broken", "private", "moved", "no-head", "loop")}  # fmt: skip
    assert said == {"there": True, "gone": False, "broken": False, "private": True, "moved": True, "no-head": True,
                    "loop": False}  # fmt: skip
    assert Site.asked[0] == "HEAD /there" and Site.asked.count("GET /there") == 0
    assert Site.asked.count("HEAD /loop") == asking.REDIRECTS + 1


@pytest.mark.parametrize("word", ["inside", "odd"])
def test_a_page_does_not_lead_inside(site, word):
    with pytest.raises(asking.NotAsked):
        asking.answers(f"{site}/{word}")


@pytest.mark.parametrize(
    "link",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://0.0.0.0/", "http://10.1.2.3/", "http://192.168.0.1/"),
        *("http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://224.0.0.1/", "http://[::1]/"),
        *("http://[fe80::1]/", "http://[fc00::1]/", "http://[::ffff:127.0.0.1]/", "http://[2002:7f00:1::]/"),
        *("http://[64:ff9b::7f00:1]/", "http://2130706433/", "http://0x7f.1/", "http://127.1/"),
        *("ftp://example.org/", "file:///etc/passwd", "http://me@93.184.215.14/", "http://93.184.215.14:99999/"),
    ],
)
def test_no_address_inside_is_asked(link):
    with pytest.raises(asking.NotAsked):
        asking.place_of(link)


def test_a_public_address_may_be_asked():
    place = asking.place_of("https://93.184.215.14/a?b=1")
    assert (place.address, place.port) == ("93.184.215.14", 443)


def test_nobody_there_and_a_server_that_says_nothing_do_not_answer(settings, monkeypatch):
    with socket.socket() as quiet:
        quiet.bind(("127.0.0.1", 0))
        quiet.listen()
        port = quiet.getsockname()[1]
        settings.LINKS_MAY_ASK = frozenset({f"127.0.0.1:{port}"})
        monkeypatch.setattr(asking, "SECONDS", 0.3)
        assert asking.answers(f"http://127.0.0.1:{port}/") is False
    assert asking.answers(f"http://127.0.0.1:{port}/") is False


@pytest.mark.django_db
def test_two_weeks_in_a_row_are_told_and_one_answer_makes_it_good(site, programme, mara, django_assert_num_queries):
    told = {"programme": programme, "title": "Gone", "link": f"{site}/gone"}
    row = library.add(Resource(**told), None, by=mara)
    seen = []
    for week in range(3):
        row.refresh_from_db()
        answering.ask(row, now=MONDAY + timedelta(weeks=week))
        row.refresh_from_db()
        seen.append((row.is_silent, str(row.silent_on), row in library.silent(programme)))
    assert seen == [(False, "2026-11-02", False), (True, "2026-11-09", True), (True, "2026-11-16", True)]
    Resource.objects.filter(pk=row.pk).update(link=f"{site}/there")
    row.refresh_from_db()
    answering.ask(row, now=MONDAY + timedelta(weeks=3))
    row.refresh_from_db()
    assert (row.is_silent, row.silent_on) == (False, None)
    assert programme.resources.get().state == "library"  # nothing is removed


@pytest.mark.django_db
def test_what_is_not_to_be_asked_is_not_called_silent(programme, mara):
    row = library.add(Resource(programme=programme, title="Inside", link="http://10.0.0.1/"), None, by=mara)
    for week in range(3):
        answering.ask(row, now=MONDAY + timedelta(weeks=week))
    row.refresh_from_db()
    assert row.silent_times == 0 and row.looked_at == MONDAY + timedelta(weeks=2)


@pytest.mark.django_db
def test_the_job_is_off_and_once_on_asks_each_link_once_a_week(site, programme, mara, run_jobs, settings):
    for n in range(answering.A_TURN + 2):
        library.add(Resource(programme=programme, title=f"No. {n}", link=f"{site}/there/{n}"), None, by=mara)
    away = library.add(Resource(programme=programme, title="Away", link=f"{site}/away"), None, by=mara)
    library.step(away, Action.SET_ASIDE, by=mara)

    def run() -> list[str]:
        Site.asked.clear()
        enqueue(answering.JOB)
        run_jobs()
        assert not Job.objects.filter(name=answering.JOB).exclude(state="done").exists()
        return Site.asked

    assert run() == []
    settings.CHECK_LINKS = True
    assert sorted(run()) == sorted(f"HEAD /there/{n}" for n in range(answering.A_TURN + 2))
    assert run() == []  # not a second time in a week

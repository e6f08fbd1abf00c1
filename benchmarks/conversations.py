"""``python -m benchmarks.conversations``: how soon what one says is seen by the others, and that nothing is lost.

One JSON line each: one pair of browsers in quiet, 300 sockets in 40 groups with 5 messages a second, and a web process
that is killed while it takes messages; each with the channel layer in memory and through Redis. By the clock, over
127.0.0.1: keep the machine quiet.
"""

import argparse
import asyncio
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from .house import throw_away

ROOT = Path(__file__).resolve().parents[1]
GROUPS, SOCKETS = 40, 300
TOKEN = "x" * 32  # the same in cookie and form is all that is asked of a form token
PORT = 8193


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversations", description=__doc__)
    parser.add_argument("--layers", nargs="*", default=["memory", "redis"], choices=["memory", "redis"])
    parser.add_argument("--messages", type=int, default=60, help="between two browsers in quiet")
    parser.add_argument("--seconds", type=int, default=30, help="of the load; at most 300")
    parser.add_argument("--each-second", type=float, default=5.0, help="messages in the load; at most 20")
    chosen = parser.parse_args()
    if len(chosen.layers) > 1:  # a world of its own for each, in a process of its own
        for layer in chosen.layers:
            told = [a for a in sys.argv[1:] if a not in ("--layers", "memory", "redis")]
            subprocess.run([sys.executable, "-m", "benchmarks.conversations", "--layers", layer, *told], cwd=ROOT)
        return
    for layer in chosen.layers:
        with throw_away() as folder, ExitStack() as stack:
            people = _people()
            told = {"DATA_DIR": str(folder), "SITE_URL": f"http://127.0.0.1:{PORT}"}
            if layer == "redis":
                from tests.services.redis import redis

                told["REDIS_URL"] = stack.enter_context(redis())
            with _web(told) as web:
                _say(layer, asyncio.run(_quiet(people, min(chosen.messages, 100))))
                seconds, each = min(chosen.seconds, 300), min(chosen.each_second, 20.0)
                _say(layer, asyncio.run(_load(people, web, seconds, each)))
            with _web(told) as web:
                _say(layer, _killed(people, web))


def _say(layer: str, found: dict[str, Any]) -> None:
    print(json.dumps({"work": found.pop("work"), "layer": layer, **found}), flush=True)


@dataclass(frozen=True)
class Talker:
    """Somebody signed in, and the session that their group has now."""

    key: str
    meeting: str


def _people() -> list[list[Talker]]:
    """The people of each group, signed in; their session runs."""
    from django.utils import timezone

    from policy.models import Participation
    from programmes.models import Group
    from sessions.models import Meeting

    from . import world

    world.fill(GROUPS, in_a_programme=GROUPS, held=0)
    now, found = timezone.now(), []
    for group in Group.objects.order_by("number"):
        times = {"starts_at": now, "ends_at": now + timedelta(hours=1)}
        meeting = Meeting.objects.create(group=group, number=999, **times)
        seats = Participation.objects.filter(space=group.space_id).select_related("person")
        found.append([Talker(_signed_in(seat.person), str(meeting.pk)) for seat in seats])
    return found


def _signed_in(person: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    return str(session.session_key)


@contextmanager
def _web(told: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """One uvicorn process, as ``./run`` starts it."""
    where = ["mentoring.asgi:application", "--host", "127.0.0.1", "--port", str(PORT), "--lifespan", "off"]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, **told}
    with subprocess.Popen([sys.executable, "-m", "uvicorn", *where], cwd=ROOT, env=environment, **silent) as web:
        try:
            until = time.monotonic() + 60
            while _asked("GET", "/healthz") != 200:
                if time.monotonic() > until:
                    raise RuntimeError("The web server did not answer.")
                time.sleep(0.1)
            yield web
        finally:
            web.send_signal(signal.SIGKILL)


def _asked(method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _post(who: Talker, text: str) -> UUID | None:
    """Say something as the page does; the id when the server has said that it is kept."""
    key = uuid4()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
        "Cookie": f"sessionid={who.key}; csrftoken={TOKEN}",
    }
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "key": str(key), "text": text})
    return key if _asked("POST", f"/s/{who.meeting}/chat/say/", body, headers) == 200 else None


class Sockets:
    """Open pages, and when each was told of what."""

    def __init__(self) -> None:
        self.seen: list[dict[str, float]] = []
        self._open: list[Any] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, who: Talker) -> dict[str, float]:
        from websockets.asyncio.client import connect

        address = f"ws://127.0.0.1:{PORT}/s/{who.meeting}/chat/live?after=0"
        headers = {"Cookie": f"sessionid={who.key}"}
        socket = await connect(address, origin=f"http://127.0.0.1:{PORT}", additional_headers=headers, proxy=None)  # type: ignore[arg-type]
        seen: dict[str, float] = {}
        self.seen.append(seen)
        self._open.append(socket)
        self._tasks.append(asyncio.create_task(self._hear(socket, seen)))
        return seen

    async def _hear(self, socket: Any, seen: dict[str, float]) -> None:
        async for frame in socket:
            now = time.monotonic()
            for line in json.loads(frame).get("lines", ()):
                seen.setdefault(line["id"], now)

    async def close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in self._open))
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _quiet(people: list[list[Talker]], messages: int) -> dict[str, Any]:
    """From sending to the other's socket, one message after the other."""
    sockets, group, taken = Sockets(), people[0], []
    seen = await sockets.open(group[-1])
    await asyncio.sleep(1)
    for who in islice(cycle(group[:-1]), messages):
        began = time.monotonic()
        key = await asyncio.to_thread(_post, who, "Does this reach you?")
        until = time.monotonic() + 10
        while str(key) not in seen and time.monotonic() < until:
            await asyncio.sleep(0.001)
        taken.append(1000 * (seen.get(str(key), until) - began))
    await sockets.close()
    return {"work": "one to another", "messages": messages, **_milliseconds(taken)}


async def _load(people: list[list[Talker]], web: Any, seconds: int, each_second: float) -> dict[str, Any]:
    """From sending to every other socket of the group."""
    sockets, rooms = Sockets(), {group[0].meeting: [] for group in people}
    for who in islice(cycle(one for row in zip(*people, strict=False) for one in row), SOCKETS):
        rooms[who.meeting].append(await sockets.open(who))
    await asyncio.sleep(3)
    sent: dict[str, tuple[float, str]] = {}
    talkers = cycle(one for row in zip(*people, strict=False) for one in row)

    async def one(who: Talker) -> None:
        began = time.monotonic()
        if key := await asyncio.to_thread(_post, who, "What have you tried already?"):
            sent[str(key)] = (began, who.meeting)

    processor, began, tasks = _processor(web.pid), time.monotonic(), []
    for number in range(int(seconds * each_second)):
        tasks.append(asyncio.create_task(one(next(talkers))))
        await asyncio.sleep(max(0, began + (number + 1) / each_second - time.monotonic()))
    await asyncio.gather(*tasks)
    busy = (_processor(web.pid) - processor) / (time.monotonic() - began)
    await asyncio.sleep(4)
    due = [(seen.get(key), at) for key, (at, room) in sent.items() for seen in rooms[room]]
    taken = [1000 * (seen - at) for seen, at in due if seen is not None]
    await sockets.close()
    counts = {"sockets": SOCKETS, "groups": len(people), "messages": len(sent), "refused": len(tasks) - len(sent)}
    missed = len(due) - len(taken)
    return {"work": "load", **counts, "missed": missed, **_milliseconds(taken), "processor_percent": round(100 * busy)}


def _killed(people: list[list[Talker]], web: Any) -> dict[str, Any]:
    """Kill the web process while eight send as fast as they can; compare what it had acknowledged with the database."""
    from conversations.models import Message

    kept: deque[UUID] = deque()
    talkers, is_over = [one for group in people for one in group], False

    def go_on(mine: list[Talker]) -> None:
        for who in islice(cycle(mine), 20 * len(mine)):
            if is_over:
                return
            if key := _post(who, "Written down before it is shown"):
                kept.append(key)

    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(go_on, talkers[number::8])
        time.sleep(5)
        web.send_signal(signal.SIGKILL)
        web.wait()
        is_over = True
    lost = len(kept) - Message.objects.filter(pk__in=kept).count()
    return {"work": "killed", "acknowledged": len(kept), "lost": lost}


def _milliseconds(taken: list[float]) -> dict[str, int]:
    if len(taken) < 2:
        return {}
    return {"median": round(median(taken)), "p95": round(quantiles(taken, n=20)[-1]), "most": round(max(taken))}


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()

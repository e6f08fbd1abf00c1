"""``python -m benchmarks.work``: what the workers get done: diaries printed, and a bundle of a group.

One JSON line for 500 diaries by one Celery process and one for two, from the first to the last (the start of the worker
left out), and one for the bundle of a group of six with sixty documents. By the clock: keep the machine quiet.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from .house import throw_away

ROOT = Path(__file__).resolve().parents[1]
ON_LINUX = 1024  # ru_maxrss counts kilobytes there


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.work", description=__doc__)
    parser.add_argument("--diaries", type=int, default=500)
    parser.add_argument("--processes", nargs="*", type=int, default=[1, 2], help="of the Celery worker")
    parser.add_argument("--documents", type=int, default=60, help="in the bundle; none when 0")
    chosen = parser.parse_args()
    diaries, documents = str(chosen.diaries), str(chosen.documents)
    each = [["--diaries", diaries, "--processes", str(one), "--documents", "0"] for one in chosen.processes]
    if chosen.documents:
        each.append(["--processes", "--documents", documents])
    if len(each) > 1:  # a world of its own for each, in a process of its own
        for told in each:
            subprocess.run([sys.executable, "-m", "benchmarks.work", *told], cwd=ROOT, check=True)
        return
    with throw_away() as folder:
        done = _bundle(chosen.documents) if chosen.documents else _diaries(folder, chosen.diaries, *chosen.processes)
        print(json.dumps(done), flush=True)


def _diaries(folder: Path, number: int, processes: int) -> dict[str, Any]:
    from documents import printing
    from jobs.models import Job
    from jobs.queue import enqueue

    for version in _sealed_diaries(number):
        enqueue(printing.JOB, thing=str(version.pk))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(_worker(processes), cwd=ROOT, env=_environment(folder), **silent) as worker:
        try:
            began, ended = _watch(Job, number)
        finally:
            worker.send_signal(signal.SIGTERM)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "work": "diaries",
        "diaries": number,
        "processes": processes,
        "failed": Job.objects.filter(state="failed").count(),
        "per_second": round((number - 1) / (ended - began), 2),
        "processor_milliseconds_each": round(1000 * processor / number),
        "peak_megabytes_of_a_process": round(after.ru_maxrss / ON_LINUX),
    }


def _sealed_diaries(number: int) -> list[Any]:
    from documents import kinds
    from documents.models import Document

    from . import words, world

    cast = world.fill(1)
    answers = words.answers(kinds.get("diary"))
    told = {"kind_slug": "diary", "space": cast.group.space, "person": cast.mentee}
    diaries = [Document.objects.create(**told, occasion=uuid4(), label=f"Session {n}") for n in range(number)]
    return [world.publish(diary, answers, by=cast.mentee) for diary in diaries]


def _worker(processes: int) -> list[str]:
    quiet = ("--loglevel=ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat")
    return [sys.executable, "-m", "celery", "-A", "mentoring", "worker", "-B", f"--concurrency={processes}", *quiet]


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder), "SWEEP_EVERY_SECONDS": "1"}


def _watch(jobs: Any, number: int) -> tuple[float, float]:
    """When the first of so many jobs was done, and when the last was."""
    began = 0.0
    while (done := jobs.objects.filter(state__in=("done", "failed")).count()) < number:
        began = began or (time.monotonic() if done else 0.0)
        time.sleep(0.02)
    return began or time.monotonic() - 0.02, time.monotonic()


def _bundle(number: int) -> dict[str, Any]:
    """A group of six with so many sealed documents, none printed yet, bundled by its manager in this process."""
    from documents import bundles
    from documents.models import Bundle
    from jobs import tasks

    from . import world

    cast = world.fill(1)
    _fill_group(cast, number)
    begin, processor = time.monotonic(), time.process_time()
    bundles.ask(cast.group.space, by=cast.manager)
    tasks.run_all()
    bundle = Bundle.objects.get()
    files = {name: _kilobytes(getattr(bundle, name)) for name in ("pdf", "archive") if getattr(bundle, name)}
    return {
        "work": "bundle",
        "documents": bundle.documents,
        "seconds": round(time.monotonic() - begin, 1),
        "processor_seconds": round(time.process_time() - processor, 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / ON_LINUX),
        "kilobytes": files,
    }


def _fill_group(cast: Any, number: int) -> None:
    from documents import kinds
    from documents.models import Document, Version

    from . import words, world

    missing = number - Version.objects.filter(document__space=cast.group.space, state="sealed").count()
    answers = words.answers(kinds.get("diary"))
    for n in range(missing):
        diary = Document.objects.create(
            kind_slug="diary", space=cast.group.space, person=cast.mentee, occasion=uuid4(), label=f"Session {n}"
        )
        world.publish(diary, answers, by=cast.mentee)


def _kilobytes(path: str) -> float:
    from documents import files

    return round(files.place_of(path).stat().st_size / 1024, 1)


if __name__ == "__main__":
    main()

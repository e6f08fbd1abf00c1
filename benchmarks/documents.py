"""``python -m benchmarks.documents``: how long printing takes, as ratios to WeasyPrint alone on the same HTML.

Prints one JSON line per kind of document, all from one run. Warm: answers to PDF in a process that has printed before,
beside a plain WeasyPrint call with the same stylesheets and fonts, and beside one that shares them between calls.
Cold: a fresh process from its start to the PDF, import included, beside a fresh process with nothing but WeasyPrint.
Processor time is taken, and ratios within a round: neighbours on the machine matter little.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from .house import set_up, throw_away, times

ROOT = Path(__file__).resolve().parents[1]
Work = dict[str, Callable[[], Any]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="warm rounds for each kind")
    parser.add_argument("--cold-rounds", type=int, default=3, help="fresh processes for each kind in --cold-kinds")
    parser.add_argument("--cold-kinds", nargs="*", default=["diary", "contract"], help="slugs of the kinds")
    parser.add_argument("--kinds", nargs="+", help="slugs of the kinds; all when left out")
    parser.add_argument("--cold", nargs=2, help=argparse.SUPPRESS)  # what the fresh processes are told
    chosen = parser.parse_args()
    if chosen.cold:
        _print_cold(*chosen.cold)
        return
    with throw_away() as folder:
        from . import world

        for version in world.one_of_each(world.fill(1)):
            slug = version.document.kind_slug
            if slug in (chosen.kinds or [slug]):
                cold_rounds = chosen.cold_rounds if slug in chosen.cold_kinds else 0
                print(json.dumps(_line(folder, version, chosen.rounds, cold_rounds)), flush=True)


def _line(folder: Path, version: Any, rounds: int, cold_rounds: int) -> dict[str, Any]:
    from pypdf import PdfReader

    from documents import pdf, printing

    html = pdf.paper(version.sheet, version.digest)
    data = printing.made(version)
    warm = _in_turns(rounds, _warm(version, html))
    cold = _in_turns(cold_rounds, _cold(folder, version, html)) if cold_rounds else {}
    medians = {
        name: round(median(taken), 1) for name, taken in {**warm, **{f"cold {n}": t for n, t in cold.items()}}.items()
    }
    return {
        "kind": version.document.kind_slug,
        "warm_times_plain": times(warm["ours"], warm["plain"]),
        "warm_times_shared": times(warm["ours"], warm["shared"]),
        "rendering_times_shared": times(warm["rendering"], warm["shared"]),
        "cold_times_plain": times(cold["ours"], cold["plain"]) if cold else None,
        "sealing_times_shared": times(warm["sealing"], warm["shared"]) if "sealing" in warm else None,
        "pages": len(PdfReader(BytesIO(data)).pages),
        "kilobytes": round(len(data) / 1024, 1),
        "milliseconds": medians,
    }


def _in_turns(rounds: int, work: Work) -> dict[str, list[float]]:
    """The milliseconds of each piece of work in each round, done in turns so that noise hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _round in range(rounds):
        for name, do in work.items():
            begin = _seconds_of_processor()
            do()
            taken[name].append(1000 * (_seconds_of_processor() - begin))
    return taken


def _seconds_of_processor() -> float:
    """What this process has used so far, and the fresh ones that it has started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _warm(version: Any, html: str) -> Work:
    from documents import pdf

    from . import alone

    assets = _assets()
    alone.shared(html, assets)
    sealing = {"sealing": _sealing(version)} if version.kind.stamped else {}
    return sealing | {
        "ours": lambda: _answers_to_pdf(version),
        "rendering": lambda: pdf.render(html, identifier=version.digest),
        "shared": lambda: alone.shared(html, assets),
        "plain": lambda: alone.plain(html, assets),
    }


def _sealing(version: Any) -> Callable[[], Any]:
    """The organisation's seal on a printed file, with the key made before."""
    from documents import pdf
    from documents.seal import sealing

    data = pdf.print_sheet(version.sheet, version.digest, stamp=sealing.stamp(version.sealed_at))
    sealing.seal(data, at=version.sealed_at)
    return lambda: sealing.seal(data, at=version.sealed_at)


def _answers_to_pdf(version: Any) -> bytes:
    """The whole way: answers laid out as words, digest, HTML, PDF."""
    from django.utils import translation

    from documents import pdf
    from documents.sheet import digest_of, lay_out

    with translation.override(version.sheet["language"]):
        sheet = version.sheet | {"blocks": lay_out(version.kind, version.answers)}
    return pdf.print_sheet(sheet, digest_of(sheet), answers=version.answers)


def _cold(folder: Path, version: Any, html: str) -> Work:
    page, sheet, assets = folder / "page.html", folder / "sheet.json", folder / "assets.json"
    page.write_text(html, "utf-8")
    sheet.write_text(json.dumps({"sheet": version.sheet, "digest": version.digest}), "utf-8")
    assets.write_text(json.dumps(dict(_assets())), "utf-8")
    return {
        "ours": lambda: _process("benchmarks.documents", "--cold", str(folder), str(sheet)),
        "plain": lambda: _process("benchmarks.alone", str(page), str(assets)),
    }


def _process(*command: str) -> None:
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)


def _print_cold(folder: str, path: str) -> None:
    set_up(folder)
    from documents import pdf

    pdf.print_sheet(**json.loads(Path(path).read_text("utf-8")))


def _assets() -> tuple[tuple[str, str], ...]:
    """The files by the names that our HTML asks for; the font is the variable one, as it comes."""
    from django.contrib.staticfiles import finders

    from documents import pdf
    from documents.press import fonts

    styles = {name: str(finders.find(path)) for name, path in pdf.STYLES.items()}
    return (*styles.items(), *((name, str(fonts.VARIABLE)) for name in pdf.FONTS))


if __name__ == "__main__":
    main()

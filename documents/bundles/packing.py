"""A ZIP of printed documents: names that every computer can read, in the order of the journey."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import normalize
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from .. import printing
from ..models import Version

LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "đ": "d", "Đ": "D",
                         "þ": "th", "Þ": "Th", "ð": "d", "ı": "i", "œ": "oe", "ŋ": "n"})  # fmt: skip
AT_MOST = 60  # letters of a part of a name
Part = tuple[str, list[Version]]  # a folder ("" for none) and what lies in it


def pack(target: Path, parts: Iterable[Part], books: Sequence[Path] = ()) -> None:
    """Write the printed files of versions into a ZIP at ``target``, each part in its folder; volumes of all before."""
    with ZipFile(target, "w", ZIP_STORED) as archive:  # PDFs are compressed already
        for number, book in enumerate(books, 1):
            archive.write(book, f"00 - All - volume {number} of {len(books)}.pdf")
        for folder, versions in parts:
            for number, version in enumerate(versions, 1):
                name = name_of(number, version, len(versions))
                when = timezone.localtime(version.sealed_at) if version.sealed_at else timezone.localtime()
                entry = ZipInfo(f"{folder}/{name}" if folder else name, when.timetuple()[:6])
                with archive.open(entry, "w") as out, printing.file_of(version).open("rb") as printed:
                    while block := printed.read(1 << 20):
                        out.write(block)


def name_of(number: int, version: Version, of: int) -> str:
    """“03 - Diary - Session 3 4 March 2026 - Nia Berg - v2.pdf”: plain letters, no two alike, no way out of the folder."""
    document = version.document
    kind = folded(str(document.kind.title)) if document.kind else ""
    parts = [kind or folded(document.kind_slug), folded(document.label)]
    parts += [folded(document.person.name)] if document.person else []
    words = " - ".join(part for part in parts if part)
    return f"{number:0{max(2, len(str(of)))}d} - {words} - v{version.number}.pdf"


def folded(words: str) -> str:
    """Words in plain ASCII letters and digits, for a file name; what has no such letter is left out."""
    plain = normalize("NFKD", words.translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", " ", plain).strip()[:AT_MOST].strip()

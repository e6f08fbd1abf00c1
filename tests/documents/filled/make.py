"""Makes the files in this folder: forms that pdf-lib and pdf.js fill in. Needs Node, see README.md."""

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from documents import kinds  # noqa: E402
from documents.fillable import form_pdf  # noqa: E402
from documents.forms import Filling, posted  # noqa: E402
from tests.answers import complete  # noqa: E402
from tests.documents.filling import HEADING, WORD, identity, values  # noqa: E402

HERE = Path(__file__).parent


def make(slug: str) -> None:
    """The form of one kind, filled in by each program."""
    kind = kinds.get(slug)
    answers = complete(kind, word=WORD)
    told = Filling(kind, data=posted(kind, answers)).answers()
    (HERE / f"{slug}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    with TemporaryDirectory() as folder:
        form, entries = Path(folder) / "form.pdf", Path(folder) / "entries.json"
        form.write_bytes(form_pdf(kind, HEADING, fillable=True, identity=identity(kind)))
        entries.write_text(json.dumps(values(kind, answers, by_words=True)))
        for program in ("pdf-lib", "pdfjs"):
            target = HERE / f"{slug}.{program}.pdf"
            subprocess.run(["node", HERE / "fill.mjs", program, form, entries, target], check=True, cwd=HERE)


if __name__ == "__main__":
    for each in ("contract", "diary", "personal-goals"):
        make(each)

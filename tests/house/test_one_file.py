"""One more kind of document costs one file: in a copy of the house, one is added and the house checks itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules", "screenshots"
)
THANK_YOU = '''"""A word of thanks from a mentee to the mentor, at the end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, long_text, rating
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import REVIEWED
from policy.permissions import Role


class Thanks(forms.Form):
    """What for."""

    words = long_text(_("What I thank you for"), required=True)
    again = rating(_("I would do it again."), required=True)
    on = day(_("Written on"), required=True)


THANK_YOU = register(
    DocumentKind(
        slug="thank-you",
        title=_("A word of thanks"),
        purpose=_("What you want to say to your mentor before you part."),
        sections=(Section("thanks", _("Thank you"), Thanks),),
        workflow=REVIEWED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, reviewer=Role.MENTOR),
        stage="final",
        must=False,
    )
)
'''


def here(house: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in the copy, with an environment that knows nothing of this test run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DATA_DIR"))}
    environment |= {"DATA_DIR": str(house / "var"), "CI": "false"}
    return subprocess.run(
        [sys.executable, *command], cwd=house, env=environment, capture_output=True, text=True, timeout=110, check=False
    )


def test_a_new_kind_is_one_file_and_passes_the_checks_of_the_house(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(ROOT, house, ignore=LEFT_OUT)
    (house / "sessions" / "document_kinds" / "thank_you.py").write_text(THANK_YOU)

    described = here(house, "manage.py", "describe")
    assert described.returncode == 0, described.stderr
    assert "A word of thanks" in (house / "docs" / "reference" / "documents.md").read_text()

    checks = ["tests/house/test_kinds.py", "tests/house/test_codebase.py", "tests/mentoring/test_describe.py"]
    chosen = "thank-you or test_codebase or test_describe"
    checked = here(
        house,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "--no-migrations",
        "-k",
        chosen,
        *checks,
    )
    assert checked.returncode == 0, checked.stdout[-3000:] + checked.stderr[-1000:]
    passed = [line for line in checked.stdout.splitlines() if "thank-you" in line and "PASSED" in line]
    assert len(passed) >= 5  # by existing: opened, filled, sealed, printed, read by its readers …
    assert "test_no_file_is_too_long PASSED" in checked.stdout

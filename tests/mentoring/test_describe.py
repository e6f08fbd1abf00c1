"""The reference pages say what the code does."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mentoring.management.commands import describe


def test_the_reference_is_what_the_code_says():
    call_command("describe", check=True)


def test_a_stale_page_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(describe, "FOLDER", tmp_path)
    call_command("describe", stdout=StringIO())
    call_command("describe", check=True)
    (tmp_path / "doors.md").write_text("All doors are open.")
    with pytest.raises(CommandError, match=r"doors\.md"):
        call_command("describe", check=True)

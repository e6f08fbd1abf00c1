"""Messages as files: a reader who looks all the time never meets half a message."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from mentoring.file_broker import Channel


def channel(folder: Path) -> Channel:
    for name in ("messages", "done", "control"):
        (folder / name).mkdir(exist_ok=True)
    told = {"data_folder_in": str(folder / "messages"), "data_folder_out": str(folder / "messages")}
    told |= {"processed_folder": str(folder / "done"), "control_folder": str(folder / "control")}
    return Connection("files://", transport_options=told).channel()


class WhileItIsWritten:
    """Part of a message: looks, at the moment it is put into words, which messages can be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[str] = []

    def __json__(self) -> str:
        self.seen = [path.name for path in self.folder.iterdir() if path.suffix == ".msg"]
        return "words"


def test_a_message_can_be_read_when_it_is_whole_and_not_before(tmp_path: Path) -> None:
    writing, reading = channel(tmp_path), channel(tmp_path)
    assert isinstance(writing, Channel)
    part = WhileItIsWritten(tmp_path / "messages")
    writing._put("celery", {"part": part})
    assert part.seen == []
    assert reading._get("celery") == {"part": "words"}
    with pytest.raises(Empty):
        reading._get("celery")


def test_half_a_message_left_by_somebody_who_died_is_no_message(tmp_path: Path) -> None:
    reading = channel(tmp_path)
    (tmp_path / "messages" / "1_2.celery.msg.part").touch()
    with pytest.raises(Empty):
        reading._get("celery")

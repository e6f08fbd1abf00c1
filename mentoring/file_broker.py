"""The broker that needs no server: messages as files in a folder (kombu's own, made safe for a reader who is quick).

Kombu creates a file, locks it and writes; its reader takes any file it sees, and looks at no lock. Whoever read between
the two got an empty message, and the whole worker ended. Here a message gets its name when it is complete.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):  # type: ignore[misc, unused-ignore]
    """Puts a message into the folder whole."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write under a name that no queue asks for, then rename. Raises ``ChannelError`` when the folder refuses."""
        whole = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        part = whole.with_name(f"{whole.name}.part")
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            part.replace(whole)
        except OSError as refused:
            raise ChannelError(f"Cannot add {whole} to the folder") from refused


class Transport(filesystem.Transport):  # type: ignore[misc, unused-ignore]
    """What ``files://`` stands for."""

    Channel = Channel

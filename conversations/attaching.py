"""Files that come with a message: opened and checked like every file that comes in, erased with what they came with."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from documents import files as kept
from documents.uploads import ENDINGS, Opened

from .models import FILES_AT_MOST, Message, MessageFile, Thread

FOLDER = "messages"


def attach(message: Message, opened: Sequence[Opened]) -> None:
    """Keep files with a message that was just said, at most ``FILES_AT_MOST``; done twice, they are there once.

    A picture is kept as it was made anew, without the place where it was taken; a PDF as it was sent.
    """
    for number, file in enumerate(opened[:FILES_AT_MOST], start=1):
        is_picture = file.media_type.startswith("image/")
        data, media_type = (file.pages[0], "image/jpeg") if is_picture else (file.data, file.media_type)
        path = kept.keep(data, f".{ENDINGS[media_type]}", folder=FOLDER)
        told = {"name": file.name, "path": path, "media_type": media_type, "size": len(data)}
        MessageFile.objects.get_or_create(message=message, number=number, defaults=told)


def detach(message: Message) -> None:
    """Erase the files of a message that was taken back; the bytes too, when no other message has the same."""
    _erase(MessageFile.objects.filter(message=message))


def erase_files(thread: Thread) -> None:
    """Erase all files of a thread that is erased itself."""
    _erase(MessageFile.objects.filter(message__thread=thread))


def _erase(rows: QuerySet[MessageFile]) -> None:
    with transaction.atomic():
        paths = set(rows.values_list("path", flat=True))
        rows.delete()
        shared = set(MessageFile.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths - shared:
            transaction.on_commit(partial(kept.drop, path))

"""Full-text search over what somebody may read, the same on SQLite (FTS5) and PostgreSQL (GIN).

Words are folded here, in Python, before they are kept and before they are asked for: no case, no diacritics. So both
databases find the same, and no sign that somebody types means anything to an engine. The index is derived: ``build``
makes it after every migration, and fills it where something is missing.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from .models import Message, SearchLine

ASKED_AT_MOST, WORDS_AT_MOST, WORD_AT_MOST = 200, 8, 40
BEGINNING = 3  # from so many letters on, the beginning of a word is enough
AROUND = 90  # letters shown before and after the first word that was found
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_INDEX = "conversations_search"
# Before 3.42 FTS5 could not forget a word at once; there the index is written anew when something is erased.
FORGETS_AT_ONCE = sqlite3.sqlite_version_info >= (3, 42)
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS conversations_search USING fts5("
    "words, content='conversations_searchline', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER IF NOT EXISTS conversations_search_in AFTER INSERT ON conversations_searchline BEGIN "
    "INSERT INTO conversations_search(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER IF NOT EXISTS conversations_search_out AFTER DELETE ON conversations_searchline BEGIN "
    "INSERT INTO conversations_search(conversations_search, rowid, words) VALUES ('delete', old.id, old.words); END",
)
_FORGET_AT_ONCE = "INSERT INTO conversations_search(conversations_search, rank) VALUES ('secure-delete', 1)"
_FILL = "INSERT INTO conversations_search(conversations_search) VALUES ('rebuild')"
_TIDY = "INSERT INTO conversations_search(conversations_search) VALUES ('optimize')"
_ON_POSTGRES = (
    "CREATE INDEX IF NOT EXISTS conversations_search ON conversations_searchline "
    "USING gin (array_to_tsvector(string_to_array(words, ' ')))"
)
_ASK_SQLITE = "SELECT rowid FROM conversations_search WHERE conversations_search MATCH %s"
_ASK_POSTGRES = (
    "SELECT id FROM conversations_searchline WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery"
)


def fold(text: str) -> str:
    """Without case and diacritics: “Žukaitė” and “zukaite” become one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


def words_of(text: str) -> list[str]:
    """The folded words of a text, each once and none too long; nothing but letters and digits."""
    return list(dict.fromkeys(word[:WORD_AT_MOST] for word in _WORD.findall(fold(text))))


def asked_words(question: str) -> list[str]:
    """What somebody looks for; of an endless question its beginning."""
    return words_of(question[:ASKED_AT_MOST])[:WORDS_AT_MOST]


def keep(message: Message) -> None:
    """Let a message that was just said be found, and a topic's title by the message that opens it; in its transaction."""
    SearchLine.objects.create(message=message, words=_line(message))


def forget(message: Message) -> None:
    """Let it not be found any more; nothing of it stays in the index. Inside the transaction of the deed."""
    SearchLine.objects.filter(message=message.pk).delete()
    tidy()


def renew(message: Message) -> None:
    """Let a message be found by its words as they are now, where it can be found; inside the transaction of the deed."""
    if SearchLine.objects.filter(message=message.pk).exists():
        forget(message)
        keep(message)


def tidy() -> None:
    """Write out of the index what was erased. Whoever erases messages otherwise than by ``forget`` calls it once."""
    if connection.vendor == "sqlite" and not FORGETS_AT_ONCE:
        with connection.cursor() as cursor:
            cursor.execute(_TIDY)


def find(person: Any, asked: Sequence[str]) -> QuerySet[Message]:
    """The standing messages that ``person`` may read and that hold all of ``asked``, the newest first."""
    if not asked:
        return Message.objects.none()
    if connection.vendor == "sqlite":
        told = " ".join(f'"{word}"*' if len(word) >= BEGINNING else f'"{word}"' for word in asked)
        found = RawSQL(_ASK_SQLITE, [told])  # noqa: S611 - the statement is a constant, what is asked a parameter
    else:
        told = " & ".join(f"'{word}':*" if len(word) >= BEGINNING else f"'{word}'" for word in asked)
        found = RawSQL(_ASK_POSTGRES, [told])  # noqa: S611 - the same
    mine = Message.objects.visible_to(person).standing()
    return mine.filter(search_line__id__in=found).order_by("-at", "-pk")


def holds(text: str, asked: Sequence[str]) -> bool:
    """Whether a short text, a name or a title, holds all of ``asked``."""
    there = words_of(text)
    return all(any(_is_asked(word, [one]) for word in there) for one in asked)


def marked(text: str, asked: Sequence[str]) -> list[tuple[str, bool]]:
    """The part of a text around the first word that was found, in pieces, each with whether it is one of ``asked``."""
    whole = " ".join(unicodedata.normalize("NFC", text).split())
    found = [match.span() for match in _WORD.finditer(whole) if _is_asked(fold(match.group()), asked)]
    first = found[0][0] if found else 0
    begin, end = _edges(whole, first)
    pieces, at = [("… " if begin else "", False)], begin
    for start, stop in found:
        if begin <= start and stop <= end:
            pieces += [(whole[at:start], False), (whole[start:stop], True)]
            at = stop
    pieces += [(whole[at:end], False), (" …" if end < len(whole) else "", False)]
    return [(piece, is_asked) for piece, is_asked in pieces if piece]


def _edges(whole: str, first: int) -> tuple[int, int]:
    """Where the part that is shown begins and ends: between words, if there is a gap near."""
    begin, end = max(first - AROUND, 0), min(first + 2 * AROUND, len(whole))
    if begin:
        begin = whole.find(" ", begin, first) + 1 or begin
    if end < len(whole):
        gap = whole.rfind(" ", first + AROUND, end)
        end = gap if gap > 0 else end
    return begin, end


def _is_asked(word: str, asked: Sequence[str]) -> bool:
    word = word[:WORD_AT_MOST]
    return any(word.startswith(one) if len(one) >= BEGINNING else word == one for one in asked)


def _line(message: Message) -> str:
    thread = message.thread
    title = thread.title if message.number == 1 and not thread.title_hidden_at else ""
    return " ".join(words_of(f"{title} {message.text}"))


def build(**kwargs: Any) -> None:
    """Make the index where it is not there, and add what is missing in it. Called after every migration."""
    if SearchLine._meta.db_table not in connection.introspection.table_names():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        _build_on_sqlite(cursor) if connection.vendor == "sqlite" else _build_on_postgres(cursor)
    missing = Message.objects.standing().said().filter(search_line=None).select_related("thread")
    lines = (SearchLine(message=row, words=_line(row)) for row in missing.iterator())
    SearchLine.objects.bulk_create(lines, batch_size=500)


def _build_on_sqlite(cursor: Any) -> None:
    """The table and its triggers; these go when a migration writes their table anew, so they are made each time."""
    is_new = _INDEX not in connection.introspection.table_names(cursor)
    for statement in _ON_SQLITE:
        cursor.execute(statement)
    if is_new:
        if FORGETS_AT_ONCE:
            cursor.execute(_FORGET_AT_ONCE)
        cursor.execute(_FILL)


def _build_on_postgres(cursor: Any) -> None:
    if _INDEX not in connection.introspection.get_constraints(cursor, SearchLine._meta.db_table):
        cursor.execute(_ON_POSTGRES)

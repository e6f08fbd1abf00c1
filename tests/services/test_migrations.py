"""The other tests have the tables that the models describe; whoever installs this has those that migrations make."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from environ import Env

NOT_OURS = {"django_migrations", "sqlite_sequence", "auth_group_permissions"}  # the last is Django's, with smaller keys
# by Django, after the table, which may have had another name then
GIVEN_NAME = re.compile(r"\b\w+_([0-9a-f]{8}(_\w+)?|pkey)\b")
SHAPES = {  # each with its table: asked by hand, since Django's own question on SQLite stumbles over commas in checks
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT table_name, concat_ws(' ', column_name, udt_name, is_nullable, column_default,
            character_maximum_length, numeric_precision, numeric_scale, collation_name, is_identity)
            FROM information_schema.columns WHERE table_schema = 'public'
        UNION SELECT conrelid::regclass::text, concat_ws(' ', conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conrelid > 0 AND contype <> 'n' AND connamespace = 'public'::regnamespace
        UNION SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'""",
}


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, of the same kind as that of this run."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server, name = os.environ["DATABASE_URL"], f"empty_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # a name, made here
        yield f"{server.rpartition('/')[0]}/{name}"
        database.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def tables(of: BaseDatabaseWrapper) -> dict[str, Counter[str]]:
    """Each table with its columns, their types, and all that is unique, checked, indexed, pulled or points elsewhere."""
    found: dict[str, Counter[str]] = {}  # counted: the same index twice is not the same
    with of.cursor() as cursor:
        for table, line in cursor.execute(SHAPES[of.vendor]).fetchall():
            parts = parted(line) if line.startswith("CREATE TABLE") else [line]  # SQLite keeps them as one statement
            found.setdefault(table.strip('"'), Counter()).update(GIVEN_NAME.sub("…", part) for part in parts)
    return {table: shape for table, shape in found.items() if table not in NOT_OURS}


def parted(statement: str) -> list[str]:
    """What a ``CREATE TABLE`` says, part by part, in whatever order it came about."""
    inside, parts, depth = statement[statement.index("(") + 1 : statement.rindex(")")], [""], 0
    for sign in inside:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_the_migrations_lead_to_the_tables_of_the_models(empty_database: str, tmp_path: Path) -> None:
    real = {"DJANGO_SETTINGS_MODULE": "mentoring.settings", "DATA_DIR": str(tmp_path), "DATABASE_URL": empty_database}
    subprocess.run(
        [sys.executable, "manage.py", "prepare"], env={**os.environ, **real}, cwd=settings.BASE_DIR, check=True
    )
    made = ConnectionHandler({"default": Env.db_url_config(empty_database)})["default"]
    try:
        migrated, described = tables(made), tables(connection)
    finally:
        made.close()
    assert len(migrated) > 50
    assert migrated.keys() == described.keys()
    differ = {table: shape for table, shape in migrated.items() if shape != described[table]}
    assert {table: (shape - described[table], described[table] - shape) for table, shape in differ.items()} == {}

"""Bring a database to the schema of this code: numbered `.sql` files, forward only.

Each file is one transaction; an advisory lock lets only one runner work. Does not undo: to go back, restore a backup.
"""

import hashlib
import re
from importlib.resources import files

import psycopg2
from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import PermanentError
from include.newsdesk.warehouse.comments import apply_comments
from include.newsdesk.warehouse.connection import connect, connected

LOCK = 7_305_771_001  # Any fixed number; the same for every runner.
LEDGER = """
create table if not exists public.schema_migrations (
  name text primary key, checksum text not null, applied_at timestamptz not null default now())
"""


class MigrationChanged(PermanentError):
    """A migration that this database has had was edited afterwards; add a new one instead."""


class SchemaTooNew(PermanentError):
    """The database has migrations that this code does not know; update the code."""


class MigrationFailed(PermanentError):
    """A migration can't be applied; nothing of it remains."""


def migration_files() -> dict[str, str]:
    """Read all migrations, in order: file name to SQL."""
    folder = files("include.newsdesk.warehouse").joinpath("migrations")
    names = sorted(p.name for p in folder.iterdir() if re.fullmatch(r"\d{4}_[a-z_]+\.sql", p.name))
    return {name: folder.joinpath(name).read_text(encoding="utf-8") for name in names}


def migrate(owner_url: str) -> list[str]:
    """Apply what is missing and return the names of the files applied.

    Safe to run by several processes at once and to kill at any moment.
    """
    with connected(owner_url, "newsdesk migrate") as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
            cursor.execute(LEDGER)
            cursor.execute("select name, checksum from public.schema_migrations")
            applied: dict[str, str] = dict(cursor.fetchall())
        texts = migration_files()
        check(applied, texts, connection.info.dbname)
        missing = [name for name in texts if name not in applied]
        for name in missing:
            apply(connection, name, texts[name])
        if missing:
            apply_comments(connection, texts.values())
        narrow_privileges(connection)
        return missing


def narrow_privileges(connection: Connection) -> None:
    """Bring the privileges of all tables and views to what `privileges.sql` says, in one transaction.

    Not a migration: it holds for whatever tables there are, and is repeated whenever a database is migrated.
    """
    connection.autocommit = False
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(files("include.newsdesk.warehouse").joinpath("privileges.sql").read_text(encoding="utf-8"))
    finally:
        if not connection.closed:
            connection.autocommit = True


def check(applied: dict[str, str], texts: dict[str, str], database: str) -> None:
    """Refuse a database whose history is not the beginning of ours."""
    for name, checksum in applied.items():
        if name not in texts:
            raise SchemaTooNew(database, name)
        if checksum != digest(texts[name]):
            raise MigrationChanged(name)


def apply(connection: Connection, name: str, text: str) -> None:
    """Run one file and note it, both or neither."""
    connection.autocommit = False
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(text)
            cursor.execute("insert into public.schema_migrations (name, checksum) values (%s, %s)", (name, digest(text)))
    except psycopg2.OperationalError:
        raise
    except psycopg2.DatabaseError as error:
        raise MigrationFailed(name, str(error).strip()) from error
    finally:
        if not connection.closed:
            connection.autocommit = True


def digest(text: str) -> str:
    """Hash a migration's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def pending(url: str) -> list[str]:
    """Name the migrations that a database still lacks, without changing it."""
    connection = connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select to_regclass('public.schema_migrations')")
            if cursor.fetchone() == (None,):
                return list(migration_files())
            cursor.execute("select name, checksum from public.schema_migrations")
            applied: dict[str, str] = dict(cursor.fetchall())
        check(applied, migration_files(), connection.info.dbname)
        return [name for name in migration_files() if name not in applied]
    finally:
        connection.close()

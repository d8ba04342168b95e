"""Connections to the warehouse, and the one place where driver errors get their consequence.

Does not pool: a task opens one connection and closes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2.extensions import connection as Connection

from include.newsdesk.errors import PermanentError, TransientError

OLDEST_SERVER = 150_000
# Class 53: no disk, no memory, too many connections; 57P: shutting down; 58: system error; 40: deadlock, serialisation.
# XX000 is what Postgres says when a file can't be extended.
PASSING = ("08", "40", "53", "57P", "58", "XX000", "55P03")


class DatabaseUnavailable(TransientError):
    """The database can't be reached or can't work just now."""


class DatabaseTooOld(PermanentError):
    """Newsdesk needs Postgres 15 or newer."""


def connect(url: str, application: str = "newsdesk") -> Connection:
    """Open a connection in UTC.

    Raises `DatabaseUnavailable` or `DatabaseTooOld`; neither message holds the password.
    """
    try:
        connection = psycopg2.connect(url, application_name=application, connect_timeout=10, options="-c timezone=UTC")
    except psycopg2.OperationalError as error:
        raise DatabaseUnavailable(address(url), str(error).strip().splitlines()[0]) from None
    if connection.server_version < OLDEST_SERVER:
        version = connection.server_version // 10_000
        connection.close()
        raise DatabaseTooOld(address(url), f"the server runs version {version}")
    return connection


@contextmanager
def connected(url: str, application: str = "newsdesk") -> Iterator[Connection]:
    """Open a connection for a block, and map what Postgres raises in it.

    Passing troubles (server stopping, disk full, deadlock) become `DatabaseUnavailable`; others go through as they are.
    """
    connection = connect(url, application)
    try:
        yield connection
    except psycopg2.Error as error:
        if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError) or (error.pgcode or "").startswith(PASSING):
            raise DatabaseUnavailable(address(url), str(error).strip()) from error
        raise
    finally:
        connection.close()


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo a block alone when it raises, and let the transaction go on; may be nested."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint block")
        try:
            yield
        except BaseException:
            if not connection.closed:
                cursor.execute("rollback to savepoint block")
            raise
        cursor.execute("release savepoint block")


def address(url: str) -> str:
    """Name a database without its password."""
    parts = psycopg2.extensions.parse_dsn(url)
    return f"{parts.get('user', '')}@{parts.get('host', 'localhost')}:{parts.get('port', '5432')}/{parts.get('dbname', '')}"

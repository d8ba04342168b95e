"""The statements of the warehouse, one per file in `sql/`, run by name.

Does not build SQL: a statement is sent as it stands in its file, values go as named parameters.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values

Row = dict[str, Any]

TEXTS = {
    path.name.removesuffix(".sql"): path.read_text(encoding="utf-8")
    for path in files("include.newsdesk.warehouse").joinpath("sql").iterdir()
    if path.name.endswith(".sql")
}


def execute(connection: Connection, name: str, params: Mapping[str, object] | None = None) -> list[Row]:
    """Run the statement `sql/NAME.sql` and return its rows, if it has any.

    Takes part in the transaction of the connection; raises `KeyError` for a name without a file.
    """
    with connection.cursor() as cursor:
        cursor.execute(TEXTS[name], params)
        return named(cursor, cursor.fetchall()) if cursor.description else []


def execute_rows(connection: Connection, name: str, rows: Sequence[Sequence[object]]) -> list[Row]:
    """Run a statement with `values %s` once for all rows, and return what it returns, in no certain order."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        return named(cursor, execute_values(cursor, TEXTS[name], rows, page_size=500, fetch=True))


def execute_chunks(connection: Connection, name: str, params: Mapping[str, object], size: int) -> Iterator[list[Row]]:
    """Run a statement through a cursor of the server and yield its rows `size` at a time; needs a transaction."""
    with connection.cursor(name) as cursor:
        cursor.execute(TEXTS[name], params)
        while rows := named(cursor, cursor.fetchmany(size)):
            yield rows


def named(cursor: Cursor, rows: Sequence[Sequence[object]]) -> list[Row]:
    """Give the values of rows the names of their columns; several times as quick as the driver's own cursor for it."""
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows]

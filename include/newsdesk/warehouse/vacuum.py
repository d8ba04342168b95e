"""Vacuum tables. Does not choose them."""

from psycopg2 import sql
from psycopg2.extensions import connection as Connection


def vacuum(connection: Connection, schema: str, table: str) -> None:
    """Vacuum and analyze a table, outside any transaction; readers and writers go on."""
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("vacuum (analyze) {}").format(sql.Identifier(schema, table)))
    finally:
        connection.autocommit = False

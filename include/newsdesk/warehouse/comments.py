"""Comments on tables, views and columns, taken from the migrations.

In a migration, the text after `-- ` on the line that opens a table or view describes it, and on a column's line the
column. A line `-- marts.latency.articles: text` describes a view's column. Does not touch what has no such text, except
that a view's column without one takes over that of the table's column of the same name.
"""

import re
from collections.abc import Iterable, Iterator

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from include.newsdesk.warehouse.statements import TEXTS

OPENING = re.compile(r"^create (table|view|schema) ([\w.]+).*?--\s+(.+)$")
COLUMN = re.compile(r"^  (?!(?:primary|unique|constraint|check|foreign)\b)([a-z_][a-z0-9_]*)\s+[^-].*?--\s+(.+)$")
NAMED = re.compile(r"^-- (\w+\.\w+\.\w+): (.+)$")
ADDED = re.compile(r"^alter table ([\w.]+) add column ([a-z_]+) .*?--\s+(.+)$")


def find_comments(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, dotted name, comment) for everything that a migration describes."""
    table = ""
    for line in text.splitlines():
        if match := OPENING.match(line):
            kind, name, comment = match.groups()
            table = name if kind == "table" else ""
            yield kind, name, comment
        elif match := ADDED.match(line):
            yield "column", f"{match[1]}.{match[2]}", match[3]
        elif match := NAMED.match(line):
            yield "column", match[1], match[2]
        elif line.startswith(")"):
            table = ""
        elif table and (match := COLUMN.match(line)):
            yield "column", f"{table}.{match[1]}", match[2]


def apply_comments(connection: Connection, texts: Iterable[str]) -> None:
    """Write the comments of all migrations into the database; later ones win, and what is no longer there is passed over."""
    comments = {(kind, name): comment for text in texts for kind, name, comment in find_comments(text)}
    with connection.cursor() as cursor:
        cursor.execute(TEXTS["select_names"])
        present = set(cursor.fetchall())
        for (kind, name), comment in comments.items():
            if (kind, name) in present:
                cursor.execute(
                    sql.SQL("comment on {} {} is {}").format(
                        sql.SQL(kind), sql.Identifier(*name.split(".")), sql.Literal(comment)
                    )
                )
        cursor.execute(TEXTS["inherit_comments"])

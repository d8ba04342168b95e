"""Questions that the local commands ask a warehouse: how far it is, and three examples for the demonstration.

Does not change anything.
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from psycopg2.extras import RealDictCursor

from include.newsdesk.warehouse.connection import connected

EXAMPLES = ("example_latest", "example_languages", "example_edits")


@dataclass(frozen=True)
class Answer:
    """A question in words and in SQL, with the rows that came back."""

    question: str
    statement: str
    rows: list[dict[str, Any]]


def ask(database_url: str, *names: str) -> list[Answer]:
    """Run statements of `sql/` by name on one connection."""
    with (
        connected(database_url, "newsdesk report") as connection,
        connection.cursor(cursor_factory=RealDictCursor) as cursor,
    ):
        answers = []
        for name in names:
            text = files("include.newsdesk.local").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
            comment, _, statement = text.partition("\n")
            cursor.execute(statement)
            rows = [dict(row) for row in cursor.fetchall()]
            answers.append(Answer(comment.removeprefix("-- "), statement.strip(), rows))
    return answers

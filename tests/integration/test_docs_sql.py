"""The SQL in the documents runs as the analyst."""

import re
from pathlib import Path

import psycopg2
import pytest

from tests.postgres import News

ROOT = Path(__file__).parents[2]
BLOCKS = [
    (path.name, number, block)
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
    for number, block in enumerate(re.findall(r"```sql\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize(("name", "number", "block"), BLOCKS, ids=[f"{name}-{number}" for name, number, _ in BLOCKS])
def test_a_statement_of_the_documents_runs(news: News, name: str, number: int, block: str) -> None:
    as_operator = "ops." in block or "raw." in block
    connection = psycopg2.connect(news.owner_url if as_operator else news.analyst_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(block)
            assert cursor.description is not None
    finally:
        connection.close()

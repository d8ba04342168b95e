"""Keep the pages of the Data Docs in the warehouse, where every worker can write and every web server can read them.

Does not render a validation: `quality/data_docs.py` does, in the task that validated.
"""

from backports import zstd
from psycopg2.extensions import connection as Connection

from include.newsdesk.quality import Verdict
from include.newsdesk.quality.data_docs_index import index_page
from include.newsdesk.settings import read_settings
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute

KEPT = 50
"""Validations whose pages are kept."""


def keep_page(connection: Connection, name: str, verdict: Verdict) -> None:
    """Store the page of one validation and drop the oldest, within the caller's transaction."""
    if not verdict.page:
        return
    row = {"kind": "validation", "name": name, "rejected": len(verdict.rejected), "warned": len(verdict.warned)}
    execute(connection, "insert_data_docs", row | {"html": zstd.compress(verdict.page.encode())})
    execute(connection, "prune_data_docs", {"kind": "validation", "kept": KEPT})
    keep_suite(connection)


def keep_suite(connection: Connection) -> None:
    """Store the page of the suite where the expectations have changed."""
    from include.newsdesk.quality.data_docs import suite_page, suite_version

    name = suite_version()
    if execute(connection, "select_suite_known", {"name": name}):
        return
    page = {"kind": "suite", "name": name, "rejected": 0, "warned": 0, "html": zstd.compress(suite_page().encode())}
    execute(connection, "insert_data_docs", page)
    execute(connection, "prune_data_docs", {"kind": "suite", "kept": 1})


def read_index() -> str:
    """Render the list of the validations that are kept."""
    with connected(read_settings().database_url) as connection:
        return index_page(row for row in execute(connection, "select_data_docs") if row["kind"] == "validation")


def read_page(kind: str, page_id: int | None = None) -> str | None:
    """Read one page: a validation by its key, or the newest about the suite; None where there is none."""
    with connected(read_settings().database_url) as connection:
        rows = execute(connection, "select_data_docs_page", {"kind": kind, "page_id": page_id})
    return zstd.decompress(bytes(rows[0]["html"])).decode() if rows else None

"""A small newsroom whose answers the page about the marts shows.

python -m tests.marts        write the outputs into docs/marts.md anew
"""

import os
import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.stages.marts import build_marts
from include.newsdesk.stages.stories import build_stories
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles
from tests.loading import Page, article, load_pages
from tests.postgres import News

PAGE = Path(__file__).parents[1] / "docs" / "marts.md"
SECTION = re.compile(r"(```sql\n(.*?)```\n)(?:\n```text\n.*?```\n)?", re.DOTALL)
# Some marts look back a few weeks, so the morning is never long ago; on the page it always has the same date.
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=3)
SHOWN_DATE = "2026-11-23"
LEDGER, MERIDIAN = "https://ledger.example", "https://meridian.example"


FERRY = "The ferry to Velmora sailed again on Monday. Captain Oda Brekke blew the horn twice and the pier cheered her boat."
QUEUE = "Four hundred people stood on the pier before the first ferry to Velmora sailed. Captain Oda Brekke sold the tickets."
BANK = "Corvania's central bankers lifted borrowing costs by a quarter point, citing wages. Mortgages will follow within weeks."


def fill(news: News) -> None:
    """Load two publishers' morning, an edit, a copy and a page that the warehouse refuses; then build the marts."""
    ferry = article(
        f"{LEDGER}/ferry",
        title="Ferry returns to Velmora after nine years",
        body=FERRY,
        subtitle=None,
        section="Local",
        published_at=NOON,
    )
    queue = article(
        f"{MERIDIAN}/ferry", title="Velmora ferry returns: four hundred queue at dawn", body=QUEUE, subtitle=None, section=None,
        published_at=NOON + timedelta(hours=1),
    )  # fmt: skip
    bank = article(
        f"{LEDGER}/bank",
        title="Bank raises key rate to 4.5 per cent",
        body=BANK,
        subtitle=None,
        section="Money",
        published_at=NOON,
    )
    copied = article(
        f"{MERIDIAN}/bank",
        title=bank.title,
        body=BANK,
        subtitle=None,
        section="Business",
        published_at=NOON + timedelta(minutes=30),
    )
    broken = article(f"{LEDGER}/broken", title="A headline without an end " * 100)
    load_pages(news, *(Page(one, NOON) for one in (ferry, bank, broken)))
    later = NOON + timedelta(minutes=40)
    load_pages(news, *(Page(one, later, "Meridian", "The Meridian") for one in (queue, copied)))
    edited = article(
        f"{LEDGER}/ferry",
        title="Ferry returns to Velmora after ten years",
        body=FERRY,
        subtitle=None,
        section="Local",
        published_at=NOON,
    )
    load_pages(news, Page(edited, NOON + timedelta(hours=2)))
    build_stories()
    build_marts()


def with_outputs(text: str, url: str) -> str:
    """Return the page with what the warehouse answers below each statement."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:

            def answer(match: re.Match[str]) -> str:
                cursor.execute(match[2])
                names = [column.name for column in cursor.description or ()]
                rows = [dict(zip(names, map(shown, row), strict=True)) for row in cursor.fetchall()]
                return f"{match[1]}\n```text\n{draw_table(rows, '').rstrip()}\n```\n"

            return SECTION.sub(answer, text)
    finally:
        connection.close()


def shown(value: object) -> object:
    """Write a value for a page; a text that is long is cut."""
    if isinstance(value, int | float):
        return value
    text = ", ".join(value) if isinstance(value, list) else str(value) if value is not None else ""
    text = text.replace(f"{NOON:%Y-%m-%d}", SHOWN_DATE)
    return text if len(text) <= 60 else text[:59] + "…"


def main() -> None:
    server = EmbeddedPostgres(Path(tempfile.mkdtemp(prefix="newsdesk-test-")))
    server.start()
    try:
        urls = [
            server.url("postgres"),
            *(server.url("postgres", f"newsdesk_{role}", "secret") for role in ("loader", "receiver", "analyst")),
        ]
        os.environ["NEWSDESK_DATABASE_URL"] = urls[1]
        migrate(urls[0])
        ensure_roles(urls[0], "secret", "secret", "secret")
        fill(News(*urls))
        PAGE.write_text(with_outputs(PAGE.read_text(encoding="utf-8"), urls[-1]), encoding="utf-8")
    finally:
        server.remove()


if __name__ == "__main__":
    main()

"""Load: pages a second into the full schema, new and unchanged, with one worker and two, beside a bare COPY of the same rows.

    python -m tests.bench.load [DATABASE_URL] [--pages 2000] [--batch 500]

Without a URL a server of its own is started and begins empty. With one (of the owner, migrated) the rows come on top of
what a generator has put there. Making the batches is not counted, load is: from the task's start to its commit.
"""

import argparse
import os
import tempfile
import time
import uuid
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg2

from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.stages.load import load
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles
from tests.bench.fill_warehouse import CHUNK, COLUMNS, World
from tests.loading import NOON, Page, article, stage_batch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="address of a migrated warehouse, as its owner; default: an empty one of its own")
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=500)
    options = parser.parse_args()
    if options.url:
        return measure(options.url, options.pages, options.batch)
    server = EmbeddedPostgres(Path(tempfile.mkdtemp(prefix="newsdesk-bench-")))
    server.start()
    try:
        migrate(server.url("postgres"))
        ensure_roles(server.url("postgres"), "secret", "secret", "secret")
        measure(server.url("postgres"), options.pages, options.batch)
    finally:
        server.remove()


def measure(url: str, count: int, size: int) -> None:
    os.environ["NEWSDESK_DATABASE_URL"] = url
    print(f"articles before {ask(url, 'select count(*) from news.articles')[0][0]}  pages {count}  batches of {size}")
    copied = bare_copy(url, pages(count, NOON))
    print(f"bare COPY of title and body        {copied:8.0f} rows/s")
    for workers in (1, 2):
        fresh = pages(count, NOON)
        for kind, batch_pages in (("new", fresh), ("unchanged", [again(page) for page in fresh])):
            batches = [stage_batch(url, batch_pages[i : i + size]) for i in range(0, count, size)]
            ask(url, "analyze")
            start = time.perf_counter()
            with ProcessPoolExecutor(workers) as pool:
                results = list(pool.map(load, batches))
            rate = count / (time.perf_counter() - start)
            done = sum(result[kind] for result in results)
            name = f"{workers} worker{'s' * (workers > 1):1}  {kind:9}"
            print(f"{name} {done:6} pages   {rate:8.0f} pages/s   {rate / copied:6.3f} of COPY")


def pages(count: int, at: datetime) -> list[Page]:
    """Articles of about 3 KB that no other run has; their words are as frequent as words of a language are."""
    run = uuid.uuid4()
    world = World(run.int % 2**32, at, count)
    drawn = [row for chunk in range(-(-count // CHUNK)) for row in world.chunk(chunk)["news.articles"]]
    columns = COLUMNS["news.articles"].split(", ")
    found = []
    for n, row in enumerate(drawn):
        its = dict(zip(columns, row, strict=True))
        html = "".join(f"<p>{paragraph}</p>" for paragraph in its["body"].split("\n\n"))
        fields = {name: its[name] for name in ("title", "body", "section", "language", "word_count")}
        one = article(
            f"https://ledger{n % 50}.example/{run}/{n}", **fields, body_html=html, authors=tuple(its["authors"]),
            tags=tuple(its["tags"]),
        )  # fmt: skip
        found.append(Page(one, at, f"Feed {n % 50}", f"Publisher {n % 50}"))
    return found


def again(page: Page) -> Page:
    return Page(page.article, page.captured_at + timedelta(hours=1), page.feed, page.publisher)


def bare_copy(url: str, rows: list[Page]) -> float:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("create temporary table bare (url text, title text, body text)")
            text = "".join(
                f"{page.article.url}\t{page.article.title}\t{page.article.body}".replace("\n", "\\n") + "\n" for page in rows
            )
            start = time.perf_counter()
            cursor.copy_expert("copy bare from stdin", StringIO(text))
            return len(rows) / (time.perf_counter() - start)
    finally:
        connection.close()


def ask(url: str, text: str) -> list[tuple]:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


if __name__ == "__main__":
    main()

"""Load: pages a second into the full schema, new and unchanged, with one worker and two, beside a bare COPY of the same rows.

    python -m tests.bench.load [FOLDER] [--pages 2000] [--batch 500] [--backfill]

Without a folder the warehouse begins empty. With one that fill_warehouse has filled, the rows come on top of those, and stay.
Making the batches is not counted, load is: from the task's start to its commit. With --backfill the indexes for searching are
dropped, new pages loaded with one worker, and the indexes built again, beside the same number loaded with the indexes there.
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

from include.newsdesk.local.postgres import SETTINGS, EmbeddedPostgres
from include.newsdesk.stages.load import load
from include.newsdesk.warehouse.migrations import migrate
from include.newsdesk.warehouse.roles import ensure_roles
from tests.bench.fill_warehouse import CHUNK, COLUMNS, World
from tests.loading import NOON, Page, article, stage_batch

SEARCH_INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index as i
join pg_class as c on c.oid = indexrelid join pg_am as a on a.oid = c.relam
where indrelid = 'news.articles'::regclass and amname = 'gin'
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="folder that fill_warehouse has filled; default: an empty warehouse")
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--backfill", action="store_true", help="measure what dropping the search indexes gains")
    parser.add_argument("--shared-buffers", default="2GB", help="as a server for many articles would have; make run has 128MB")
    options = parser.parse_args()
    SETTINGS["shared_buffers"] = options.shared_buffers
    server = EmbeddedPostgres(options.folder or Path(tempfile.mkdtemp(prefix="newsdesk-bench-")))
    server.start()
    try:
        url = server.url("postgres")
        migrate(url)
        ensure_roles(url, "loader", "receiver", "analyst")
        os.environ["NEWSDESK_DATABASE_URL"] = url
        before = ask(url, "select count(*) from news.articles")[0][0]
        print(f"articles before {before}  pages {options.pages}  batches of {options.batch}", flush=True)
        (backfill if options.backfill else measure)(url, options.pages, options.batch)
    finally:
        server.stop() if options.folder else server.remove()


def measure(url: str, count: int, size: int) -> None:
    copied = bare_copy(url, pages(count, NOON))
    print(f"bare COPY of title and body        {copied:8.0f} rows/s", flush=True)
    for workers in (1, 2):
        fresh = pages(count, NOON)
        for kind, batch_pages in (("new", fresh), ("unchanged", [again(page) for page in fresh])):
            done, seconds = load_all(url, batch_pages, kind, size, workers)
            rate = count / seconds
            name = f"{workers} worker{'s' * (workers > 1):1}  {kind:9}"
            print(f"{name} {done:6} pages   {rate:8.0f} pages/s   {rate / copied:6.3f} of COPY", flush=True)


def backfill(url: str, count: int, size: int) -> None:
    _, with_indexes = load_all(url, pages(count, NOON), "new", size, 1)
    print(f"with all indexes           {count / with_indexes:8.0f} pages/s", flush=True)
    indexes = ask(url, SEARCH_INDEXES)
    ask(url, "drop index " + ", ".join(name for name, _ in indexes))
    _, without = load_all(url, pages(count, NOON), "new", size, 1)
    print(f"without the search indexes {count / without:8.0f} pages/s", flush=True)
    start = time.perf_counter()
    for _, definition in indexes:
        ask(url, "set maintenance_work_mem = '512MB'; " + definition)
    built = time.perf_counter() - start
    articles = ask(url, "select count(*) from news.articles")[0][0]
    print(f"building them anew         {articles / built:8.0f} articles/s, {built:.1f} s for all {articles}")


def load_all(url: str, batch_pages: list[Page], kind: str, size: int, workers: int) -> tuple[int, float]:
    """Load pages in batches; returns how many were of a kind, and the seconds."""
    batches = [stage_batch(url, batch_pages[i : i + size]) for i in range(0, len(batch_pages), size)]
    ask(url, "analyze")
    start = time.perf_counter()
    with ProcessPoolExecutor(workers) as pool:
        results = list(pool.map(load, batches))
    return sum(result[kind] for result in results), time.perf_counter() - start


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

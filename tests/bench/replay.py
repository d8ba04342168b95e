"""Measure a replay: articles a second from stored pages of real size, through parse, validate and load.

    python -m tests.bench.replay [DIR ...] [--articles N]

DIR is a folder of captured pages that `serve_captured` serves; without one, the project's golden pages are stored again and
again. Prints sizes, seconds and articles a second, and beside it the pace of parsing alone, without a database, with one process
for each core, in the same run.
"""

import argparse
import gzip
import logging
import multiprocessing
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from include.newsdesk.articles import extract_article
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.quality import prepare
from include.newsdesk.stages.replay import Choice, replay_articles
from tests.bench.serve_captured import read_pages
from tests.golden_pages import PAGES, page_url
from tests.postgres import News
from tests.stored import ingest, store_pages

ALONE = 100
CORES = os.cpu_count() or 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    logging.basicConfig(format="%(relativeCreated)8.0f ms  %(message)s")
    logging.getLogger("include.newsdesk").setLevel(logging.ERROR)
    logging.getLogger("include.newsdesk.stages.replay").setLevel(logging.INFO)
    prepare()
    pages = collect(options.folders, options.articles)
    size = sum(map(len, pages.values())) / len(pages)
    print(f"{len(pages)} pages, {size / 1024:.0f} KiB each on average, {CORES} cores")
    postgres = EmbeddedPostgres(Path(tempfile.mkdtemp(prefix="newsdesk-bench-")))
    try:
        postgres.start()
        measure(postgres, pages)
    finally:
        postgres.remove()


def collect(folders: list[Path], most: int) -> dict[str, bytes]:
    """Read captured or golden pages; what is too few is repeated under other addresses."""
    if folders:
        found = {
            f"https://{p.domain}{p.target}": gzip.decompress(p.file.read_bytes())
            for folder in folders
            for p in read_pages(folder)
        }
    else:
        htmls = [path.read_bytes() for path in sorted(PAGES.rglob("*.html"))]
        found = {page_url(html): html for html in htmls}
    pages: dict[str, bytes] = {}
    turn = 0
    while len(pages) < most:
        for url, html in found.items():
            # On a host of another site the canonical link does not count, so that a repeated page is an article of its own.
            pages[url if turn == 0 else f"https://turn{turn}.example/{urlsplit(url).netloc}{urlsplit(url).path}"] = html
        turn += 1
    return dict(list(pages.items())[:most])


def alone(pages: list[tuple[str, bytes]]) -> float:
    """Parse pages in one process for each core and return how many a second."""
    with multiprocessing.get_context("fork").Pool(CORES) as pool:
        pool.starmap(read, pages[:CORES])
        began = time.perf_counter()
        pool.starmap(read, pages, chunksize=5)
        return len(pages) / (time.perf_counter() - began)


def read(url: str, html: bytes) -> int:
    """Parse one page; its text is not sent back."""
    return len(extract_article(html, url).body)


def measure(postgres: EmbeddedPostgres, pages: dict[str, bytes]) -> None:
    """Load the pages once, then replay them and print the pace."""
    urls = prepare_databases(postgres, None, keep_credentials(postgres.directory / "credentials.json"))
    os.environ["NEWSDESK_DATABASE_URL"] = urls.loader
    news = News(urls.owner, urls.loader, urls.receiver, urls.analyst)
    items = list(pages.items())
    began = time.perf_counter()
    for start in range(0, len(items), 500):
        ingest(store_pages(dict(items[start : start + 500]), "Bench Post", news=news, at=datetime.now(UTC)))
    articles = news.query("select count(*) from news.articles")[0][0]
    print(f"loaded {articles} articles in {time.perf_counter() - began:.1f} s")
    bare = alone(list(pages.items())[:ALONE])
    began, used = time.perf_counter(), os.times()
    counts = replay_articles("bench", Choice())
    seconds, now = time.perf_counter() - began, os.times()
    done = sum(counts.values())
    parsing = now.children_user + now.children_system - used.children_user - used.children_system
    rest = now.user + now.system - used.user - used.system
    bare = (bare + alone(list(pages.items())[:ALONE])) / 2  # before and after, as the load of a machine changes
    print(f"replayed {counts} in {seconds:.1f} s: {done / seconds:.1f} articles/s")
    print(f"parse alone: {bare:.1f} pages/s; the replay has {done / seconds / bare:.2f} of that")
    print(f"CPU without Postgres: {parsing / done * 1000:.1f} ms an article in parsers, {rest / done * 1000:.1f} ms beside them")
    print("balance:", news.query("select sum(difference)::integer from ops.balance")[0][0])


if __name__ == "__main__":
    main()

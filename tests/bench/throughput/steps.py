"""Where the CPU time goes: each stage on one world, and the bare steps that it can't do without.

    python -m tests.bench.throughput.steps [--world small|real] [--articles N]

The stages run one after the other in this process. Time is CPU, so that a busy machine says the same, in milliseconds an article:
of this process, of its parser children and of Postgres. Does not run Airflow.
"""

import argparse
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psutil
import urllib3
from bs4 import BeautifulSoup
from lxml.html import document_fromstring

from include.newsdesk.articles import blocks, body, extract_article
from include.newsdesk.articles.mass import Mass
from include.newsdesk.articles.page import read_page
from include.newsdesk.articles.prune import prune
from include.newsdesk.cli.progress import interruptible
from include.newsdesk.cli.tables import draw_table
from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.matching.minhash import signature
from include.newsdesk.quality import judge
from include.newsdesk.stages import batches, fetch, load, marts, parse, poll, validate
from include.newsdesk.stages.catalogue import sync_feeds
from tests.bench.throughput.__main__ import stored_pages
from tests.bench.throughput.contestants import IMPOLITE, write_catalogue
from tests.bench.throughput.origin import RunningOrigin

Row = dict[str, object]


class Clock:
    """CPU seconds by stage: of this process, its ended children, Postgres."""

    def __init__(self, postgres: int) -> None:
        """Watch the server with this process id."""
        self._postgres = psutil.Process(postgres)
        self.spent: dict[str, list[float]] = {}

    def run(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work on a stage's account."""
        before = self._read()
        result = work()
        after = self._read()
        self.spent.setdefault(stage, [0.0, 0.0, 0.0])
        self.spent[stage] = [spent + b - a for spent, a, b in zip(self.spent[stage], before, after, strict=True)]
        return result

    def _read(self) -> list[float]:
        own, server = os.times(), self._postgres.cpu_times()
        total = server.user + server.system + server.children_user + server.children_system
        for process in self._postgres.children(recursive=True):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
        return [own.user + own.system, own.children_user + own.children_system, total]


def run_stages(clock: Clock, loader: str, catalogue: Path) -> None:
    """Take a catalogue's articles through all stages."""
    os.environ.update(IMPOLITE, NEWSDESK_DATABASE_URL=loader)
    sync_feeds(loader, catalogue)
    judge([], data_docs=False)  # What imports and the suite cost once is not a stage's.
    for shard in poll.plan_shards():
        clock.run("poll", lambda shard=shard: poll.poll(shard))
    for batch_id in clock.run("poll", batches.batch_entries):
        batch = clock.run("fetch", lambda batch_id=batch_id: fetch.fetch(batch_id))
        clock.run("parse", lambda batch=batch: parse.parse(batch))
        clock.run("validate", lambda batch=batch: validate.validate(batch))
        print(clock.run("load", lambda batch=batch: load.load(batch)), file=sys.stderr)
    clock.run("marts", marts.build_marts)


def stage_rows(clock: Clock, articles: int) -> list[Row]:
    """Lay the stages out as rows."""
    rows: list[Row] = []
    for stage, spent in [*clock.spent.items(), ("all", [sum(each) for each in zip(*clock.spent.values(), strict=True)])]:
        own, children, postgres = (round(1000 * seconds / articles, 2) for seconds in spent)
        total = round(1000 * sum(spent) / articles, 2)
        rows.append({"stage": stage, "process": own, "children": children, "Postgres": postgres, "ms an article": total})
    return rows


def bare_rows(urls: list[str]) -> list[Row]:
    """Do each bare step on every page."""
    pool = urllib3.PoolManager(num_pools=64)
    htmls: list[bytes] = []
    rows = [timed("urllib3 request, gunzip", urls, lambda url: htmls.append(pool.request("GET", url).data))]
    pages = list(zip(urls, htmls, strict=True))
    elements = [pruned(html, url) for url, html in pages]
    texts = [element.text_content() for element in elements]
    articles = [extract_article(html, url) for url, html in pages]
    rows += [
        timed("lxml parse", htmls, document_fromstring),
        timed("read_page: decode, parse, collect, drop", pages, lambda page: read_page(page[1], page[0])),
        timed("BeautifulSoup, whole page", htmls, lambda html: BeautifulSoup(html, "lxml")),
        timed("BeautifulSoup, pruned tree", elements, blocks.read_runs),
        timed("extract_article, all of it", pages, lambda page: extract_article(page[1], page[0])),
        timed("MinHash of the text", texts, signature),
        timed("to and from a child", list(zip(htmls, articles, strict=True)), lambda both: pickle.loads(pickle.dumps(both))),  # noqa: S301
    ]
    return rows


def pruned(html: bytes, url: str) -> Any:
    """Return the element that holds the text of a page, as the extractor gives it to BeautifulSoup."""
    page = read_page(html, url)
    mass = Mass(page.root, "")
    prune(page, mass)
    choice = body.choose(page.root, mass)
    return choice.element if choice else page.root


def timed(name: str, things: Iterable[Any], step: Callable[[Any], Any]) -> Row:
    """Time one step over many things."""
    things = list(things)
    began = time.process_time()
    for thing in things:
        step(thing)
    return {"bare step": name, "ms an article": round(1000 * (time.process_time() - began) / len(things), 2)}


def main() -> int:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(prog="steps", description="Show what each stage costs beside its bare steps.")
    parser.add_argument("--articles", type=int, default=400, metavar="N")
    parser.add_argument("--world", choices=("small", "real"), default="real")
    parser.add_argument("--pages", type=Path, default=os.environ.get("NEWSDESK_SHARED"), help="holds `extraction`, stored pages")
    options = parser.parse_args()
    folders = stored_pages(options.world, options.pages)
    if folders is None:
        return 2
    with (
        interruptible(),
        tempfile.TemporaryDirectory() as folder,
        RunningOrigin(options.world, options.articles, folders) as origin,
    ):
        home = Path(folder)
        home.chmod(0o755)
        postgres = EmbeddedPostgres(home / "postgres")
        postgres.start()
        try:
            assert postgres.pid is not None
            loader = prepare_databases(postgres, None, keep_credentials(home / "credentials.json")).loader
            clock = Clock(postgres.pid)
            run_stages(clock, loader, write_catalogue(home / "feeds.yaml", origin.bases))
            urls = [url for site in origin.urls for url in site]
            print(draw_table(stage_rows(clock, len(urls))))
            print(draw_table(bare_rows(urls)))
        finally:
            postgres.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())

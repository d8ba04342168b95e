"""Who takes part: how each is set up, sent off and asked what it has stored. Does not measure."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg2
import yaml

from include.newsdesk.local.credentials import keep_credentials
from include.newsdesk.local.databases import prepare_databases
from include.newsdesk.local.demo import SETTINGS
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.local.stack import ROOT, Stack
from include.newsdesk.stages.catalogue import sync_feeds
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute

Progress = Callable[[str], None]

IMPOLITE = {**SETTINGS, "NEWSDESK_HOST_DELAY_SECONDS": "0", "NEWSDESK_POLL_FLOOR_SECONDS": "7200",
            "NEWSDESK_POLL_CEILING_SECONDS": "14400"}  # fmt: skip
"""Polite delays are off, and no feed is polled but when a round begins."""
STATE = """
select
  (select count(*) from ops.polls) as polls, (select count(*) from ops.entries where state = 'waiting') as waiting,
  (select count(*) from ops.entries where state <> 'waiting') as settled
"""
LINKS = "select distinct url from ops.entries where state in ('loaded', 'unchanged', 'duplicate')"
ASIDE = "select distinct url from ops.entries where state = 'quarantined'"
ARTICLES = "select count(*), count(duplicate_of) from news.articles"
REVISED = """
select u.url
from news.article_revisions r
join news.article_urls u using (article_id)
where r.revision > 1
"""


@dataclass
class Stored:
    """What a contestant has: addresses of pages, rows, addresses set aside with a reason, pages with older versions.

    `copies` are rows of other pages that are marked as carrying a text known before.
    """

    urls: set[str]
    rows: int
    aside: set[str] = field(default_factory=set)
    revised: set[str] = field(default_factory=set)
    copies: int = 0


class Contestant(Protocol):
    """One way to bring a world's articles into Postgres; `start`, then a `go` a round, then `stop`."""

    name: str

    def start(self, home: Path, bases: Sequence[str]) -> None:
        """Make everything ready that stands before the first round; not measured."""

    def go(self) -> None:
        """Begin a round."""

    def settled(self) -> int:
        """Count what is stored up to now; the last change of it ends a round's seconds."""

    def is_over(self) -> bool:
        """Whether the round has ended."""

    def stored(self) -> Stored:
        """Say what there is after a round."""

    def stop(self) -> None:
        """End and remove everything."""


def rows_of(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement."""
    with connected(url, "newsdesk bench") as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def write_catalogue(path: Path, bases: Sequence[str]) -> Path:
    """Write the sites' feeds as a catalogue file."""
    unknown = {"language": "und", "country": "ZZ"}
    rows = [
        {"name": f"Site {number}", "url": f"{base}/feed.xml", "publisher": f"Site {number}", **unknown}
        for number, base in enumerate(bases)
    ]
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return path


class Newsdesk:
    """What both ways of running Newsdesk share: the warehouse and the questions to it."""

    owner = ""
    loader = ""
    _rounds = 0
    _sites = 0

    def stored(self) -> Stored:
        urls = {str(url) for (url,) in rows_of(self.owner, LINKS)}
        aside = {str(url) for (url,) in rows_of(self.owner, ASIDE)}
        [(rows, copies)] = rows_of(self.owner, ARTICLES)
        return Stored(urls, rows, aside, {str(url) for (url,) in rows_of(self.owner, REVISED)}, copies)

    def settled(self) -> int:
        return int(rows_of(self.owner, STATE)[0][2])

    def _has_come_through(self) -> bool:
        [(polls, waiting, _)] = rows_of(self.owner, STATE)
        return bool(polls >= self._rounds * self._sites and waiting == 0)

    def _make_due(self) -> None:
        """Add the feeds, or make them due again."""
        self._rounds += 1
        if self._rounds == 1:
            sync_feeds(self.loader, self.catalogue)
            return
        with connected(self.loader) as connection, connection:
            execute(connection, "force_feeds_due", {"names": None})
            execute(connection, "notify_feeds_due")

    catalogue = Path()


class ThroughAirflow(Newsdesk):
    """A local installation as in production; a round begins when its feeds become due."""

    def __init__(self, progress: Progress) -> None:
        """Tell where it stands."""
        self.name, self._progress = "newsdesk (Airflow)", progress

    def start(self, home: Path, bases: Sequence[str]) -> None:
        self._sites, self.catalogue = len(bases), write_catalogue(home / "feeds.yaml", bases)
        empty = home / "empty.yaml"
        empty.write_text("[]\n", encoding="utf-8")
        self._stack = Stack(home / "stack", self._progress)
        self._stack.claim()
        for name in ("ui", "receiver"):  # The usual ports are the first that any other installation takes.
            with socket.create_server(("127.0.0.1", 0)) as probe:
                (home / "stack" / f"{name}-port").write_text(str(probe.getsockname()[1]))
        self._stack.start(empty, IMPOLITE)
        address = self._stack.address()
        self.owner, self.loader = address.owner_url, address.loader_url

    def go(self) -> None:
        self._make_due()

    def is_over(self) -> bool:
        self._stack.watch()
        return self._has_come_through()

    def stop(self) -> None:
        self._stack.stop()
        self._stack.remove()


class Processes:
    """A contestant that is a command; a round is over when it ends."""

    _process: subprocess.Popen[bytes] | None = None

    def _prepare(self, home: Path) -> EmbeddedPostgres:
        self.home = home
        self.postgres = EmbeddedPostgres(home / "postgres")
        self.postgres.start()
        return self.postgres

    def _run(self, command: Sequence[str | Path], environment: Mapping[str, str] = os.environ) -> None:
        with (self.home / "output.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=dict(environment), cwd=ROOT)

    def is_over(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
        self.postgres.remove()


class WithoutAirflow(Processes, Newsdesk):
    """The stages called by a process of its own."""

    name = "newsdesk (stages)"

    def start(self, home: Path, bases: Sequence[str]) -> None:
        self._sites, self.catalogue = len(bases), write_catalogue(home / "feeds.yaml", bases)
        urls = prepare_databases(self._prepare(home), None, keep_credentials(home / "credentials.json"))
        self.owner, self.loader = urls.owner, urls.loader

    def go(self) -> None:
        self._make_due()
        environment = {**os.environ, **IMPOLITE, "NEWSDESK_DATABASE_URL": self.loader}
        self._run([sys.executable, "-m", "tests.bench.throughput.stages"], environment)


class Script(Processes):
    """The home-made script."""

    name = "script, 16 threads"

    def __init__(self, python: Path) -> None:
        """Take the interpreter that has its packages."""
        self._python = python

    def start(self, home: Path, bases: Sequence[str]) -> None:
        self.url = make_database(self._prepare(home), "script")
        self._feeds = home / "feeds.txt"
        self._feeds.write_text("\n".join(f"{base}/feed.xml" for base in bases))

    def go(self) -> None:
        self._run([self._python, Path(__file__).with_name("script.py"), self._feeds, self.url])

    def settled(self) -> int:
        [(there,)] = rows_of(self.url, "select to_regclass('articles') is not null")
        return int(rows_of(self.url, "select count(*) from articles")[0][0]) if there else 0

    def stored(self) -> Stored:
        links = [str(url) for (url,) in rows_of(self.url, "select url from articles")]
        return Stored({link.partition("?")[0] for link in links}, len(links))


def make_database(postgres: EmbeddedPostgres, name: str) -> str:
    """Create a database and return its address."""
    connection = psycopg2.connect(postgres.url("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"create database {name}")
    connection.close()
    return postgres.url(name)

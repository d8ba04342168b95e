"""Serve folders of stored pages, and stored feed documents, as if their publishers were on this machine.

    python -m tests.bench.serve_captured DIR [DIR ...] [--feeds FEEDS_DIR] [--catalogue FILE]

DIR holds `truth.jsonl` and `pages/ID.html.gz`, FEEDS_DIR holds `index.jsonl` and the documents named there. A page
keeps the path of its real address and names itself in the query: `/2024/05/story.html?captured=SET/ID`. Each domain has
an RSS feed that says what a publisher's feed says: title, link, date. Does not rewrite a page or a document.
"""

import argparse
import gzip
import hashlib
import json
import signal
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree

import yaml

from include.newsdesk.local.newsroom.server import Ask, Listener, Reply, conditional

PORTS = 16
"""Listeners; politeness is kept for each host and port, so that domains on other ports don't wait for each other."""
ROBOTS = "User-agent: *\nAllow: /\n"
COUNTRIES = {"UK": "GB", "IND": "IN"}
"""Codes in truth files that are not ISO 3166."""


class MissingFolder(Exception):
    """A folder does not hold what is to be served."""


@dataclass(frozen=True)
class CapturedPage:
    """One stored page and what is known of it: `url` is its address on this machine, `body` empty where nobody wrote it down."""

    key: str
    file: Path
    target: str
    domain: str
    publisher: str
    title: str
    published: datetime | None
    language: str
    country: str
    body: str = ""
    url: str = ""


@dataclass(frozen=True)
class CapturedFeed:
    """One stored feed document."""

    feed_id: str
    file: Path
    name: str
    domain: str
    is_json: bool
    url: str = ""


def read_pages(folder: Path) -> list[CapturedPage]:
    """Read what a folder holds, in the order of its truth. Raises MissingFolder."""
    return [_page(folder, row) for row in _rows(folder / "truth.jsonl")]


def read_feeds(folder: Path) -> list[CapturedFeed]:
    """Read the index of stored feed documents. Raises MissingFolder."""
    return [
        CapturedFeed(
            feed_id=row["id"],
            file=folder / row["file"],
            name=f"Stored: {row['feed_title'] or row['path']} [{row['id']}]",
            domain=urlsplit(row["feed_link"] or "").hostname or row["id"],
            is_json=row["format"].startswith("json"),
        )
        for row in _rows(folder / "index.jsonl")
    ]


def page_key(url: str) -> str | None:
    """Return the `SET/ID` that an address on this machine names, also in its identity form; None for others."""
    return next(iter(parse_qs(urlsplit(url).query).get("captured", [])), None)


class CapturedWeb:
    """The listeners, with all pages and feeds spread over them by domain. `start` once, `stop` once."""

    def __init__(self, pages: Sequence[CapturedPage], documents: Sequence[CapturedFeed] = ()) -> None:
        """Take a free port for each listener; nothing is served before `start`."""
        self._listeners = [Listener(0, self._answer) for _ in range(PORTS)]
        self.addresses = [listener.url for listener in self._listeners]
        self.pages = {page.key: replace(page, url=self._address(page.domain) + page.target) for page in pages}
        self.documents = {one.feed_id: replace(one, url=f"{self._address(one.domain)}/stored/{one.feed_id}") for one in documents}
        self._by_domain: dict[str, list[CapturedPage]] = defaultdict(list)
        for page in self.pages.values():
            self._by_domain[page.domain].append(page)

    def start(self) -> None:
        """Serve, each port in a thread of its own."""
        for listener in self._listeners:
            listener.start()

    def stop(self) -> None:
        """Close all ports."""
        with ThreadPoolExecutor(PORTS) as threads:  # each waits for its serving thread to look up
            list(threads.map(Listener.stop, self._listeners))

    def catalogue(self) -> list[dict[str, Any]]:
        """List the feeds as a catalogue does; stored documents are off, since their entries lead to the publishers."""
        feeds: list[dict[str, Any]] = []
        for domain, pages in self._by_domain.items():
            publisher = pages[0].publisher
            feeds.append(
                {
                    "name": domain if publisher == domain else f"{publisher} ({domain})",
                    "url": self._feed_url(domain),
                    "publisher": publisher,
                    "language": next((page.language for page in pages if page.language != "und"), "und"),
                    "country": next((page.country for page in pages if page.country != "ZZ"), "ZZ"),
                }
            )
        for one in self.documents.values():
            unknown = {"publisher": one.domain, "language": "und", "country": "ZZ"}
            feeds.append({"name": one.name, "url": one.url, **unknown, "enabled": False})
        return feeds

    def write_catalogue(self, path: Path) -> None:
        """Write the catalogue to a file."""
        path.write_text(yaml.safe_dump(self.catalogue(), allow_unicode=True, sort_keys=False), encoding="utf-8")

    def _address(self, domain: str) -> str:
        return self.addresses[hashlib.sha256(domain.encode()).digest()[0] % PORTS]

    def _feed_url(self, domain: str) -> str:
        return f"{self._address(domain)}/feeds/{quote(domain)}.xml"

    def _answer(self, ask: Ask) -> Reply:
        return conditional(ask, self._find(ask))

    def _find(self, ask: Ask) -> Reply:
        key = page_key(ask.target)
        if key in self.pages:
            return Reply(200, gzip.decompress(self.pages[key].file.read_bytes()), "text/html; charset=utf-8")
        if ask.path == "/robots.txt":
            return Reply(200, ROBOTS.encode())
        _, folder, name = (ask.path.split("/", 2) + ["", ""])[:3]
        pages = self._by_domain.get(name.removesuffix(".xml")) if folder == "feeds" else None
        if pages:
            return Reply(200, rss(pages), "application/rss+xml; charset=utf-8")
        document = self.documents.get(name) if folder == "stored" else None
        if document:
            return Reply(200, document.file.read_bytes(), f"application/{'feed+json' if document.is_json else 'xml'}")
        return Reply(404, b"Not found\n")


def rss(pages: Sequence[CapturedPage]) -> bytes:
    """Write the RSS 2.0 feed of one domain's pages."""
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    first = urlsplit(pages[0].url)
    head = {"title": pages[0].publisher, "link": f"{first.scheme}://{first.netloc}/", "description": pages[0].domain}
    if pages[0].language != "und":
        head["language"] = pages[0].language
    for name, text in head.items():
        ElementTree.SubElement(channel, name).text = text
    for page in pages:
        item = ElementTree.SubElement(channel, "item")
        ElementTree.SubElement(item, "title").text = page.title
        ElementTree.SubElement(item, "link").text = page.url
        if page.published:
            ElementTree.SubElement(item, "pubDate").text = format_datetime(page.published)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise MissingFolder(f"nothing to serve in {path.parent}: {path.name} is not there")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _page(folder: Path, row: dict[str, Any]) -> CapturedPage:
    key = f"{folder.resolve().name}/{row['id']}"
    country = (row.get("country") or "ZZ").upper()
    return CapturedPage(
        key=key,
        file=folder / "pages" / f"{row['id']}.html.gz",
        target=f"{quote(urlsplit(row['url']).path or '/', safe='/%:@!$&+,;=~*()')}?captured={quote(key)}",
        domain=row["domain"],
        publisher=row["publisher"],
        title=row.get("title") or f"Page {row['id']}",
        published=datetime.fromisoformat(row["published"]) if row.get("published") else None,
        language=row.get("lang_hint") or "und",
        country=COUNTRIES.get(country, country),
        body=row.get("body") or "",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal comes; return 2 where a folder is missing."""
    parser = argparse.ArgumentParser(prog="serve_captured", description="Serve stored pages and feeds on 127.0.0.1.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR", help="holds truth.jsonl and pages/ID.html.gz")
    parser.add_argument("--feeds", type=Path, metavar="FEEDS_DIR", help="holds index.jsonl and stored feed documents")
    parser.add_argument("--catalogue", type=Path, metavar="FILE", help="write the feeds there as a feed catalogue")
    options = parser.parse_args(arguments)
    try:
        pages = [page for folder in options.folders for page in read_pages(folder)]
        documents = read_feeds(options.feeds) if options.feeds else []
    except MissingFolder as error:
        sys.stderr.write(f"serve_captured: {error}\n")
        return 2
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # before any thread starts, so that only sigwait sees them
    web = CapturedWeb(pages, documents)
    if options.catalogue:
        web.write_catalogue(options.catalogue)
    web.start()
    print(json.dumps({"pages": len(web.pages), "addresses": web.addresses, "feeds": web.catalogue()}), flush=True)
    signal.sigwait(signals)
    web.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

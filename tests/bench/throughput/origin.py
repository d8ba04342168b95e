"""The benchmark's publishers, in a process of their own: every site is a loopback address, all share one port.

    python -m tests.bench.throughput.origin --world small --articles 500

A site has a front page that names its feed, a robots.txt, an RSS feed with validators and the pages. Every answer takes 30 ms,
as over a short line. Commands come on standard input, one word a line: `counts` gives requests and bytes since the last time,
`edit` shows the edits from then on. The process ends with its input. Does not write to disk.
"""

import argparse
import asyncio
import gzip
import hashlib
import json
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.bench.throughput.worlds import SITES, Item, build_world, rss

LATENCY_SECONDS = 0.03
HTML, RSS, PLAIN = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8", "text/plain"


def site_address(number: int) -> str:
    """Return the address of a site."""
    return f"127.2.0.{number + 1}"


class Origin:
    """What each site answers. Bodies are kept compressed."""

    def __init__(self, world: str, articles: int, folders: list[Path], port: int) -> None:
        """Write all pages once."""
        self.port, self.counts, self.is_edited = port, Counter[str](), False
        self.base_urls = [f"http://{site_address(number)}:{port}" for number in range(SITES)]
        self.sites = build_world(world, articles, folders, self.base_urls)
        self._pages: dict[tuple[str, str], tuple[bytes, str]] = {}
        for number, items in enumerate(self.sites):
            self._put(number, "/robots.txt", b"User-agent: *\nAllow: /\n", PLAIN)
            feed = f'<link rel="alternate" type="application/rss+xml" href="{self.base_urls[number]}/feed.xml">'
            self._put(
                number, "/", f"<!doctype html><html><head><title>Site</title>{feed}</head><body></body></html>".encode(), HTML
            )
            for item in items:
                self._put(number, item.path, item.html.encode(), HTML)
            self._put_feed(number, items)

    def edit(self) -> None:
        """Show the edits of pages and feeds."""
        self.is_edited = True
        for number, items in enumerate(self.sites):
            for item in items:
                if item.is_edited:
                    self._put(number, item.path, item.corrected.encode(), HTML)
            self._put_feed(number, items)

    def about(self) -> dict[str, Any]:
        """Say what there is: addresses of articles by site, those that get edited, and the mean size of a page."""
        sizes = [len(item.html.encode()) for items in self.sites for item in items]
        urls = [[self.base_urls[number] + item.path for item in items] for number, items in enumerate(self.sites)]
        edited = [
            self.base_urls[number] + item.path
            for number, items in enumerate(self.sites)
            for item in items
            if item.is_edited and item.corrected != item.html
        ]
        return {"bases": self.base_urls[: len(urls)], "urls": urls, "edited": edited, "page_bytes": sum(sizes) // len(sizes)}

    def answer(self, host: str, target: str, headers: dict[str, str]) -> bytes:
        """Answer one request with the bytes of a response."""
        path = target.partition("?")[0]
        kind = "feeds" if path == "/feed.xml" else "pages" if path.endswith(".html") or path.count("/") > 2 else "others"
        self.counts[kind] += 1
        body, content_type = self._pages.get((host, path), (b"", ""))
        if not content_type:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if headers.get("if-none-match") == etag:
            self.counts["not_modified"] += 1
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
        lines = [f"Content-Type: {content_type}", f"ETag: {etag}", "Cache-Control: max-age=0"]
        if "gzip" in headers.get("accept-encoding", ""):
            lines += ["Content-Encoding: gzip", "Vary: Accept-Encoding"]
        else:
            body = gzip.decompress(body)
        head = "\r\n".join(["HTTP/1.1 200 OK", *lines, f"Content-Length: {len(body)}", "", ""])
        return head.encode() + body

    def _put(self, number: int, path: str, body: bytes, content_type: str) -> None:
        self._pages[site_address(number), path] = (gzip.compress(body, 5, mtime=0), content_type)

    def _put_feed(self, number: int, items: list[Item]) -> None:
        self._put(number, "/feed.xml", rss(f"Site {number}", self.base_urls[number], items, self.is_edited), RSS)


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, origin: Origin) -> None:
        """Belong to an origin."""
        self._origin, self._received = origin, b""

    def connection_made(self, transport: Any) -> None:
        """Remember to whom to answer."""
        self._transport, self._host = transport, transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        """Take requests; there are none with a body."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            line, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
            answer = self._origin.answer(self._host, line.split(" ")[1], headers)
            self._origin.counts["requests"] += 1
            self._origin.counts["bytes"] += len(answer)
            asyncio.get_running_loop().call_later(LATENCY_SECONDS, self._transport.write, answer)


async def serve(arguments: argparse.Namespace) -> None:
    """Open all sites, say what there is, and obey standard input."""
    with socket.create_server((site_address(0), 0)) as probe:
        port = probe.getsockname()[1]
    origin = Origin(arguments.world, arguments.articles, arguments.folders, port)
    loop = asyncio.get_running_loop()
    addresses = [site_address(number) for number in range(len(origin.sites))]
    server = await loop.create_server(lambda: Conversation(origin), addresses, port, backlog=128)
    print(json.dumps(origin.about()), flush=True)
    while command := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if command == "edit":
            origin.edit()
        counts, origin.counts = origin.counts, Counter()
        print(json.dumps(counts), flush=True)
    server.close()


class RunningOrigin:
    """The origin's process; it serves during the block."""

    def __init__(self, world: str, articles: int, folders: list[Path]) -> None:
        """Say what to serve; nothing runs before the block."""
        self._arguments = ["--world", world, "--articles", str(articles), *map(str, folders)]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.throughput.origin", *self._arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdin and self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        about = json.loads(self._from.readline())
        self.bases: list[str] = about["bases"]
        self.urls: list[list[str]] = about["urls"]
        self.edited: set[str] = set(about["edited"])
        self.page_bytes: int = about["page_bytes"]
        self.pid = self._process.pid
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._to.close()
        self._process.wait()
        self._from.close()

    def counts(self, command: str = "counts") -> Counter[str]:
        """Return what was asked since the last time; with `edit`, show the edits from now on."""
        self._to.write(f"{command}\n")
        self._to.flush()
        return Counter(json.loads(self._from.readline()))


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="origin", description="Serve one world of the throughput benchmark on loopback.")
    parser.add_argument("--world", choices=("small", "real"), required=True)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("folders", type=Path, nargs="*")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()

"""Many invented feeds on many loopback hosts, in a process of its own, with a log of everything that was asked.

    python -m tests.bench.feed_origin --feeds 2000 --hosts 200 [--wilful]

A host is an address of 127.1.0.0/16; all share a port. 29 % of the feeds honour no validator. A wilful origin has
manners to be met: a robots.txt that fails, a Crawl-delay, a 429, redirects to another host, pages that are refused (403),
and feeds and pages that robots.txt forbids; its entries are few and lead to pages of its own.

Commands come on standard input, one word a line (`log` gives what was asked since the last time); the process
ends with it. Does not judge what it logs.
"""

import argparse
import asyncio
import contextlib
import gzip
import hashlib
import json
import random
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from types import TracebackType
from typing import Any, Self

import yaml

ENTRIES = 20
CARELESS = 29
"""Of a hundred feeds, so many honour no validator: half of them send none, the others send some and ignore them."""
STARTED = 1_795_000_000
ROBOTS = "User-agent: *\nDisallow: /private/\n"
CRAWL_DELAY = 0.4
RETRY_AFTER = 120
BROKEN, SLOW, MOVED, HOME, TIRED, CLOSED = range(6)
"""Hosts of a wilful origin by number: robots.txt fails, Crawl-delay, feeds live on the next host, that host, 429 after two,
403 for every page."""
WILFUL_ENTRIES = 4
PAGES = ("/news/", "/private/news/")
SYLLABLES = ("ba", "co", "der", "fen", "gil", "hu", "jor", "ka", "lem", "mi", "no", "pra", "ros", "sel", "tu", "van", "wes")
ESTABLISHED = 1


@dataclass
class Asked:
    """One request. `busy` counts the requests that the host was answering then, `open` its other open connections.

    `agent` is the User-Agent that asked; `at` and `until` are the beginning and end of the answering, by one clock.
    """

    host: str
    connection: int
    path: str
    agent: str
    at: float
    busy: int
    open: int
    until: float = 0.0
    status: int = 0
    sent: int = 0


@dataclass
class Reply:
    """What goes over the wire."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def host_address(number: int) -> str:
    """Return the address of a host."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def feed_path(number: int, is_wilful: bool) -> str:
    """Return the path of a feed."""
    folder = "private" if is_wilful and number % 5 == 4 else "feeds"
    return f"/{folder}/{number}.xml"


def page_path(number: int, item: int) -> str:
    """Return the path of a page of a wilful origin; robots.txt forbids every fourth."""
    return f"{PAGES[item % 4 == 3]}{number}/{item}.html"


def document(number: int, is_wilful: bool = False) -> bytes:
    """Write a feed: RSS 2.0 with items of an ordinary length."""
    dice = random.Random(number)  # noqa: S311 - the same words every time
    items = []
    for item in range(WILFUL_ENTRIES if is_wilful else ENTRIES):
        words = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(60)]
        link = f"https://paper{number}.example/news/{item}/{'-'.join(words[:5])}.html"
        link = page_path(number, item) if is_wilful else f"{link}?utm_source=rss"
        items.append(
            f"<item><title>{' '.join(words[:9]).capitalize()}</title><link>{link}</link>"
            f'<guid isPermaLink="false">paper{number}-{item}</guid>'
            f"<pubDate>{formatdate(STARTED - item * 5400 - number)}</pubDate>"
            f"<author>desk@paper{number}.example (A. Writer)</author><category>{words[0]}</category>"
            f"<description>&lt;p&gt;{' '.join(words)}.&lt;/p&gt;</description></item>"
        )
    head = f"<title>Paper {number}</title><link>https://paper{number}.example/</link><description>News</description>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


class Origin:
    """What each host answers, and the log."""

    def __init__(self, feeds: int, hosts: int, is_wilful: bool) -> None:
        """Write all documents once."""
        self._bodies = {feed_path(number, is_wilful): gzip.compress(document(number, is_wilful), 6) for number in range(feeds)}
        self._numbers = {feed_path(number, is_wilful): number for number in range(feeds)}
        self._addresses = {host_address(number): number for number in range(hosts)}
        self._is_wilful = is_wilful
        self._fed: Counter[str] = Counter()
        self.port = 0
        self.think_seconds = 0.02 if is_wilful else 0.0
        self.log: list[Asked] = []
        self.busy: Counter[str] = Counter()
        self.open: dict[str, set[socket.socket]] = defaultdict(set)

    def reply(self, host: str, path: str, headers: dict[str, str]) -> Reply:
        """Answer one request."""
        wilful = self._addresses[host] if self._is_wilful else None
        if path == "/robots.txt":
            delay = f"Crawl-delay: {CRAWL_DELAY}\n" if wilful == SLOW else ""
            return Reply(503) if wilful == BROKEN else Reply(200, (ROBOTS + delay).encode(), {"Content-Type": "text/plain"})
        is_page = self._is_wilful and path.startswith(PAGES)
        if path not in self._bodies and not is_page:
            return Reply(404)
        self._fed[host] += 1
        if wilful == TIRED and self._fed[host] > 2:
            return Reply(429, headers={"Retry-After": str(RETRY_AFTER)})
        if wilful == CLOSED and is_page:
            return Reply(403)
        if wilful == MOVED:
            return Reply(302, headers={"Location": f"http://{host_address(HOME)}:{self.port}{path}"})
        if is_page:
            return Reply(200, f"<!doctype html><title>{path}</title><p>News.".encode(), {"Content-Type": "text/html"})
        return self._feed(path, headers)

    def _feed(self, path: str, headers: dict[str, str]) -> Reply:
        number, body = self._numbers[path], self._bodies[path]
        etag, modified = f'"{hashlib.sha256(body).hexdigest()[:16]}"', formatdate(STARTED - number, usegmt=True)
        is_careless = number * 37 % 100 < CARELESS
        sent = {"ETag": etag, "Last-Modified": modified}
        if is_careless and number % 2:
            sent = {}
        elif number % 7 == 0:
            sent = {"Last-Modified": modified}
        matches = headers.get("if-none-match") == etag or (
            "if-none-match" not in headers and headers.get("if-modified-since") == modified
        )
        if matches and not is_careless:
            return Reply(304, headers=sent)
        sent |= {"Content-Type": "application/rss+xml; charset=utf-8", "Cache-Control": "max-age=0"}
        if "gzip" not in headers.get("accept-encoding", ""):
            return Reply(200, gzip.decompress(body), sent)
        return Reply(200, body, sent | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})


class Conversation(asyncio.Protocol):
    """One connection to one host."""

    numbers = iter(range(1, sys.maxsize))

    def __init__(self, origin: Origin) -> None:
        """Belong to an origin."""
        self._origin = origin
        self._number = next(self.numbers)
        self._received = b""

    def connection_made(self, transport: Any) -> None:
        """Count the host's other connections that their clients have not closed: the kernel knows."""
        self._transport = transport
        self._socket = transport.get_extra_info("socket")
        self._host = self._socket.getsockname()[0]
        self._others = sum(is_established(other) for other in self._origin.open[self._host])
        self._origin.open[self._host].add(self._socket)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        self._origin.open[self._host].discard(self._socket)

    def data_received(self, data: bytes) -> None:
        """Take requests; there are none with a body."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            line, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
            path, origin = line.split(" ")[1], self._origin
            agent = headers.get("user-agent", "")
            asked = Asked(self._host, self._number, path, agent, arrived_at(self._socket), origin.busy[self._host], self._others)
            origin.log.append(asked)
            reply = origin.reply(self._host, path, headers)
            if not origin.think_seconds:
                self._send(asked, reply)
                continue
            origin.busy[self._host] += 1
            asyncio.get_running_loop().call_later(origin.think_seconds, self._finish, asked, reply)

    def _finish(self, asked: Asked, reply: Reply) -> None:
        self._origin.busy[self._host] -= 1
        self._send(asked, reply)

    def _send(self, asked: Asked, reply: Reply) -> None:
        headers = reply.headers if reply.status == 304 else {**reply.headers, "Content-Length": str(len(reply.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        payload = f"HTTP/1.1 {reply.status} Said\r\n{lines}\r\n".encode("latin-1") + reply.body
        asked.status, asked.sent, asked.until = reply.status, len(payload), time.monotonic()
        self._transport.write(payload)


def is_established(connection: Any) -> bool:
    """Tell whether neither side has closed a connection yet."""
    with contextlib.suppress(OSError):
        return bool(tcp_info(connection)[0] == ESTABLISHED)
    return False


def arrived_at(connection: Any) -> float:
    """Say when the last bytes came, by the kernel's note (to some ms): this process may have had to wait for its turn."""
    return time.monotonic() - int.from_bytes(tcp_info(connection)[52:56], sys.byteorder) / 1000


def tcp_info(connection: Any) -> bytes:
    """Read Linux's TCP_INFO: the state is its first byte, the ms since bytes came stand at 52."""
    return bytes(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 56))


async def serve(origin: Origin, hosts: int) -> None:
    """Open all hosts, say on which port, and obey standard input."""
    with socket.create_server((host_address(0), 0)) as probe:
        origin.port = probe.getsockname()[1]
    loop = asyncio.get_running_loop()
    addresses = [host_address(number) for number in range(hosts)]
    server = await loop.create_server(lambda: Conversation(origin), addresses, origin.port, backlog=64)
    print(origin.port, flush=True)
    while (await loop.run_in_executor(None, sys.stdin.readline)).strip() == "log":
        asked, origin.log = origin.log, []
        print(json.dumps([asdict(one) for one in asked]), flush=True)
    server.close()


class FeedOrigin:
    """The origin's process; it serves during the block."""

    def __init__(self, feeds: int, hosts: int, *, is_wilful: bool = False) -> None:
        """Say how many; nothing runs before the block."""
        self._counts, self._is_wilful = (feeds, hosts), is_wilful

    def __enter__(self) -> Self:
        arguments = ["--feeds", str(self._counts[0]), "--hosts", str(self._counts[1]), *["--wilful"] * self._is_wilful]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.feed_origin", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdin and self._process.stdout
        self._to, self._from = self._process.stdin, self._process.stdout
        self.port = int(self._from.readline())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._to.close()
        self._process.wait()
        self._from.close()

    def urls(self) -> list[str]:
        """Return the address of each feed, feed after feed on the next host."""
        feeds, hosts = self._counts
        return [
            f"http://{host_address(number % hosts)}:{self.port}{feed_path(number, self._is_wilful)}" for number in range(feeds)
        ]

    def catalogue(self) -> str:
        """Write the feeds as a catalogue file."""
        known = {"language": "en", "country": "GB"}
        rows = [
            {"name": f"Paper {number}", "url": url, "publisher": f"Paper {number}", **known}
            for number, url in enumerate(self.urls())
        ]
        return str(yaml.safe_dump(rows, sort_keys=False))

    def asked(self) -> list[Asked]:
        """Return what was asked since the last time, in order."""
        self._to.write("log\n")
        self._to.flush()
        return [Asked(**one) for one in json.loads(self._from.readline())]


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="feed_origin", description="Serve invented feeds on loopback addresses.")
    parser.add_argument("--feeds", type=int, required=True)
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--wilful", action="store_true", help="a robots.txt that fails, Crawl-delay, 429, redirects")
    options = parser.parse_args(arguments)
    asyncio.run(serve(Origin(options.feeds, options.hosts, options.wilful), options.hosts))


if __name__ == "__main__":
    main()

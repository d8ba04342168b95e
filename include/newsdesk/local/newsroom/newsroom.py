"""Run the sample newsroom: one listener a publisher, a control port, a memory file, a request log.

Does not survive a change of its content: the memory keeps ports and times, the articles come from the seed.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from include.newsdesk.errors import PermanentError
from include.newsdesk.local.newsroom import pages
from include.newsdesk.local.newsroom.editions import Article, Expected, expected, first_wave, second_wave
from include.newsdesk.local.newsroom.publishers import Feed, Publisher, load_publishers
from include.newsdesk.local.newsroom.server import Ask, Listener, Reply, conditional

logger = logging.getLogger(__name__)


class PortTaken(PermanentError):
    """A remembered port is in use: stop the program that holds it, or delete the file to get new ports."""


@dataclass(frozen=True)
class Request:
    """Hold one answered request."""

    at: str
    host: str
    method: str
    path: str
    status: int
    user_agent: str
    if_none_match: str
    if_modified_since: str


@dataclass
class Memory:
    """Hold what a restart must find again; `pid` is None while nothing listens."""

    opened_at: str
    ports: list[int] = field(default_factory=list)
    corrected_at: str | None = None
    pid: int | None = None
    addresses: dict[str, str] = field(default_factory=dict)
    control_url: str | None = None


class Newsroom:
    """Serve the invented publishers from threads of this process.

    `ports` holds one port a publisher and a last one for control; without it, free ones are taken once and kept in
    `directory/newsroom.json`, as are the times, so that a restart serves the same addresses and dates.
    """

    def __init__(
        self, directory: Path, ports: Sequence[int] | None = None, *, size: int = 72, seed: int = 1, host: str = "127.0.0.1"
    ) -> None:
        """Read the memory of the directory or begin one; `size` counts the articles of the first wave.

        `host` is a name or address of this machine, under which it listens and which stands in its links.
        """
        self._directory, self._host = directory, host
        self._directory.mkdir(parents=True, exist_ok=True)
        self._size, self._seed = size, seed
        self._memory = self._remember()
        if ports is not None:
            self._memory.ports = list(ports)
        self.publishers: list[Publisher] = load_publishers()
        self.control_url = ""
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._cut: set[str] = set()

    @property
    def _file(self) -> Path:
        return self._directory / "newsroom.json"

    def _remember(self) -> Memory:
        if self._file.exists():
            return replace(Memory(**json.loads(self._file.read_text(encoding="utf-8"))), pid=None)
        return Memory(opened_at=datetime.now(UTC).replace(microsecond=0).isoformat())

    def start(self) -> None:
        """Listen on every port, then write newsroom.json; raises PortTaken and listens nowhere if one is in use."""
        answers: list[Callable[[Ask], Reply]] = [self._publisher_answer(index) for index in range(len(self.publishers))]
        answers.append(self._control)
        ports = self._memory.ports or [0] * len(answers)
        try:
            for port, answer in zip(ports, answers, strict=True):
                self._listeners.append(Listener(port, answer, self._host))
        except OSError as error:
            for listener in self._listeners:
                listener.server_close()
            self._listeners.clear()
            raise PortTaken(str(self._file), f"{self._host}:{port} {error.strerror}") from error
        *urls, self.control_url = [listener.url for listener in self._listeners]
        self.publishers = [replace(one, base_url=url) for one, url in zip(self.publishers, urls, strict=True)]
        self._compose()
        self._log_file = (self._directory / "requests.jsonl").open("a", encoding="utf-8", buffering=1)
        for listener in self._listeners:
            listener.start()
        self._memory.ports = [listener.server_address[1] for listener in self._listeners]
        self._memory.addresses = {publisher.name: publisher.base_url for publisher in self.publishers}
        self._memory.pid, self._memory.control_url = os.getpid(), self.control_url
        self._save()
        logger.info("Opened newsroom publishers=%s articles=%s", len(self.publishers), len(self._edition))

    def stop(self) -> None:
        """Close every port; the directory keeps ports, times and the request log."""
        with ThreadPoolExecutor(len(self._listeners)) as pool:  # each waits until its loop has noticed
            list(pool.map(Listener.stop, self._listeners))
        self._listeners.clear()
        with self._lock:
            self._log_file.close()
        self._memory.pid = None
        self._save()

    def _save(self) -> None:
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self._memory), indent=1), encoding="utf-8")
        fresh.replace(self._file)

    def _compose(self) -> None:
        opened_at = datetime.fromisoformat(self._memory.opened_at)
        edition = first_wave(self.publishers, self._seed, self._size, opened_at)
        if self._memory.corrected_at:
            at = datetime.fromisoformat(self._memory.corrected_at)
            edition = second_wave(self.publishers, edition, self._seed, at)
        edition.sort(key=lambda article: article.published_at, reverse=True)
        by_publisher = {one.key: [article for article in edition if article.publisher.key == one.key] for one in self.publishers}
        pages_by_path = {(article.publisher.key, article.path): article for article in edition}
        self._edition, self._by_publisher, self._pages = edition, by_publisher, pages_by_path
        self._feeds: dict[str, Reply] = {}

    def publish_corrections(self) -> None:
        """Publish a new headline, a corrected text and three new articles; a second call changes nothing."""
        with self._lock:
            if self._memory.corrected_at is None:
                self._memory.corrected_at = datetime.now(UTC).replace(microsecond=0).isoformat()
                self._compose()
                self._save()

    def expected(self) -> list[Expected]:
        """Return the truth about every entry published up to now, newest first."""
        return [expected(article) for article in self._edition]

    def feeds_yaml(self) -> str:
        """Return all feeds, the moved and the gone one included, as a feed catalogue."""
        feeds = [
            {
                "name": feed.name,
                "url": publisher.base_url + feed.path,
                "publisher": publisher.name,
                "language": publisher.language,
                "country": publisher.country,
            }
            for publisher in self.publishers
            for feed in publisher.feeds
        ]
        return yaml.safe_dump(feeds, allow_unicode=True, sort_keys=False)

    def _publisher_answer(self, index: int) -> Callable[[Ask], Reply]:
        def answer(ask: Ask) -> Reply:
            publisher = self.publishers[index]
            reply = conditional(ask, self._serve(publisher, ask))
            self._log(publisher, ask, reply)
            return reply

        return answer

    def _serve(self, publisher: Publisher, ask: Ask) -> Reply:
        path = ask.path
        for feed in publisher.feeds:
            if path in (feed.path, feed.document_path):
                return self._serve_feed(publisher, feed, ask)
        article = self._pages.get((publisher.key, path))
        if article:
            return pages.article_page(article, self._others(article))
        if path == "/robots.txt":
            return pages.robots_file(publisher)
        if path.startswith("/images/"):
            return pages.image(path)
        if path == "/" or path.startswith(("/section/", "/tag/")):
            return pages.front_page(publisher, self._by_publisher[publisher.key][:20])
        return Reply(404, b"Not found\n")

    def _serve_feed(self, publisher: Publisher, feed: Feed, ask: Ask) -> Reply:
        if feed.gone:
            return Reply(410, b"This feed has been closed.\n")
        if ask.path != feed.document_path:
            return Reply(301, headers={"Location": publisher.base_url + feed.document_path})
        with self._lock:
            if feed.name not in self._feeds:
                articles = [one for one in self._by_publisher[publisher.key] if one.feed == feed]
                self._feeds[feed.name] = pages.feed_document(feed, articles)
            whole = self._feeds[feed.name]
            first = feed.cut_short_once and feed.name not in self._cut
            self._cut.add(feed.name)
        if first and conditional(ask, whole).status == 200:  # a client that has the whole one never saw it broken
            return pages.cut_short(whole)
        return whole

    def _others(self, article: Article) -> list[Article]:
        siblings = self._by_publisher[article.publisher.key]
        start = siblings.index(article) + 1
        return [one for one in (siblings[start:] + siblings)[:10] if one.path != article.path]

    def _log(self, publisher: Publisher, ask: Ask, reply: Reply) -> None:
        request = Request(
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            host=publisher.base_url.removeprefix("http://"),
            method=ask.method,
            path=ask.target,
            status=reply.status,
            user_agent=ask.headers.get("user-agent", ""),
            if_none_match=ask.headers.get("if-none-match", ""),
            if_modified_since=ask.headers.get("if-modified-since", ""),
        )
        with self._lock:
            self.requests.append(request)
            if not self._log_file.closed:
                self._log_file.write(json.dumps(asdict(request)) + "\n")

    def _control(self, ask: Ask) -> Reply:
        if (ask.method, ask.path) == ("POST", "/corrections"):
            self.publish_corrections()
            return _json({"corrected_at": self._memory.corrected_at})
        answers: dict[str, Callable[[], Reply]] = {
            "/health": lambda: _json({"status": "open", "articles": len(self._edition)}),
            "/expected": lambda: _json([asdict(one) for one in self.expected()]),
            "/requests": lambda: _json([asdict(one) for one in self.requests]),
            "/feeds.yaml": lambda: Reply(200, self.feeds_yaml().encode(), "application/yaml"),
        }
        if ask.method == "GET" and ask.path in answers:
            return answers[ask.path]()
        return Reply(404, "Known: GET {}, POST /corrections\n".format(", GET ".join(answers)).encode())


def _json(value: Any) -> Reply:
    text = json.dumps(value, ensure_ascii=False, default=lambda at: at.isoformat())
    return Reply(200, text.encode(), "application/json")

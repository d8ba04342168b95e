"""What a site's robots.txt allows us (RFC 9309), read with Protego.

An answer 4xx means that everything is allowed, 5xx and 429 that nothing is. Does not wait or keep hosts apart: that is
`politeness`.
"""

import codecs
import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from include.newsdesk.web.answers import Answer
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.refusals import FetchRefused
from include.newsdesk.web.urls import read_url

KEPT_FOR = timedelta(hours=24)
REFUSAL_KEPT_FOR = timedelta(hours=1)
MOST_CRAWL_DELAY_SECONDS = 60.0
NOWHERE = 0  # kept as the status when the redirects of a robots.txt lead nowhere, which counts as 4xx


@dataclass(frozen=True)
class RobotsRecord:
    """What asking for a robots.txt gave, to be kept for a day."""

    status: int
    body: bytes
    fetched_at: datetime

    @property
    def is_refusal(self) -> bool:
        """Tell whether the answer forbids everything for now."""
        return self.status >= 500 or self.status == 429


class Robots:
    """Decides by robots.txt, fetching it where the store has none that is fresh enough.

    The store's keys are authorities (host, and port where not the scheme's own).
    """

    def __init__(self, store: MutableMapping[str, RobotsRecord], limits: Limits, now: Callable[[], datetime]) -> None:
        """Keep where records are; our name for robots is the first word of the User-Agent."""
        self._store = store
        self._limits = limits
        self._now = now
        self._name = re.split(r"[^A-Za-z_-]", limits.user_agent, maxsplit=1)[0]
        self._parsed: dict[str, tuple[RobotsRecord, Protego]] = {}

    def is_known(self, url: str) -> bool:
        """Tell whether a fresh record is at hand."""
        record = self._store.get(read_url(url).authority)
        if record is None:
            return False
        return self._now() - record.fetched_at < (REFUSAL_KEPT_FOR if record.is_refusal else KEPT_FOR)

    def learn(self, url: str, fetch: Callable[[str], Answer]) -> RobotsRecord:
        """Fetch and keep the robots.txt of a URL's host.

        Raises what `fetch` raises, except for redirects that lead nowhere.
        """
        target = read_url(url)
        asked_at = self._now()
        try:
            answer = fetch(f"{target.scheme}://{target.authority}/robots.txt")
            is_text = answer.status == 200
            body = answer.body[: self._limits.robots_bytes] if is_text else b""
            record = RobotsRecord(answer.status, body, asked_at)
        except FetchRefused as refused:
            if not refused.reason.startswith("redirect."):
                raise
            record = RobotsRecord(NOWHERE, b"", asked_at)
        self._store[target.authority] = record
        return record

    def why_not(self, url: str) -> str | None:
        """Give the reason code that forbids a URL, or None; the record must be known."""
        record = self._store[read_url(url).authority]
        if record.is_refusal:
            return "robots.unreachable"
        return None if self._rules(url, record).can_fetch(url, self._name) else "robots.disallowed"

    def crawl_delay(self, url: str) -> float | None:
        """Give the delay that the host asks for, in seconds, at most 60; the record must be known."""
        delay = self._rules(url, self._store[read_url(url).authority]).crawl_delay(self._name)
        return None if delay is None else min(max(float(delay), 0.0), MOST_CRAWL_DELAY_SECONDS)

    def _rules(self, url: str, record: RobotsRecord) -> Protego:
        authority = read_url(url).authority
        known = self._parsed.get(authority)
        if known is not None and known[0] is record:
            return known[1]
        rules = Protego.parse(_decode(record.body))
        self._parsed[authority] = (record, rules)
        return rules


def _decode(body: bytes) -> str:
    is_utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return body.decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace")

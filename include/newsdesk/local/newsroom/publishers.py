"""The invented publishers: names, feeds, staff and page furniture, read from the content folder.

Does not hold articles or addresses: `editions.py` and the listening ports give those.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from importlib import resources
from typing import Any, Literal

import yaml


@dataclass(frozen=True)
class Feed:
    """Hold what the world knows of one feed.

    `path` is the address in the catalogue. A moved feed answers there with a 301 to `moved_to`; a gone one with 410.
    """

    name: str
    path: str
    format: Literal["rss", "atom", "json"] = "rss"
    topics: tuple[str, ...] = ()
    moved_to: str | None = None
    gone: bool = False
    full_text: bool = False
    cut_short_once: bool = False

    @property
    def document_path(self) -> str:
        """Return the path under which the document itself is served."""
        return self.moved_to or self.path


@dataclass(frozen=True)
class Publisher:
    """Hold one publisher; `base_url` is empty until its port is known."""

    key: str
    name: str
    domain: str
    language: str
    country: str
    zone: timezone
    share: int
    json_ld: bool
    disallow: tuple[str, ...]
    feeds: tuple[Feed, ...]
    staff: tuple[str, ...]
    photographers: tuple[str, ...]
    words: Mapping[str, Any]
    base_url: str = ""

    def feed_for(self, topic: str) -> Feed:
        """Return the feed that carries the topic: the one that names it, else the first."""
        return next((feed for feed in self.feeds if topic in feed.topics), self.feeds[0])


def load_publishers() -> list[Publisher]:
    """Return all publishers in the order of their ports."""
    file = resources.files("include.newsdesk.local.newsroom") / "content" / "publishers.yaml"
    return [_publisher(entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]


def _publisher(entry: dict[str, Any]) -> Publisher:
    feeds = tuple(Feed(**{**feed, "topics": tuple(feed.get("topics", ()))}) for feed in entry["feeds"])
    return Publisher(
        key=entry["key"],
        name=entry["name"],
        domain=entry["domain"],
        language=entry["language"],
        country=entry["country"],
        zone=timezone(timedelta(hours=entry["utc_offset_hours"])),
        share=entry["share"],
        json_ld=entry["json_ld"],
        disallow=tuple(entry.get("disallow", ())),
        feeds=feeds,
        staff=tuple(entry["staff"]),
        photographers=tuple(entry["photographers"]),
        words=entry["words"],
    )

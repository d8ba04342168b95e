"""The shapes that go into and come out of article extraction.

Does not parse anything: these are frozen records that the other modules fill.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list item", "quote"]
ArticleKind = Literal["article", "live blog", "video", "gallery", "list", "stub", "not an article"]
Precision = Literal["minute", "day"]


@dataclass(frozen=True, slots=True)
class FeedHint:
    """What the feed entry said about the page; every field may be missing."""

    title: str | None = None
    link: str | None = None
    published_at: datetime | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    language: str | None = None
    content_html: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or quote; `html` is clean and holds the same words as `text`."""

    kind: BlockKind
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with the words that stand under it; `credits` are the photographers and agencies named there."""

    url: str
    caption: str | None = None
    credits: tuple[str, ...] = ()
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where a field came from (such as `json-ld` or `meta article:published_time`) and how sure that is, 0 to 1."""

    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Article:
    """A news page, understood. Missing fields are None or empty; `found` names the source of each field that is there.

    `body` is plain text with a blank line between blocks, `body_html` the same blocks as clean HTML. `agencies` holds the desks
    and agencies of the byline, `authors` the persons. Times are aware; `precision` is `day` where the page gave no clock time.
    """

    url: str
    canonical_url: str
    kind: ArticleKind = "article"
    title: str | None = None
    subtitle: str | None = None
    body: str = ""
    body_html: str = ""
    blocks: tuple[Block, ...] = ()
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    dateline: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_source: str | None = None
    modified_at: datetime | None = None
    modified_precision: Precision | None = None
    modified_source: str | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    publisher: str | None = None
    lead_image: Image | None = None
    images: tuple[Image, ...] = ()
    videos: tuple[str, ...] = ()
    paywalled: bool = False
    word_count: int = 0
    parser_version: str = ""
    found: Mapping[str, Found] = field(default_factory=dict)

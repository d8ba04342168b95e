"""What every publisher has published at a moment, the planned troubles included, and the truth about it.

Pure: the same publishers, seed, size and times give the same edition. Does not render pages and does not listen.
"""

import random
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from include.newsdesk.local.newsroom.publishers import Feed, Publisher
from include.newsdesk.local.newsroom.stories import Story, Writer

Outcome = Literal["loaded", "duplicate", "quarantined"]
Trouble = Literal["robots", "not_an_article", "legacy_charset", "title_edit", "text_edit"]

# Publisher and position of the article that meets each planned trouble.
TROUBLES: dict[tuple[str, int], Trouble] = {
    ("talblick", 2): "robots",
    ("diario-faro", 3): "not_an_article",
    ("minato", 1): "legacy_charset",
    ("diario-faro", 1): "legacy_charset",
    ("talblick", 0): "title_edit",
    ("courrier", 0): "text_edit",
}
LEGACY_CHARSETS = {"ja": "shift_jis", "es": "iso-8859-1"}
AGENCY_STORY = ("meridian", 2)  # taken over word for word by REPRINTER
REPRINTER = "harbour-ledger"
TRACKED = ("harbour-ledger", 1)  # listed twice, under two tracking addresses
SECOND_WAVE = ("harbour-ledger", "meridian", "minato")  # one new article each, with the corrections
SPREAD = timedelta(hours=47)


@dataclass(frozen=True)
class Article:
    """Hold a story as one publisher prints it, and the entry that announces it."""

    publisher: Publisher
    feed: Feed
    story: Story
    path: str
    authors: tuple[str, ...]
    published_at: datetime
    modified_at: datetime
    credit: str
    query: str = ""
    trouble: Trouble | None = None
    copy_of: str | None = None
    copied: str = ""

    @property
    def canonical_url(self) -> str:
        """Return the address that the page itself declares."""
        return self.publisher.base_url + self.path

    @property
    def link(self) -> str:
        """Return the address that the feed gives."""
        return self.canonical_url + self.query

    @property
    def image_url(self) -> str:
        """Return the address of the lead image."""
        return f"{self.publisher.base_url}/images/{self.path.rsplit('/', 1)[1]}.png"

    @property
    def charset(self) -> str:
        """Return the encoding in which the page is served."""
        return LEGACY_CHARSETS[self.publisher.language] if self.trouble == "legacy_charset" else "utf-8"


@dataclass(frozen=True)
class Expected:
    """Hold the truth about one entry.

    `body` lists all that belongs to the text in reading order: paragraphs, subheads, quotes, list items; the standfirst
    is apart. Of an original and its copy exactly one can be loaded: the first to arrive. The outcome names the one
    published later as the duplicate and `copy_of` its original's entry link, so compare such a pair as a pair.
    """

    publisher: str
    feed: str
    link: str
    canonical_url: str
    title: str
    standfirst: str
    body: tuple[str, ...]
    authors: tuple[str, ...]
    published_at: datetime
    modified_at: datetime
    section: str
    tags: tuple[str, ...]
    language: str
    image_url: str
    image_caption: str
    image_credit: str
    outcome: Outcome
    reason: str = field(default="")
    copy_of: str | None = None


def expected(article: Article) -> Expected:
    """Return the truth about an article's entry."""
    outcome: Outcome = "duplicate" if article.copy_of else "loaded"
    reason = article.copied
    if article.trouble in ("robots", "not_an_article"):
        outcome, reason = "quarantined", article.trouble
    story = article.story
    return Expected(
        publisher=article.publisher.name,
        feed=article.feed.name,
        link=article.link,
        canonical_url=article.canonical_url,
        title=story.title,
        standfirst=story.standfirst,
        body=tuple(block.text for block in story.body),
        authors=article.authors,
        published_at=article.published_at,
        modified_at=article.modified_at,
        section=story.section,
        tags=story.tags,
        language=story.language,
        image_url=article.image_url,
        image_caption=story.caption,
        image_credit=article.credit,
        outcome=outcome,
        reason=reason,
        copy_of=article.copy_of,
    )


def first_wave(publishers: Sequence[Publisher], seed: int, size: int, opened_at: datetime) -> list[Article]:
    """Return `size` articles of the two days before `opened_at`, newest first, then the copies of two of them."""
    turns = [publisher for publisher in publishers for _ in range(publisher.share)]
    random.Random(seed).shuffle(turns)
    newspapers = {publisher.key: 0 for publisher in publishers}
    writers = _writers(publishers, f"first{seed}")
    articles = []
    for number in range(size):
        publisher = turns[number % len(turns)]
        position = newspapers[publisher.key]
        newspapers[publisher.key] += 1
        published_at = opened_at - timedelta(minutes=40) - SPREAD * number / size
        story = writers[publisher.language].write()
        articles.append(_print(publisher, story, number, published_at, TROUBLES.get((publisher.key, position))))
    return articles + _copies(articles)


def second_wave(publishers: Sequence[Publisher], first: list[Article], seed: int, at: datetime) -> list[Article]:
    """Return the edition after the corrections of `at`: two articles edited, three new ones."""
    edited = [_corrected(article, at) for article in first]
    writers = _writers(publishers, f"second{seed}")
    by_key = {publisher.key: publisher for publisher in publishers}
    fresh = [by_key[key] for key in SECOND_WAVE]
    new = [
        _print(publisher, writers[publisher.language].write(), len(first) + offset, at, None)
        for offset, publisher in enumerate(fresh)
    ]
    return new + edited


def _writers(publishers: Sequence[Publisher], seed: str) -> dict[str, Writer]:
    return {language: Writer(language, seed) for language in sorted({publisher.language for publisher in publishers})}


def _print(publisher: Publisher, story: Story, number: int, at: datetime, trouble: Trouble | None) -> Article:
    draw = random.Random(f"{publisher.key}:{number}")
    if publisher.staff and number % 11 != 5:
        authors = tuple(draw.sample(publisher.staff, 2 if number % 9 == 4 else 1))
    else:
        authors = (publisher.words["agency_byline"],)
    published_at = at.replace(microsecond=0)
    touched = timedelta(minutes=draw.randint(6, 35)) if number % 4 == 1 else timedelta()
    folder = publisher.disallow[0] if trouble == "robots" else f"/{published_at:%Y/%m/%d}/"
    return Article(
        publisher=publisher,
        feed=publisher.feed_for(story.topic),
        story=story,
        path=f"{folder}{_slug(story)}-{number + 1001}",
        authors=authors,
        published_at=published_at,
        modified_at=published_at + touched,
        credit=draw.choice(publisher.photographers),
        trouble=trouble,
    )


def _copies(articles: list[Article]) -> list[Article]:
    tracked = _nth(articles, *TRACKED)
    articles[articles.index(tracked)] = tracked = replace(tracked, query="?utm_source=rss&utm_medium=feed")
    again = replace(
        tracked,
        query="?utm_source=newsletter&utm_medium=email&utm_campaign=evening",
        copy_of=tracked.link,
        copied="tracking_address",
    )
    original = _nth(articles, *AGENCY_STORY)
    reprinter = next(article.publisher for article in articles if article.publisher.key == REPRINTER)
    reprint = _print(reprinter, original.story, 8000, original.published_at + timedelta(minutes=25), None)
    reprint = replace(reprint, authors=original.authors, copy_of=original.link, copied="agency_copy")
    return [again, reprint]


def _nth(articles: Sequence[Article], key: str, position: int) -> Article:
    return [article for article in articles if article.publisher.key == key][position]


def _corrected(article: Article, at: datetime) -> Article:
    later = at.replace(microsecond=0)
    if article.trouble == "title_edit":
        return replace(article, story=article.story.with_edited_title(), modified_at=later)
    if article.trouble == "text_edit":
        return replace(article, story=article.story.with_edited_text(), modified_at=later)
    return article


def _slug(story: Story) -> str:
    plain = unicodedata.normalize("NFKD", story.title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:7]) or story.topic

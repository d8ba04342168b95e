"""The worlds of the throughput benchmark: sites with one RSS feed each, the pages of their articles, and edits of some.

`small` is the sample newsroom printed several times with other seeds, each page filled up to 40 KB with the furniture of a real
one. `real` is stored pages of real publishers; where more articles are wanted than there are pages, further sites carry the same
pages with the letters of their words exchanged, so that no two texts share a phrase. Does not serve anything.
"""

import gzip
import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

from include.newsdesk.local.newsroom import pages as printed
from include.newsdesk.local.newsroom.editions import Article, first_wave
from include.newsdesk.local.newsroom.publishers import load_publishers
from tests.bench.serve_captured import CapturedPage, read_pages

SITES = 40
SMALL_BYTES = 40_000
ALIASED = 25
"""Of so many articles one is listed a second time, under an address with tracking parameters."""
EDITED = 25
"""Of so many articles one is edited for the last round."""
OPENED = datetime.now(UTC).replace(microsecond=0)
LETTERS = ("aeiou", "lnrst")
WORD = re.compile(r"(?<![&#\w])[A-Za-z]{5,}")
TEXT = re.compile(r"(<(script|style)\b.*?</\2\s*>)|>([^<]+)<", re.IGNORECASE | re.DOTALL)
PARAGRAPH = re.compile(r"<p\b[^>]*>([^<]{60,})", re.IGNORECASE)
KNOWN_BY = 50  # Characters by which a paragraph is found in the body.
CORRECTION = " Correction of the same evening: the authority has since counted seven further cases in the northern district."


@dataclass(frozen=True)
class Item:
    """One article of a site; `html` is what its page holds, as UTF-8, and `body` the text that an extractor should find."""

    path: str
    title: str
    published: datetime | None
    html: str
    body: str

    @property
    def corrected(self) -> str:
        """The page with a sentence more in its longest paragraph; as it is where no paragraph of the body is found."""
        body = " ".join(self.body.split())
        own = [one for one in PARAGRAPH.finditer(self.html) if " ".join(unescape(one[1]).split())[:KNOWN_BY] in body]
        # The last of several alike: the first ones are copies in scripts.
        found = max(own, key=lambda one: (len(one[1]), one.start()), default=None)
        return self.html if found is None else self.html[: found.end()] + CORRECTION + self.html[found.end() :]

    @property
    def is_edited(self) -> bool:
        """Whether the last round shows it with a correction."""
        return chosen(self.path, "edit", EDITED)

    @property
    def is_aliased(self) -> bool:
        """Whether the feed lists it twice."""
        return chosen(self.path, "alias", ALIASED)


def chosen(path: str, purpose: str, of: int) -> bool:
    """Choose one of so many paths, always the same ones."""
    return int.from_bytes(hashlib.sha256(f"{purpose} {path}".encode()).digest()[:4], "big") % of == 0


def build_world(name: str, articles: int, folders: Sequence[Path], base_urls: Sequence[str]) -> list[list[Item]]:
    """Write the articles of each site; `base_urls` are the addresses of the sites."""
    if name == "small":
        return small_world(articles, base_urls)
    items = list(real_items(articles, [page for folder in folders for page in read_pages(folder)]))
    size = -(-len(items) // len(base_urls))
    return [items[start : start + size] for start in range(0, len(items), size)]


def small_world(articles: int, base_urls: Sequence[str]) -> list[list[Item]]:
    """Print the newsroom's publishers again and again, each time with another seed and other addresses."""
    publishers = load_publishers()
    editions = len(base_urls) // len(publishers)
    sites: list[list[Item]] = []
    for edition in range(editions):
        urls = base_urls[edition * len(publishers) :]
        housed = [replace(one, base_url=url, share=1) for one, url in zip(publishers, urls, strict=False)]
        wave = [one for one in first_wave(housed, edition + 1, max(articles // editions + 40, 60), OPENED) if plain(one)]
        wave = sorted(wave, key=lambda one: one.published_at)[-(articles // editions) :]
        for publisher in housed:
            own = [one for one in wave if one.publisher == publisher]
            sites.append([small_item(one, own) for one in own])
    return [site for site in sites if site]


def plain(article: Article) -> bool:
    """Whether the newsroom plans no trouble with an article: this benchmark is about speed."""
    return not (article.trouble or article.copy_of or article.query)


def small_item(article: Article, siblings: Sequence[Article]) -> Item:
    """Print one page of the newsroom and fill it up."""
    others = [one for one in siblings if one != article]
    html = printed.article_page(article, others[:10]).body.decode("utf-8")
    dice = random.Random(article.path)  # noqa: S311 - the same furniture every time
    links, size = [], len(html.encode())
    while size < SMALL_BYTES * 0.6:
        other = dice.choice(siblings)
        links.append(f'<li><a href="{other.path}" class="teaser">{escape(other.story.title)}</a></li>')
        size += len(links[-1].encode())
    script = "".join(dice.choices("abcdef0123456789", k=max(SMALL_BYTES - size - 100, 0)))
    body = " ".join(block.text for block in article.story.body)
    furniture = f'<footer class="sitemap"><ul>{"".join(links)}</ul></footer><script>var state = "{script}";</script>'
    return Item(article.path, article.story.title, article.published_at, html.replace("</body>", f"{furniture}</body>"), body)


def real_items(articles: int, pages: Sequence[CapturedPage]) -> Iterator[Item]:
    """Give the stored pages, sorted by language so that a site has mostly one, then all of them again in other letters."""
    pages = sorted(pages, key=lambda page: (page.language, page.key))
    made = 0
    for copy in range(25):
        for page in pages:
            if made == articles:
                return
            html = gzip.decompress(page.file.read_bytes()).decode("utf-8", "replace")
            if copy and sum("a" <= letter <= "z" for letter in page.title.lower()) < len(page.title) / 2:
                continue  # Exchanging Latin letters would leave the text as it is.
            yield Item(
                f"/{copy}/{page.key}.html",
                exchanged(page.title, copy),
                page.published,
                altered(html, copy),
                exchanged(page.body, copy),
            )
            made += 1


def altered(html: str, copy: int) -> str:
    """Exchange letters in the words between tags; the markup, and what scripts hold, stay."""
    if not copy:
        return html
    return TEXT.sub(lambda found: found[0] if found[1] else f">{exchanged(found[3], copy)}<", html)


def exchanged(text: str, copy: int) -> str:
    """Turn the vowels and five consonants of each longer word on by some places, another pair of numbers for each copy."""
    turns = (copy % 5, copy // 5)
    table = {}
    for letters, turn in zip(LETTERS, turns, strict=True):
        turned = letters[turn:] + letters[:turn]
        table |= str.maketrans(letters + letters.upper(), turned + turned.upper())
    return WORD.sub(lambda found: found[0].translate(table), text)


def rss(name: str, base_url: str, items: Sequence[Item], is_edited: bool) -> bytes:
    """Write the feed of one site, aliases and the marks of edits included."""
    rows = []
    for item in items:
        date = f"<pubDate>{format_datetime(item.published.astimezone(UTC))}</pubDate>" if item.published else ""
        touched = f"<atom:updated>{OPENED.isoformat()}</atom:updated>" if is_edited and item.is_edited else ""
        for query in ("", "?utm_source=rss&utm_medium=feed")[: 1 + item.is_aliased]:
            link = escape(base_url + item.path + query)
            rows.append(f"<item><title>{escape(item.title)}</title><link>{link}</link>{date}{touched}</item>")
    head = f"<title>{name}</title><link>{base_url}/</link><description>{name}</description>"
    opening = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
    return f"{opening}<channel>{head}{''.join(rows)}</channel></rss>".encode()

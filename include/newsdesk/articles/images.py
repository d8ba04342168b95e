"""Find the lead image with caption, credits and alt text, and further pictures and videos.

Does not fetch or measure pictures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from include.newsdesk.articles.article import Found, Image
from include.newsdesk.articles.captions import credits_in, split_caption
from include.newsdesk.articles.jsonld import resolve, text_of
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.prune import CAPTION_LENGTH, MOST_PARTS
from include.newsdesk.articles.tree import text_of as words
from include.newsdesk.articles.tree import within

VIDEO = re.compile(
    r"youtube(?:-nocookie)?\.com/(?:embed|watch)|youtu\.be/|vimeo\.com/|dailymotion\.com/|brightcove|jwplayer|\.mp4(?:\?|$)",
    re.I,
)
ASSET = re.compile("[0-9a-z]{6,}")
DIGIT = re.compile("[0-9]")
DAY = re.compile("(?:19|20)[0-9]{4,6}")
LISTED = re.compile(r",\s+")
SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset", "data-url", "data-full-src")
DECORATION = re.compile(
    r"logo|icon|avatar|sprite|pixel|placeholder|blank|spacer|1x1|\.svg|badge|emoji|gravatar|/ads?/|default|fallback"
)
ASIDE = frozenset({"nav", "footer", "aside", "noscript"})
CARD_LEVELS = 6
MOST_PICTURES = 25
MOST_URLS = 4


@dataclass(slots=True)
class Picture:
    """One picture in the page with its addresses and the small box that holds its caption."""

    urls: list[str]
    box: HtmlElement
    alt: str | None
    in_figure: bool


@dataclass(frozen=True, slots=True)
class Pictures:
    """The lead image and its source, and further pictures with captions."""

    lead: Image | None
    found: Found | None
    further: tuple[Image, ...]


def absolute(url: str, base: str) -> str | None:
    """Resolve an address against the page; None where it is no http address."""
    url = url.strip()
    try:
        full = url if url.startswith(("http://", "https://")) else urljoin(base, url)
        if "[" in full or "]" in full:
            urlsplit(full)
    except ValueError:
        return None
    return full if full.startswith(("http://", "https://")) else None


def find_images(page: Page, thing: dict[str, Any]) -> Pictures:
    """Find the lead image, and the further pictures that have captions, in page order."""
    declared = declared_images(page, thing)
    pictures = list(pictures_of(page))
    lead = match_declared(declared, pictures)
    found = Found("declared picture, shown in the page", 0.95) if lead else None
    if lead is None and (lead := lead_in_page(declared, pictures)):
        found = Found("first picture of the page", 0.6)
    image = image_of(lead, declared, thing, page) if lead else declared_only(declared, thing, page)
    if image and not lead:
        found = Found("declared picture", 0.8)
    further = tuple(
        Image(best_url(p.urls), *split_caption(p.box), alt=p.alt)
        for p in pictures
        if p is not lead and p.in_figure and words(p.box)
    )
    return Pictures(image, found, further[:20])


def declared_images(page: Page, thing: dict[str, Any]) -> list[str]:
    """List the addresses that OpenGraph, Twitter and JSON-LD give, without site logos and defaults."""
    values = [
        page.first_meta("og:image", "og:image:url", "og:image:secure_url") or "",
        *json_images(thing, page),
        page.first_meta("twitter:image", "twitter:image:src", "thumbnail", "image", "parsely-image-url") or "",
    ]
    for link in page.root.iter("link"):
        if link.get("rel") == "image_src":
            values.append(link.get("href") or "")
    urls = [url for value in values if value and (url := absolute(value, page.url))]
    return list(dict.fromkeys(url for url in urls if not is_decoration(urlsplit(url).path.rsplit("/", 1)[-1])))


def json_images(thing: dict[str, Any], page: Page) -> list[str]:
    """List the addresses of the article object's images."""
    images = resolve(thing.get("image"), page.ld)
    listed = images if isinstance(images, list) else [images]
    return [
        text_of(image.get("url") or image.get("contentUrl") or image.get("@id")) if isinstance(image, dict) else text_of(image)
        for image in listed
    ]


def pictures_of(page: Page) -> Iterator[Picture]:
    """Yield the pictures of the page's main part, in page order, icons and teasers left out."""
    linked = {h for h in page.root.iter("h2", "h3", "h4") if next(h.iter("a"), None) is not None or within(h, "a")}
    seen = 0
    for element in page.root.iter("img", "amp-img"):
        urls = addresses(element, page.url)
        if not urls or small(element) or all(is_decoration(url) for url in urls):
            continue
        seen += 1
        if seen > MOST_PICTURES:
            return
        above = list(element.iterancestors())
        if any(node.tag in ASIDE for node in above) or is_teaser(above, linked):
            continue
        figure = next((node for node in above[:CARD_LEVELS] if node.tag == "figure"), None)
        yield Picture(urls, box_of(figure if figure is not None else element), element.get("alt") or None, figure is not None)


def box_of(element: HtmlElement) -> HtmlElement:
    """Return the smallest box around a picture that holds words too, if it holds no more than a caption."""
    box, parent = element, element.getparent()
    while not words(box) and parent is not None and parent.tag not in ("body", "main") and holds_caption(parent):
        box, parent = parent, parent.getparent()
    return box


def holds_caption(element: HtmlElement) -> bool:
    """Tell whether an element holds at most two pictures and the words of a caption."""
    if len(element) > MOST_PARTS or len(words(element)) > CAPTION_LENGTH or sum(1 for _ in element.iter("img")) > 2:
        return False
    return (
        next(element.iter("h1", "h2", "h3", "h4", "time", "ul", "nav"), None) is None and sum(1 for _ in element.iter("p")) <= 3
    )


def addresses(element: HtmlElement, base: str) -> list[str]:
    """List the addresses of a picture: its own attributes and those of the sources beside it."""
    holders = [element]
    parent = element.getparent()
    if parent is not None and parent.tag == "picture":
        holders += list(parent.iter("source"))
    values = []
    for holder in holders:
        for name in SOURCES:
            value = holder.get(name)
            if value and not value.startswith("data:"):
                values += [part.strip().split(" ")[0] for part in LISTED.split(value)] if "srcset" in name else [value]
    return list(dict.fromkeys(url for value in values if value and (url := absolute(value, base))))


def is_decoration(address: str) -> bool:
    """Tell whether an address is that of a logo, an icon or a placeholder."""
    return DECORATION.search(address.lower()) is not None


def small(element: HtmlElement) -> bool:
    """Tell whether the given width or height is that of an icon."""
    sizes = [element.get(name) or "" for name in ("width", "height")]
    return any(size.isdigit() and int(size) < 80 for size in sizes)


def is_teaser(above: list[HtmlElement], linked: set[HtmlElement]) -> bool:
    """Tell whether a picture, given its ancestors, belongs to a link to another article: a linked heading stands beside it."""
    for level, node in enumerate(above[:CARD_LEVELS]):
        if node.tag == "a" and len(words(node)) > 15:
            return True
        if node.tag in ("article", "main", "body", "figure"):
            return False
        if level and linked and any(heading in linked for heading in node.iter("h2", "h3", "h4")):
            return len(words(node)) < 400
    return False


def match_declared(declared: list[str], pictures: list[Picture]) -> Picture | None:
    """Return the picture of the page that a declared address shows, one with words in its box first."""
    keys = set().union(*(picture_keys(url) for url in declared))
    first = None
    for picture in pictures if keys else ():
        if any(picture_keys(url) & keys for url in picture.urls[:MOST_URLS]):
            if words(picture.box):
                return picture
            first = first or picture
    return first


def lead_in_page(declared: list[str], pictures: list[Picture]) -> Picture | None:
    """Return the first figure with words, where what the page declares is not among its pictures."""
    first = next((p for p in pictures[:4] if p.in_figure and (words(p.box) or not declared)), None)
    return first or (pictures[0] if pictures and not declared else None)


def picture_keys(url: str) -> set[str]:
    """Return what two addresses of one picture in two sizes share: the file name, asset numbers and hashes."""
    parts = urlsplit(url)
    path = unquote(unquote(f"{parts.path}?{parts.query}")).lower()
    tokens = {token for token in ASSET.findall(path) if len(DIGIT.findall(token)) >= 4 and not DAY.fullmatch(token)}
    name = parts.path.rsplit("/", 1)[-1].lower()
    return tokens | ({name} if len(name) > 8 else set())


def best_url(urls: list[str]) -> str:
    """Return the address to show: the first one, or where that is a placeholder the next."""
    return next((url for url in urls if not is_decoration(url)), urls[0])


def image_of(picture: Picture, declared: list[str], thing: dict[str, Any], page: Page) -> Image:
    """Build the lead image from the page's picture; the declared address of the same picture is the larger one."""
    keys = set().union(*(picture_keys(url) for url in picture.urls))
    url = next((url for url in declared if picture_keys(url) & keys), best_url(picture.urls))
    caption, credits = split_caption(picture.box)
    said = json_caption(thing, page)
    return Image(url, caption or said[0], credits or said[1], picture.alt or page.first_meta("og:image:alt", "twitter:image:alt"))


def declared_only(declared: list[str], thing: dict[str, Any], page: Page) -> Image | None:
    """Build the lead image from what the page declares."""
    return (
        Image(declared[0], *json_caption(thing, page), alt=page.first_meta("og:image:alt", "twitter:image:alt"))
        if declared
        else None
    )


def json_caption(thing: dict[str, Any], page: Page) -> tuple[str | None, tuple[str, ...]]:
    """Return caption and credits of the article object's first image."""
    images = resolve(thing.get("image"), page.ld)
    image = images[0] if isinstance(images, list) and images else images
    if not isinstance(image, dict):
        return None, ()
    credit = text_of(
        image.get("creditText")
        or image.get("copyrightHolder")
        or image.get("copyrightNotice")
        or image.get("author")
        or image.get("creator")
    )
    return text_of(image.get("caption")) or None, credits_in(credit) if credit else ()


def find_videos(page: Page) -> tuple[str, ...]:
    """List the addresses of embedded videos."""
    urls = [frame.get("src") or frame.get("data-src") or "" for frame in page.root.iter("iframe")]
    found = [absolute(url, page.url) for url in urls if VIDEO.search(url)]
    return tuple(dict.fromkeys(url for url in found if url))

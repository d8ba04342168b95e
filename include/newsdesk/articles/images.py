"""Find the lead image with caption, credit and alt text, and further pictures and videos.

Does not fetch or measure pictures.
"""

import re
from urllib.parse import urljoin

from include.newsdesk.articles.article import Image
from include.newsdesk.articles.jsonld import text_of
from include.newsdesk.articles.page import Page

VIDEO = re.compile(r"youtube(?:-nocookie)?\.com/(?:embed|watch)|youtu\.be/|vimeo\.com/|dailymotion\.com/|brightcove|jwplayer|\.mp4(?:\?|$)", re.I)


def absolute(url: str, base: str) -> str | None:
    """Resolve an address against the page; None where it is no http address."""
    try:
        full = urljoin(base, url.strip())
    except ValueError:
        return None
    return full if full.startswith(("http://", "https://")) else None


def lead_image(page: Page, thing: dict[str, object]) -> Image | None:
    """Choose the lead image: OpenGraph, then JSON-LD."""
    value = page.first_meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    if not value:
        image = thing.get("image")
        image = image[0] if isinstance(image, list) and image else image
        value = text_of(image.get("url") or image.get("contentUrl")) if isinstance(image, dict) else text_of(image)
    url = absolute(value, page.url) if value else None
    return Image(url) if url else None


def videos(page: Page) -> tuple[str, ...]:
    """List the addresses of embedded videos."""
    urls = [frame.get("src") or frame.get("data-src") or "" for frame in page.root.iter("iframe")]
    found = [absolute(url, page.url) for url in urls if VIDEO.search(url)]
    return tuple(dict.fromkeys(url for url in found if url))

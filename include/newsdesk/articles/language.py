"""Tell the language of the text.

Does not trust the page's own label where the script of the text contradicts it.
"""

import re

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.jsonld import text_of
from include.newsdesk.articles.page import Page

CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$", re.I)


def choose_language(page: Page, thing: dict[str, object], text: str, hint: FeedHint | None) -> tuple[str | None, Found | None]:
    """Return the two- or three-letter code and its source."""
    listed = [("html lang", page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
              ("json-ld inLanguage", text_of(thing.get("inLanguage"))),
              ("meta og:locale", page.first_meta("og:locale", "content-language", "language", "dc.language") or ""),
              ("feed entry", (hint.language or "") if hint else "")]
    for source, label in listed:
        match = CODE.match(label.strip())
        if match:
            return match[1].lower(), Found(source, 0.8)
    return None, None

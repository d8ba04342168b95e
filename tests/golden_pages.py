"""Golden pages: what is recorded of each page in `tests/data/pages`, in one place for the recorder and the test.

Does not write files; `python -m tests.bench.record_pages` does.
"""

import re
from pathlib import Path
from typing import Any

from include.newsdesk.articles import Article, extract_article

CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]+)"')
PAGES = Path(__file__).parent / "data" / "pages"


def page_url(html: bytes) -> str:
    """Return the address that a golden page names as its own (its canonical link)."""
    link = CANONICAL.search(html)
    return link[1].decode() if link else "https://news.example/2025/05/story"


def recorded(html: bytes) -> dict[str, Any]:
    """Extract a page and lay out what is compared: every field that is there, and where it was found."""
    url = page_url(html)
    return laid_out(extract_article(html, url))


def laid_out(article: Article) -> dict[str, Any]:
    """Lay an article out as JSON values."""
    lead = article.lead_image
    fields = {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "kind": article.kind,
        "title": article.title,
        "subtitle": article.subtitle,
        "blocks": [[block.kind, block.text] for block in article.blocks],
        "authors": list(article.authors),
        "agencies": list(article.agencies),
        "dateline": article.dateline,
        "published_at": article.published_at and article.published_at.isoformat(),
        "published_precision": article.published_precision,
        "modified_at": article.modified_at and article.modified_at.isoformat(),
        "language": article.language,
        "section": article.section,
        "tags": list(article.tags),
        "publisher": article.publisher,
        "lead_image": lead and {"url": lead.url, "caption": lead.caption, "credits": list(lead.credits), "alt": lead.alt},
        "videos": list(article.videos),
        "paywalled": article.paywalled,
        "word_count": article.word_count,
        "found": {name: article.found[name].source for name in sorted(article.found)},
    }
    return {name: value for name, value in fields.items() if value not in (None, [], False)}

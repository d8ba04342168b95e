"""Turn a page into an article: read it once, choose each field by evidence, cut and read the text.

Does not fetch, store or log; the same bytes and times give the same article.
"""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from include.newsdesk.articles import blocks, body, byline, dates, images, language, scripts, title, trim
from include.newsdesk.articles.article import Article, FeedHint, Found
from include.newsdesk.articles.jsonld import article_object, resolve, text_of
from include.newsdesk.articles.page import Page, read_page
from include.newsdesk.articles.mass import Mass, fold, size_of
from include.newsdesk.articles.prune import DROPPED, UNSEEN, prune
from include.newsdesk.articles.subtitle import find_subtitle
from include.newsdesk.articles.tags import choose_tags

PARSER_VERSION = "1"
# Below this size of text (see `mass.size_of`) the page's scripts are asked for a longer one.
ENOUGH = 1500


def extract_article(html: bytes, url: str, *, content_type: str | None = None, feed_entry: FeedHint | None = None,
                    fetched_at: datetime | None = None) -> Article:
    """Extract the article of a page. Raises UnreadablePage (a RejectedError with a reason code) and nothing else."""
    page = read_page(html, url, content_type)
    raw_title = page.first_meta("og:title") or ""
    thing = article_object(page.ld, url, raw_title)
    found: dict[str, Found] = {}
    publisher = publisher_name(page, thing)
    scripts_held = list(page.root.iter("script"))
    names = {title.fold(n) for n in (publisher, site_word(url), urlsplit(url).hostname or "", page.first_meta("og:site_name")) if n}
    headline = title.choose_title(page, thing, feed_entry, names)
    line = byline.choose_byline(page, thing, feed_entry, names)
    published = dates.choose_published(page, thing, feed_entry, fetched_at)
    modified = dates.choose_modified(page, thing, published, fetched_at)
    etree.strip_elements(page.root, *UNSEEN, with_tail=False)
    lead, further = images.find_images(page, thing)
    videos = images.find_videos(page)
    tags, tag_source = choose_tags(page, thing, names)
    for name, source in (("title", headline.found), ("authors", line.found), ("published_at", published and published.found), ("modified_at", modified and modified.found), ("tags", tag_source)):
        if source:
            found[name] = source
    canonical = canonical_url(page)
    section = text_of(thing.get("articleSection")) or page.first_meta("article:section", "section") or None
    subtitle = find_subtitle(page, headline.text, page.first_meta("og:description", "description", "twitter:description"))
    etree.strip_elements(page.root, *DROPPED, with_tail=False)
    mass = Mass(page.root, fold(text_of(thing.get("articleBody"))))
    prune(page, mass)
    choice = body.choose(page.root, mass)
    names_said = (*line.persons, *line.agencies)
    runs = trim.trim(blocks.read_runs(choice.element), headline.text, names_said) if choice else []
    source = Found(choice.source, choice.confidence) if choice else None
    size = sum(size_of(run.text) for run in runs)
    if size < ENOUGH or thing.get("articleBody"):
        for name, other in (("json-ld articleBody", scripts.body_of_jsonld(thing)), ("feed entry", scripts.body_of_feed(feed_entry)),
                            ("script state", scripts.body_of_state(scripts_held, headline.text) if size < ENOUGH else [])):
            other = trim.trim(other, headline.text, names_said)
            other_size = sum(size_of(run.text) for run in other)
            if other_size > 300 and size < 0.5 * other_size:
                runs, size, source = other, other_size, Found(name, 0.6)
    read = blocks.to_blocks(runs, url)
    if source:
        found["body"] = source
    text = "\n\n".join(block.text for block in read)
    code, code_source = language.choose_language(page, thing, text, feed_entry)
    if code_source:
        found["language"] = code_source
    return Article(
        url=url, canonical_url=canonical, title=headline.text, subtitle=subtitle, body=text, body_html=blocks.to_html(read), blocks=read,
        authors=line.persons, agencies=line.agencies,
        published_at=published.at if published else None, published_precision=published.precision if published else None,
        published_source=published.found.source if published else None,
        modified_at=modified.at if modified else None, modified_precision=modified.precision if modified else None,
        modified_source=modified.found.source if modified else None,
        language=code, section=section, tags=tags, publisher=publisher, lead_image=lead, images=further, videos=videos,
        word_count=len(re.findall(r"\w+", text)), parser_version=PARSER_VERSION, found=found)


def publisher_name(page: Page, thing: dict[str, Any]) -> str | None:
    """Return the publisher's name as JSON-LD or OpenGraph gives it."""
    publisher = resolve(thing.get("publisher"), page.ld)
    name = text_of(publisher.get("name")) if isinstance(publisher, dict) else ""
    return name or page.first_meta("og:site_name", "application-name") or None


def site_word(url: str) -> str:
    """Return the word of the host name that names the site."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 and len(labels[-2]) > 3 else labels[0]


def canonical_url(page: Page) -> str:
    """Return the canonical address that the page names, if it is an http address; else its own."""
    for link in page.root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            url = images.absolute(link.get("href") or "", page.url)
            if url:
                return url
    return images.absolute(page.first_meta("og:url") or "", page.url) or page.url


"""Turn a page into an article: read it once, choose each field by evidence, cut and read the text.

Does not fetch, store or log; the same bytes and times give the same article.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from include.newsdesk.articles import blocks, body, byline, dates, images, kind, language, scripts, subtitle, tags, title, trim
from include.newsdesk.articles.article import Article, FeedHint, Found
from include.newsdesk.articles.captions import story_of
from include.newsdesk.articles.jsonld import article_object, resolve, text_of
from include.newsdesk.articles.mass import Mass, fold, size_of
from include.newsdesk.articles.page import Page, fix_mojibake, read_page
from include.newsdesk.articles.prune import DROPPED, prune
from include.newsdesk.articles.publishers.rules import Rule, apply_rule, rule_for
from include.newsdesk.articles.reasons import Reason

PARSER_VERSION = "2"
# Below this size of text (see `mass.size_of`) the page's scripts are asked for a longer one.
ENOUGH = 1500
LEAST_OTHER = 300
CAPTIONS = "captions"
SECTION_META = ("article:section", "section", "parsely-section", "sailthru.section", "og:article:section", "category")


@dataclass(slots=True)
class Text:
    """The runs of the text, those that were cut among them, where they were found, and the elements cut before."""

    runs: list[blocks.Run]
    found: Found | None
    element: HtmlElement | None = None
    gone: list[tuple[HtmlElement, Reason]] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Return the size of what is kept."""
        return sum(size_of(run.text) for run in trim.kept(self.runs))


def extract_article(
    html: bytes,
    url: str,
    *,
    content_type: str | None = None,
    feed_entry: FeedHint | None = None,
    fetched_at: datetime | None = None,
    publisher_rules: bool = True,
) -> Article:
    """Extract the article of a page; a publisher's rule, where there is one, takes precedence over the generic reading.

    Raises UnreadablePage (a RejectedError with a reason code) and nothing else.
    """
    page = read_page(html, url, content_type)
    return read_article(page, rule_for(url, fetched_at) if publisher_rules else None, feed_entry, fetched_at)[0]


def read_article(
    page: Page, rule: Rule | None, hint: FeedHint | None = None, fetched_at: datetime | None = None
) -> tuple[Article, Text]:
    """Return the article of a parsed page, and the generic reading of its text with what was cut from it."""
    ruled = apply_rule(rule, page) if rule else {}
    article, text = generic(page, hint, fetched_at)
    if rule and ruled:
        article = replace(article, **ruled, found={**article.found, **rule.found(article, ruled)})
    return article, text


def generic(page: Page, hint: FeedHint | None, fetched_at: datetime | None) -> tuple[Article, Text]:
    """Extract the article without a publisher's rule."""
    thing = article_object(page.ld, page.url, page.first_meta("og:title"))
    fields, found = head_fields(page, thing, hint, fetched_at)
    pictures = images.find_images(page, thing)
    text = read_text(page, thing, hint, fields["title"], (*fields["authors"], *fields["agencies"]))
    read = blocks.to_blocks(trim.kept(text.runs))
    plain = "\n\n".join(block.text for block in read)
    code, code_found = language.choose_language(page, thing, plain, hint)
    named, kind_found = kind.kind_of(page, thing, read, len(pictures.further) + bool(pictures.lead))
    if text.found and text.found.source == CAPTIONS:
        named, kind_found = "gallery", text.found
    paywall, dateline = kind.paywall_of(page, thing), kind.dateline_of(read)
    found |= {"body": text.found, "language": code_found, "kind": kind_found, "paywalled": paywall, "lead_image": pictures.found}
    found |= {"dateline": Found("opening of the text", 0.8) if dateline else None}
    found |= {"images": Found("pictures with captions", 0.7) if pictures.further else None}
    found |= {"videos": Found("embedded player", 0.8) if fields["videos"] else None}
    article = Article(
        **fields,
        url=page.url,
        kind=named,
        body=plain,
        body_html=blocks.to_html(read),
        blocks=read,
        lead_image=pictures.lead,
        images=pictures.further,
        dateline=dateline,
        language=code,
        paywalled=paywall is not None,
        word_count=blocks.count_words(plain),
        parser_version=PARSER_VERSION,
        found={name: source for name, source in found.items() if source},
    )
    return article, text


def head_fields(
    page: Page, thing: dict[str, Any], hint: FeedHint | None, fetched_at: datetime | None
) -> tuple[dict[str, Any], dict[str, Found | None]]:
    """Choose the fields that stand around the text, with their sources; before anything is cut from the tree."""
    publisher, publisher_found = publisher_of(page, thing)
    site = site_names(page, publisher)
    headline = title.choose_title(page, thing, hint, site)
    line = byline.choose_byline(page, thing, hint, site)
    published = dates.choose_published(page, thing, hint, fetched_at)
    modified = dates.choose_modified(page, thing, published, fetched_at)
    topics, topics_found = tags.choose_tags(page, thing, site)
    description = page.first_meta("og:description", "description", "twitter:description")
    standfirst = subtitle.find_subtitle(page, headline.text, description)
    section, section_found = section_of(page, thing)
    address, address_found = canonical_url(page)
    fields = {"canonical_url": address, "title": headline.text, "subtitle": standfirst, "authors": line.persons}
    fields |= {"agencies": line.agencies, "section": section, "tags": topics, "publisher": publisher}
    fields |= {"videos": images.find_videos(page)}
    found = {
        "canonical_url": address_found,
        "title": headline.found,
        "subtitle": Found("page", 0.7) if standfirst else None,
        "authors": line.found if line.persons else None,
        "agencies": line.found if line.agencies else None,
        "published_at": published.found if published else None,
        "modified_at": modified.found if modified else None,
        "section": section_found,
        "tags": topics_found,
        "publisher": publisher_found,
    }
    return fields | moment_fields(published, modified), found


def moment_fields(published: dates.Moment | None, modified: dates.Moment | None) -> dict[str, Any]:
    """Lay the two times out as the fields of an article."""
    fields: dict[str, Any] = {}
    for name, moment in (("published", published), ("modified", modified)):
        if moment:
            fields |= {f"{name}_at": moment.at, f"{name}_precision": moment.precision, f"{name}_source": moment.found.source}
    return fields


def read_text(
    page: Page,
    thing: dict[str, Any],
    hint: FeedHint | None,
    headline: str | None,
    names: tuple[str, ...],
) -> Text:
    """Read the text from the markup; where that holds little or half of it, from JSON-LD, the feed, the scripts or captions."""
    captions = list(page.root.iter("figcaption", "caption"))
    etree.strip_elements(page.root, *DROPPED, with_tail=False)
    mass = Mass(page.root, fold(text_of(thing.get("articleBody"))))
    prune(page, mass)
    choice = body.choose(page.root, mass)
    text = Text([], None, gone=mass.gone)
    if choice:
        text.runs, text.element = blocks.read_runs(choice.element), choice.element
        text.found = Found(choice.source, choice.confidence)
    trim.trim(text.runs, headline, names)
    size = text.size
    if size >= ENOUGH and not thing.get("articleBody"):
        return text
    for source, runs in (
        ("json-ld articleBody", scripts.body_of_jsonld(thing)),
        ("feed entry", scripts.body_of_feed(hint)),
        ("script state", scripts.body_of_state(page.scripts, headline) if size < ENOUGH else []),
        (CAPTIONS, [blocks.run_of_text(text) for text in story_of(captions)] if size < LEAST_OTHER else []),
    ):
        other = Text(trim.trim(runs, headline, names), Found(source, 0.6), gone=mass.gone)
        if other.size > LEAST_OTHER and size < 0.5 * other.size:
            text, size = other, other.size
    return text


def publisher_of(page: Page, thing: dict[str, Any]) -> tuple[str | None, Found | None]:
    """Return the publisher's name as JSON-LD or OpenGraph gives it, with its source."""
    publisher = resolve(thing.get("publisher"), page.ld)
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    declared = text_of(publisher.get("name")) if isinstance(publisher, dict) else text_of(publisher)
    for source, confidence, name in (
        ("json-ld publisher", 0.95, "" if declared.startswith("http") else declared),
        ("meta og:site_name", 0.9, page.first_meta("og:site_name") or ""),
        ("meta application-name", 0.7, page.first_meta("application-name") or ""),
    ):
        if name:
            return fix_mojibake(name), Found(source, confidence)
    return None, None


def site_names(page: Page, publisher: str | None) -> set[str]:
    """Return the names that the site goes by, folded: publisher, site name, host, the host's main word."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    word = labels[-2] if len(labels) > 1 and len(labels[-2]) > 3 else labels[0]
    return {fold(name) for name in (publisher, page.first_meta("og:site_name"), host, word) if name}


def canonical_url(page: Page) -> tuple[str, Found]:
    """Return the canonical address that the page names, if it is an http address of more than the front page; else its own."""
    links = [link.get("href") or "" for link in page.root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    named = [("link canonical", link) for link in links]
    for source, value in [*named, ("meta og:url", page.first_meta("og:url") or "")]:
        url = images.absolute(value, page.url) if value else None
        if url and (urlsplit(url).path.strip("/") or not urlsplit(page.url).path.strip("/")):
            return url, Found(source, 0.9)
    return page.url, Found("address", 0.6)


def section_of(page: Page, thing: dict[str, Any]) -> tuple[str | None, Found | None]:
    """Return the section and its source: JSON-LD, meta, the last but one step of the breadcrumbs."""
    for source, value in (
        ("json-ld articleSection", text_of(thing.get("articleSection"))),
        ("meta section", page.first_meta(*SECTION_META) or ""),
    ):
        if value and len(value) < 60 and not value.startswith("http"):
            return value, Found(source, 0.8)
    for crumbs in (item.get("itemListElement") for item in page.ld if item.get("@type") == "BreadcrumbList"):
        steps = crumbs if isinstance(crumbs, list) else []
        names = [text_of(step.get("name") or step.get("item")) for step in steps if isinstance(step, dict)]
        if len(names) > 2 and not names[1].startswith("http"):
            return names[1], Found("breadcrumbs", 0.6)
    return None, None

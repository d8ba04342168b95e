"""Turn a page into an article: read it once, choose each field by evidence, cut and read the text.

Does not fetch, store or log; the same bytes and times give the same article.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from include.newsdesk.articles import blocks, body, byline, dates, images, kind, language, scripts, subtitle, tags, title, trim
from include.newsdesk.articles.article import Article, FeedHint, Found
from include.newsdesk.articles.jsonld import article_object, resolve, text_of
from include.newsdesk.articles.mass import Mass, fold, size_of
from include.newsdesk.articles.page import Page, fix_mojibake, read_page
from include.newsdesk.articles.prune import DROPPED, prune
from include.newsdesk.articles.publishers.rules import apply_rule, rule_for

PARSER_VERSION = "1"
# Below this size of text (see `mass.size_of`) the page's scripts are asked for a longer one.
ENOUGH = 1500
LEAST_OTHER = 300


@dataclass(frozen=True, slots=True)
class Text:
    """The runs of the text and where they were found."""

    runs: list[blocks.Run]
    found: Found | None


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
    rule = rule_for(url, fetched_at) if publisher_rules else None
    ruled = apply_rule(rule, page) if rule else {}
    article = generic(page, feed_entry, fetched_at)
    return replace(article, **ruled, found={**article.found, **rule.found(article, ruled)}) if rule and ruled else article


def generic(page: Page, hint: FeedHint | None, fetched_at: datetime | None) -> Article:
    """Extract the article without a publisher's rule."""
    thing = article_object(page.ld, page.url, page.first_meta("og:title"))
    fields, found = head_fields(page, thing, hint, fetched_at)
    lead, further = images.find_images(page, thing)
    fields |= {"lead_image": lead, "images": further, "videos": images.find_videos(page)}
    text = read_text(page, thing, hint, fields["title"], (*fields["authors"], *fields["agencies"]))
    read = blocks.to_blocks(text.runs)
    plain = "\n\n".join(block.text for block in read)
    code, code_found = language.choose_language(page, thing, plain, hint)
    found |= {"body": text.found, "language": code_found}
    return Article(
        **fields,
        url=page.url,
        kind=kind.kind_of(page, thing, read, len(further) + bool(lead)),
        body=plain,
        body_html=blocks.to_html(read),
        blocks=read,
        dateline=kind.dateline_of(read),
        language=code,
        paywalled=kind.is_paywalled(page, thing),
        word_count=blocks.count_words(plain),
        parser_version=PARSER_VERSION,
        found={name: source for name, source in found.items() if source},
    )


def head_fields(
    page: Page, thing: dict[str, Any], hint: FeedHint | None, fetched_at: datetime | None
) -> tuple[dict[str, Any], dict[str, Found | None]]:
    """Choose the fields that stand around the text, with their sources; before anything is cut from the tree."""
    publisher = publisher_name(page, thing)
    site = site_names(page, publisher)
    headline = title.choose_title(page, thing, hint, site)
    line = byline.choose_byline(page, thing, hint, site)
    published = dates.choose_published(page, thing, hint, fetched_at)
    modified = dates.choose_modified(page, thing, published, fetched_at)
    topics, topics_found = tags.choose_tags(page, thing, site)
    description = page.first_meta("og:description", "description", "twitter:description")
    standfirst = subtitle.find_subtitle(page, headline.text, description)
    section, section_source = section_of(page, thing)
    fields = {"canonical_url": canonical_url(page), "title": headline.text, "subtitle": standfirst, "authors": line.persons}
    fields |= {"agencies": line.agencies, "section": section, "tags": topics, "publisher": publisher}
    found = {
        "title": headline.found,
        "authors": line.found,
        "published_at": published.found if published else None,
        "modified_at": modified.found if modified else None,
        "tags": topics_found,
        "subtitle": Found("page", 0.7) if standfirst else None,
        "section": Found(section_source, 0.7) if section else None,
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
    """Read the text from the markup; where that holds little or half of it, from JSON-LD, the feed or the scripts."""
    etree.strip_elements(page.root, *DROPPED, with_tail=False)
    mass = Mass(page.root, fold(text_of(thing.get("articleBody"))))
    prune(page, mass)
    choice = body.choose(page.root, mass)
    text = (
        Text(trim.trim(blocks.read_runs(choice.element), headline, names), Found(choice.source, choice.confidence))
        if choice
        else Text([], None)
    )
    size = sum(size_of(run.text) for run in text.runs)
    if size >= ENOUGH and not thing.get("articleBody"):
        return text
    for source, runs in (
        ("json-ld articleBody", scripts.body_of_jsonld(thing)),
        ("feed entry", scripts.body_of_feed(hint)),
        ("script state", scripts.body_of_state(page.scripts, headline) if size < ENOUGH else []),
    ):
        runs = trim.trim(runs, headline, names)
        other = sum(size_of(run.text) for run in runs)
        if other > LEAST_OTHER and size < 0.5 * other:
            text, size = Text(runs, Found(source, 0.6)), other
    return text


def publisher_name(page: Page, thing: dict[str, Any]) -> str | None:
    """Return the publisher's name as JSON-LD or OpenGraph gives it."""
    publisher = resolve(thing.get("publisher"), page.ld)
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    name = text_of(publisher.get("name")) if isinstance(publisher, dict) else text_of(publisher)
    name = "" if name.startswith("http") else name
    return fix_mojibake(name or page.first_meta("og:site_name", "application-name") or "") or None


def site_names(page: Page, publisher: str | None) -> set[str]:
    """Return the names that the site goes by, folded: publisher, site name, host, the host's main word."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    word = labels[-2] if len(labels) > 1 and len(labels[-2]) > 3 else labels[0]
    return {fold(name) for name in (publisher, page.first_meta("og:site_name"), host, word) if name}


def canonical_url(page: Page) -> str:
    """Return the canonical address that the page names, if it is an http address of more than the front page; else its own."""
    named = [link.get("href") or "" for link in page.root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for value in [*named, page.first_meta("og:url") or ""]:
        url = images.absolute(value, page.url) if value else None
        if url and (urlsplit(url).path.strip("/") or not urlsplit(page.url).path.strip("/")):
            return url
    return page.url


def section_of(page: Page, thing: dict[str, Any]) -> tuple[str | None, str]:
    """Return the section and its source: JSON-LD, meta, the last but one step of the breadcrumbs."""
    for source, value in (
        ("json-ld articleSection", text_of(thing.get("articleSection"))),
        (
            "meta section",
            page.first_meta("article:section", "section", "parsely-section", "sailthru.section", "og:article:section", "category")
            or "",
        ),
    ):
        if value and len(value) < 60 and not value.startswith("http"):
            return value, source
    for crumbs in (item.get("itemListElement") for item in page.ld if item.get("@type") == "BreadcrumbList"):
        names = (
            [text_of(step.get("name") or step.get("item")) for step in crumbs if isinstance(step, dict)]
            if isinstance(crumbs, list)
            else []
        )
        if len(names) > 2 and not names[1].startswith("http"):
            return names[1], "breadcrumbs"
    return None, ""

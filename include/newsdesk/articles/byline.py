"""Read who wrote the article: persons apart from desks and agencies.

Does not guess names from running text: a name comes from structured data, an element marked as a
byline, or a line that opens with `By`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.hints import Hint, hints_of
from include.newsdesk.articles.jsonld import resolve, types_of
from include.newsdesk.articles.jsonld import text_of as value_of
from include.newsdesk.articles.mass import fold
from include.newsdesk.articles.names import LONGEST, is_agency, is_person, split_names, unique
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import own_text, text_of

OPENS = re.compile("By|Von|Par|Por|Text|Autor|Author|Av|Af|Door|Oleh|Автор|記者|文")
OPENING = re.compile(rf"(?:Autor(?:in/Autor|in)|{OPENS.pattern})\s*[:：]?\s+(?=\S)")
AUTHOR_PAGE = re.compile(r"/(?:authors?|autor(?:e[ns]?|i)?|auteurs?|writers?|reporters?|journalists?|by|yazar(?:lar)?)/")
FAMILY_NAME = re.compile(r"\b(?:last|family|sur|nach)-?_?name\b", re.I)
EDITOR = re.compile(r"[(（\[【]?(?:责编|責編|责任编辑|責任編輯)\s*[:：]\s*(?P<names>[\u3400-\u9fff、，·\s]{2,30})[)）\]】]?$")
MOST_LINKS = 6
# Source, confidence, names.
Said = tuple[str, float, list[str]]
# What a page declares is at least this sure; what it shows is less.
DECLARED, PLAIN = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Byline:
    """Persons and desks or agencies in their order."""

    persons: tuple[str, ...]
    agencies: tuple[str, ...]
    found: Found | None


def choose_byline(page: Page, thing: dict[str, Any], hint: FeedHint | None, site: set[str]) -> Byline:
    """Choose the source that names persons, the structured ones first.

    Without any: the first that names a desk or agency; one that the page declares beside the site's own name goes first.
    """
    said: list[Said] = []
    head, marked = head_elements(page.root), marked_elements(page)
    for source, confidence, names in candidates(page, thing, hint, head, marked):
        if confidence < PLAIN and declared(said, site):
            break
        if any(is_person(name, site) for name in names):
            shown = marked_names(marked, set(head)) if source == "json-ld author" else []
            if any(is_person(name, site) for name in shown) and not same_names(names, shown):
                source, confidence, names = "byline", 0.7, shown
            return sorted_names(names, site, Found(source, confidence))
        said.append((source, confidence, names))
    for source, confidence, names in declared(said, site) or said:
        if names:
            return sorted_names(names, site, Found(source, confidence / 2))
    return Byline((), (), None)


def declared(said: list[Said], site: set[str]) -> list[Said]:
    """List what the page declares and what is more than the site's own name."""
    return [one for one in said if one[1] >= DECLARED and not site.issuperset(map(fold, one[2]))]


def marked_elements(page: Page) -> list[HtmlElement]:
    """List the elements whose names mark a byline."""
    return [element for element, hints in page.hinted if hints & Hint.BYLINE and not hints & Hint.NOT_BYLINE]


def same_names(some: list[str], others: list[str]) -> bool:
    """Tell whether two sources share a family name, as it stands at the end of a name of either."""
    words = [{fold(word) for name in names for word in name.split()} for names in (some, others)]
    return any(fold(name.split()[-1]) in words[1] for name in some) or any(fold(name.split()[-1]) in words[0] for name in others)


def candidates(
    page: Page, thing: dict[str, Any], hint: FeedHint | None, head: list[HtmlElement], marked: list[HtmlElement]
) -> Iterator[Said]:
    """Yield what each source says, the most trusted first."""
    yield "json-ld author", 0.95, names_of(resolve(thing.get("author"), page.ld))
    keys = (
        "author",
        "article:author",
        "dc.creator",
        "sailthru.author",
        "parsely-author",
        "byl",
        "citation_author",
        "cxenseparse:author",
        "og:article:author",
        "articleauthor",
    )
    metas = [text for key in keys for text in page.meta.get(key, [])]
    yield "meta author", 0.85, unique(name for text in metas for name in split_names(text))
    yield "byline", 0.8, marked_names(marked, set(head))
    yield "json-ld creator", 0.7, names_of(resolve(thing.get("creator") or thing.get("contributor"), page.ld))
    yield "feed entry", 0.7, unique(name for text in (hint.authors if hint else ()) for name in split_names(text))
    yield "author link", 0.65, linked_names(head)
    yield "opening line", 0.6, opening_names(head)
    yield "byline further down", 0.5, marked_names(marked, None)
    yield "closing line", 0.45, editor_names(page.root)


def names_of(value: Any) -> list[str]:
    """List the names in a JSON-LD author value."""
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        said = one.get("name") if isinstance(one, dict) else one
        for text in said if isinstance(said, list) else [said]:
            line = value_of(text)
            whole = isinstance(one, dict) and types_of(one) & {"organization", "newsmediaorganization"}
            names += [line.strip()] if whole and line.strip() else split_names(line)
    return unique(names)


def sorted_names(names: list[str], site: set[str], found: Found) -> Byline:
    """Sort names into persons and agencies; beside persons the site's own name says nothing."""
    agencies = tuple(name for name in names if is_agency(name, site))
    persons = tuple(name for name in names if name not in agencies)
    if persons:
        agencies = tuple(name for name in agencies if fold(name) not in site)
    return Byline(persons, agencies, found)


def head_elements(root: HtmlElement) -> list[HtmlElement]:
    """List the elements from the headline (or the top) down to the third paragraph of some length: where a byline stands."""
    elements: list[HtmlElement] = []
    started = root.find(".//h1") is None
    paragraphs = 0
    for element in root.iter(
        "h1", "p", "div", "span", "li", "h4", "h5", "address", "a", "section", "header", "strong", "em", "ul", "cite"
    ):
        started = started or element.tag == "h1"
        if started:
            elements.append(element)
        if started and element.tag == "p" and len(text_of(element)) > 150:
            paragraphs += 1
            if paragraphs == 3:
                break
    return elements


def marked_names(marked: list[HtmlElement], head: set[HtmlElement] | None) -> list[str]:
    """Return the names in the first elements, of the head or of the page, that are marked as a byline.

    Those beside it with the same marks are included.
    """
    fallback: list[str] = []
    for element in marked[:40]:
        if (head is not None and element not in head) or any(
            node.tag in ("footer", "nav", "form", "aside", "figure", "figcaption") or hints_of(node) & Hint.NOT_BYLINE
            for node in [element, *list(element.iterancestors())[:4]]
        ):
            continue
        names = piece_names(element)
        if any(is_person(name, set()) for name in names) and len(names) < 6:
            parent = element.getparent()
            mates = (
                []
                if parent is None
                else [
                    other
                    for other in parent
                    if other is not element and other.tag == element.tag and other.get("class") == element.get("class")
                ]
            )
            return unique(names + [name for mate in mates for name in piece_names(mate)])
        fallback = fallback or [name for name in names if len(name) < 25]
    return fallback


def piece_names(element: HtmlElement) -> list[str]:
    """Return the names in the pieces of text of an element, each piece on its own."""
    if len(text_of(element)) > 2 * LONGEST:
        return []
    pieces = [" ".join(piece.split()) for piece in texts_of(element) if piece.strip()]
    names = unique(name for piece in pieces for name in split_names(piece))
    persons = [name for name in names if is_person(name, set())]
    return persons or [name for name in names if is_agency(name, set())] or names[:2]


def texts_of(element: HtmlElement) -> Iterator[str]:
    """Yield the texts below an element; a given and a family name in elements of their own are one text."""
    if any(FAMILY_NAME.search(child.get("class") or child.get("itemprop") or "") for child in element):
        yield text_of(element)
        return
    yield element.text or ""
    for child in element:
        yield from texts_of(child)
        yield child.tail or ""


def editor_names(root: HtmlElement) -> list[str]:
    """Return the editors that Chinese pages name at the end where they name no author."""
    for element in root.iter("div", "p", "span", "em"):
        match = EDITOR.match(own_text(element))
        if match:
            return [name for name in split_names(match["names"]) if is_person(name, set())]
    return []


def linked_names(head: list[HtmlElement]) -> list[str]:
    """Return the persons whose links in the head lead to an author's page."""
    links = [element for element in head if element.tag == "a" and AUTHOR_PAGE.search(element.get("href") or "")]
    return unique(name for link in links[:MOST_LINKS] for name in split_names(text_of(link)) if is_person(name, set()))


def opening_names(head: list[HtmlElement]) -> list[str]:
    """Return the names of a short line of the head that opens with `By` or the like."""
    for element in head:
        if element.tag in ("a", "section", "header", "ul", "h1") or len(element) > 4:
            continue
        text = text_of(element)
        if len(text) < LONGEST and OPENS.match(text):
            text = " ".join(" ".join(element.itertext()).split())
        if len(text) < LONGEST and OPENING.match(text):
            names = split_names(text)
            if any(is_person(name, set()) for name in names):
                return [name for name in names if is_person(name, set()) or is_agency(name, set())]
    return []

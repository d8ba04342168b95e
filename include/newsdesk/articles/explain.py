"""Say how an article came about: every block of the text, kept or cut, and every element cut before, each with its reason.

Does not read pages in a way of its own: it asks the extractor for what it put aside.
"""

from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from include.newsdesk.articles.article import Article
from include.newsdesk.articles.extract import Text, read_article
from include.newsdesk.articles.page import read_page
from include.newsdesk.articles.publishers.rules import rule_for
from include.newsdesk.articles.reasons import Reason
from include.newsdesk.articles.tree import text_of

SHORTEST = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the text or an element of the page with its words; `cut` is None where it is kept."""

    what: str
    text: str
    cut: Reason | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article, the blocks of its text in page order, and the elements with some words that were cut before."""

    article: Article
    blocks: tuple[Part, ...]
    elements: tuple[Part, ...]


def explain_article(html: bytes, url: str, *, content_type: str | None = None, fetched_at: datetime | None = None) -> Explanation:
    """Extract the article of a page with the reasons; raises UnreadablePage like `extract_article`."""
    page = read_page(html, url, content_type)
    rule = rule_for(url, fetched_at)
    article, text = read_article(page, rule, None, fetched_at)
    if rule and "body" in rule.selectors and article.found["body"].source.startswith("rule"):
        return Explanation(article, tuple(Part(block.kind, block.text) for block in article.blocks), ())
    blocks = tuple(Part(run.kind, run.text, run.cut) for run in text.runs)
    return Explanation(article, blocks, tuple(cut_elements(page.root, text)))


def cut_elements(root: HtmlElement, text: Text) -> list[Part]:
    """List what was cut from the tree, then the paragraphs beside the element that was chosen."""
    parts = [
        Part(opening_tag(element), words, reason) for element, reason in text.gone if len(words := text_of(element)) >= SHORTEST
    ]
    within = set(text.element.iter()) if text.element is not None else set()
    beside = [p for p in root.iter("p") if p not in within and len(text_of(p)) >= SHORTEST]
    return parts + [Part(opening_tag(p), text_of(p), Reason.OUTSIDE) for p in beside]


def opening_tag(element: HtmlElement) -> str:
    """Write an element's tag with its class or id."""
    name = element.get("class") or element.get("id")
    return f'<{element.tag} "{" ".join(name.split())}">' if name else f"<{element.tag}>"

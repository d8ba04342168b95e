"""Choose the element that holds the article's text, by evidence from several sides.

Does not read blocks out of it (see `blocks.py`). Works on the pruned lxml tree.
"""

from dataclasses import dataclass

from lxml.html import HtmlElement

from include.newsdesk.articles.hints import Hint, hints_of
from include.newsdesk.articles.mass import Mass

PARAGRAPH_LEVEL = frozenset({"p", "ul", "ol", "dl", "blockquote", "pre", "li", "table"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen element, why it was chosen and how sure that is."""

    element: HtmlElement
    source: str
    confidence: float


def choose(root: HtmlElement, mass: Mass) -> Choice | None:
    """Choose the element with the text; None where the page has no paragraph."""
    body = root.find("body")
    if body is None or mass.of(body) <= 0:
        return None
    node, named = descend(body, mass)
    return Choice(node, "container name" if named else "text density", 0.9 if named else 0.7)


def descend(node: HtmlElement, mass: Mass) -> tuple[HtmlElement, bool]:
    """Go down from the body while one child holds nearly all of the text, or most of it and a name that says so."""
    named = False
    while True:
        best = max(node, key=mass.of, default=None)
        if best is None or best.tag in PARAGRAPH_LEVEL or mass.of(best) <= 0:
            return node, named
        share = mass.of(best) / mass.of(node)
        is_named = names_text(best)
        if share < 0.93 and not (share >= 0.5 and is_named and not has_company(best, mass)):
            return node, named
        node, named = best, named or is_named


def names_text(element: HtmlElement) -> bool:
    """Tell whether tag, itemprop or names say that an element holds the text."""
    return element.tag in ("article", "main") or is_marked(element)


def is_marked(element: HtmlElement) -> bool:
    """Tell whether itemprop or class names say that an element holds the text."""
    return bool(hints_of(element) & Hint.BODY)


def has_company(element: HtmlElement, mass: Mass) -> bool:
    """Tell whether a sibling belongs to the text too: paragraphs, or a box of the same class or with a name of its own."""
    parent = element.getparent()
    if parent is None:
        return False
    least = 0.02 * mass.of(element)
    for other in parent:
        if other is element or mass.of(other) <= least:
            continue
        if other.tag == "p" or (other.tag == element.tag and other.get("class") == element.get("class")):
            return True
        if mass.of(other) > 5 * least and any(
            is_marked(inner) and mass.of(inner) > 5 * least for inner in other.iter("div", "section")
        ):
            return True
    return False

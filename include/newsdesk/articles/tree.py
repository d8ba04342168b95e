"""Typed access to the lxml tree: what a compiled XPath finds, and the text of an element.

Does not change the tree.
"""

from typing import cast

from lxml import etree
from lxml.html import HtmlElement


def find(path: etree.XPath, node: HtmlElement) -> list[HtmlElement]:
    """List the elements that a compiled path finds, in page order."""
    return cast(list[HtmlElement], path(node))


def raw_text(element: HtmlElement) -> str:
    """Return the text below an element as it stands in the page."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def text_of(element: HtmlElement) -> str:
    """Return the text below an element in one line."""
    return " ".join(raw_text(element).split())


def own_text(element: HtmlElement) -> str:
    """Return the text that stands directly in an element, not in its children, in one line."""
    return " ".join(" ".join([element.text or "", *(child.tail or "" for child in element)]).split())


def within(element: HtmlElement, *tags: str) -> bool:
    """Tell whether an element stands in one of these."""
    return next(element.iterancestors(*tags), None) is not None

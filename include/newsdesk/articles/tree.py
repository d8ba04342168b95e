"""Typed access to the lxml tree: what a compiled XPath finds, and the text of an element.

Does not change the tree.
"""

from typing import cast

from lxml import etree
from lxml.html import HtmlElement

STRING = etree.XPath("string()")
TEXTS = etree.XPath("text()")


def find(path: etree.XPath, node: HtmlElement) -> list[HtmlElement]:
    """List the elements that a compiled path finds, in page order."""
    return cast(list[HtmlElement], path(node))


def raw_text(element: HtmlElement) -> str:
    """Return the text below an element as it stands in the page."""
    return cast(str, STRING(element))


def text_of(element: HtmlElement) -> str:
    """Return the text below an element in one line."""
    return " ".join(raw_text(element).split())


def own_text(element: HtmlElement) -> str:
    """Return the text that stands directly in an element, not in its children, in one line."""
    return " ".join(" ".join(cast(list[str], TEXTS(element))).split())


def within(path: etree.XPath, element: HtmlElement) -> bool:
    """Tell whether a compiled path that asks about an element's place is true of it."""
    return cast(bool, path(element))

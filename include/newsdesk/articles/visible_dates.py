"""List the short texts of a page that may hold its date, the likeliest first.

Does not read dates out of them (see `written_dates.py`) and does not choose (see `dates.py`).
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from include.newsdesk.articles.hints import Hint
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import text_of as words

CHANGED = re.compile(
    r"\b(?:updated|modified|last (?:update|edit)|aktualisiert|geändert|actualizado|mis à jour|modifié|aggiornato|atualizado|"
    r"uppdaterad|oppdatert|opdateret|bijgewerkt|обновлено|güncelleme|diperbarui)\b|更新|수정",
    re.I,
)
SHORT = 160


def visible_texts(page: Page) -> Iterator[tuple[str, str, float]]:
    """Yield short visible texts that may hold the date: `<time>`, marked elements, the head of the article, anything marked."""
    for time in list(page.root.iter("time"))[:4]:
        yield "time text", words(time), 0.65
    head = head_texts(page.root)
    marked = [text for element in marked_elements(page) if 5 < len(text := words(element)) < SHORT]
    for text in sorted((text for text in marked if text in head), key=lambda text: CHANGED.search(text) is not None):
        yield "visible date", text, 0.6
    for text in sorted(head, key=lambda text: CHANGED.search(text) is not None):
        yield "visible date near the headline", text, 0.5
    for text in marked:
        yield "visible date", text, 0.4
    for element in page.root.iter("p", "div", "span", "td", "li", "font", "b", "small", "em"):
        if len(element) < 4 and any(c.isdigit() for c in (element.text or "")[:SHORT]):
            text = words(element)
            if len(text) < 80:
                yield "some visible date", text, 0.3


def marked_elements(page: Page) -> list[HtmlElement]:
    """List the first elements whose names or itemprop speak of a date."""
    return [element for element, hints in page.hinted if hints & Hint.DATE][:120]


def head_texts(root: HtmlElement) -> list[str]:
    """List the short texts with digits from the headline down to the third long paragraph."""
    texts: list[str] = []
    started = root.find(".//h1") is None
    paragraphs = 0
    for element in root.iter(
        "h1",
        "p",
        "div",
        "span",
        "li",
        "td",
        "time",
        "small",
        "em",
        "b",
        "strong",
        "address",
        "h5",
        "h6",
        "font",
        "dd",
        "section",
    ):
        started = started or element.tag == "h1"
        if not started or element.tag == "h1":
            continue
        text = words(element)
        if element.tag in ("p", "div") and len(element) < 8 and len(text) > 200:
            paragraphs += element.tag == "p"
            if paragraphs == 3:
                break
        elif (
            5 < len(text) < SHORT
            and any(c.isdigit() for c in text)
            and not any(node.tag in ("figure", "figcaption") for node in element.iterancestors())
        ):
            texts.append(text)
    return list(dict.fromkeys(texts))

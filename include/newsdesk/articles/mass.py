"""Measure how much text that reads like an article stands below each element.

Does not choose an element (see `body.py`); the measure is the evidence for that choice and for what pruning must leave alone.
"""

import re

from lxml import etree
from lxml.html import HtmlElement

from include.newsdesk.articles.reasons import Reason
from include.newsdesk.articles.tree import find, own_text, raw_text, text_of, within

TEXT_HOLDERS = etree.XPath("//body//text()[string-length(.) > 25]/..")
HOLDERS = frozenset(
    {"div", "td", "section", "article", "span", "li", "blockquote", "pre", "main", "dd", "font", "center", "body"}
)
PUNCTUATION = re.compile(r"[.,;:!?…”“\"。、，؟،।]")
WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SENTENCE_END = tuple('.!?…”"’»:;)。！？」』.।؟')
WORD = re.compile(r"\w+")
# So many letters of a paragraph are looked for in another copy of the text.
WITNESSED = 60
WHOLE = frozenset({"p", "pre", "blockquote"})


def size_of(text: str) -> float:
    """Count characters, those of scripts without word breaks threefold."""
    if text.isascii() or WIDE.search(text) is None:
        return len(text)
    return len(text) + 2.0 * len(WIDE.findall(text))


def paragraph_score(element: HtmlElement) -> tuple[float, str]:
    """Score one paragraph by length, punctuation and share of link text, with its text; 0 for labels and link lists."""
    if element.tag in WHOLE:
        text = text_of(element)
        links = sum(len(raw_text(a)) for a in element.iter("a"))
    else:
        text = own_text(element)
        if size_of(text) < 40 or within(element, "p", "h1", "h2", "h3", "a") or (element.tag == "span" and within(element, "li")):
            return 0.0, text
        links = 0
    size = size_of(text)
    if size < 40 or links > 0.5 * len(text) or within(element, "a"):
        return 0.0, text
    score = min(size, 800.0) * (1 - links / len(text))
    if not PUNCTUATION.search(text):
        score *= 0.3
    return (score if size >= 80 else score * 0.5), text


class Mass:
    """The summed scores of the paragraphs below each element; shrinks as parts are cut. `gone` lists these with the reason."""

    def __init__(self, root: HtmlElement, witness: str = "") -> None:
        """Measure a tree; paragraphs that the witness (another copy of the text) doesn't hold count a quarter."""
        paragraphs = [*root.iter("p"), *(holder for holder in find(TEXT_HOLDERS, root) if holder.tag in HOLDERS)]
        scored = [(p, *paragraph_score(p)) for p in paragraphs]
        scored = [(p, score, text) for p, score, text in scored if score]
        if witness:
            known = [fold(text[: 4 * WITNESSED])[:WITNESSED] in witness for _, _, text in scored]
            if sum(s for (_, s, _), k in zip(scored, known, strict=True) if k) >= 0.5 * len(witness):
                scored = [(p, score if k else score / 4, text) for (p, score, text), k in zip(scored, known, strict=True)]
        self.gone: list[tuple[HtmlElement, Reason]] = []
        self._sums: dict[HtmlElement, float] = {}
        for paragraph, score, _ in scored:
            node: HtmlElement | None = paragraph
            while node is not None:
                self._sums[node] = self._sums.get(node, 0.0) + score
                node = node.getparent()
        body = root.find("body")
        self.total = self.of(body) if body is not None else 0.0

    def of(self, element: HtmlElement) -> float:
        """Return the mass of an element."""
        return self._sums.get(element, 0.0)

    def forget(self, element: HtmlElement, reason: Reason) -> None:
        """Take the mass of an element, about to be cut, off its ancestors, and note why it goes."""
        self.gone.append((element, reason))
        gone = self._sums.pop(element, 0.0)
        if gone:
            for node in element.iterancestors():
                self._sums[node] = self._sums.get(node, 0.0) - gone


def fold(text: str) -> str:
    """Fold a text to its letters and digits, for comparing copies."""
    return "".join(WORD.findall(text)).casefold()

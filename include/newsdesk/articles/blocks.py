"""Read the chosen part of a page into headings, paragraphs, list items and quotes, with BeautifulSoup.

Does not choose the part (see `body.py`) and does not judge the text (see `trim.py`).
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import nh3
from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString, Tag
from lxml import etree
from lxml.html import HtmlElement

from include.newsdesk.articles.article import Block, BlockKind
from include.newsdesk.articles.reasons import Reason
from include.newsdesk.articles.tree import find

WORD = re.compile(r"\w+")
BROKEN = re.compile(r"[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
UNBROKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
SOFT_HYPHEN, ZERO_WIDTH, WORD_JOINER = "\u00ad", "\u200b", "\u2060"
INVISIBLE = re.compile(f"[{SOFT_HYPHEN}{ZERO_WIDTH}{WORD_JOINER}]")
KINDS: dict[str, BlockKind] = {
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "li": "list item",
    "dt": "list item",
    "dd": "list item",
    "blockquote": "quote",
    "q": "quote",
}
CONTAINERS = frozenset(
    {
        "div",
        "section",
        "article",
        "main",
        "p",
        "ul",
        "ol",
        "dl",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "header",
        "footer",
        "aside",
        "figure",
        "figcaption",
        "form",
        "center",
        "details",
        "summary",
        "hgroup",
        "address",
        "pre",
        "body",
        "html",
        "caption",
        "hr",
        *KINDS,
    }
) - {"q"}
INLINE = {"a", "b", "strong", "i", "em", "sub", "sup", "code", "mark", "q", "cite"}
# Line breaks that a style sheet makes.
BREAKS = etree.XPath(
    ".//span[not(node()) and (@class = 'br' or starts-with(@class, 'br ') or contains(concat(@class, ' '), ' br '))]"
)
# Dropped, their text stays.
UNMARKED = ("span", "font", "time", "abbr", "u", "small", "big", "ins", "acronym", "nobr", "wbr", "bdi", "bdo")
ALLOWED = {"p", "h2", "h3", "h4", "ul", "li", "blockquote", *INLINE}


@dataclass(slots=True)
class Run:
    """One stretch of text between two block borders: what the rules need to know about its place, and why one of them cut it."""

    kind: BlockKind
    text: str
    html: str
    links: int
    tag: str
    before_link: str = ""
    cut: Reason | None = None


class Pruned(HTMLTreeBuilder):
    """Builds the soup from what is left of the lxml tree: to write that out and parse it again takes as long as all the rest."""

    def __init__(self, element: HtmlElement) -> None:
        """Take the element that becomes the soup's only child; of its attributes only `href` is read."""
        super().__init__(multi_valued_attributes={})
        self.element = element

    def feed(self, markup: object) -> None:
        """Hand over the element's tags and texts; there is no markup."""
        soup = self.soup
        assert soup is not None
        for event, node in etree.iterwalk(self.element, events=("start", "end")):
            if event == "start":
                target = node.get("href") if node.tag == "a" else None
                soup.handle_starttag(node.tag, None, None, {"href": target} if target else {})
                if node.text:
                    soup.handle_data(node.text)
            else:
                soup.handle_endtag(node.tag)
                if node.tail and node is not self.element:
                    soup.handle_data(node.tail)


def read_runs(element: HtmlElement) -> list[Run]:
    """Read an element into runs of text in page order."""
    for mark in find(BREAKS, element):
        mark.tag = "br"
    etree.strip_tags(element, etree.Comment, etree.PI, *UNMARKED)
    runs: list[Run] = []
    for kind, tag, nodes in stretches(BeautifulSoup("", builder=Pruned(element)), "paragraph", "div"):
        run = run_of(kind, tag, nodes)
        if run:
            runs.append(run)
    return runs


Stretch = tuple[BlockKind, str, list[Tag | NavigableString]]


def stretches(parent: Tag, kind: BlockKind, tag: str) -> Iterator[Stretch]:
    """Yield the inline nodes between block borders, with the kind that the enclosing element gives them."""
    nodes: list[Tag | NavigableString] = []
    breaks = 0
    for child in parent.children:
        if isinstance(child, Tag) and child.name == "br":
            breaks += 1
            nodes.append(NavigableString("\n"))
            if breaks >= 2:
                yield kind, tag, nodes
                nodes = []
        elif isinstance(child, Tag) and child.name == "tr" and is_row(child):
            yield (
                kind,
                "tr",
                [NavigableString(" | ".join(one_line(cell.get_text(" ")) for cell in child.find_all(("td", "th"))))],
            )
        elif isinstance(child, Tag) and holds_blocks(child):
            yield kind, tag, nodes
            nodes, breaks = [], 0
            yield from stretches(child, KINDS.get(child.name, kind if kind != "heading" else "paragraph"), child.name)
        elif isinstance(child, (Tag, NavigableString)):
            nodes.append(child)
            if isinstance(child, Tag) or child.strip():
                breaks = 0
    yield kind, tag, nodes


def holds_blocks(tag: Tag) -> bool:
    """Tell whether an element is a block or wraps one."""
    return tag.name in CONTAINERS or any(isinstance(child, Tag) and holds_blocks(child) for child in tag.children)


def is_row(row: Tag) -> bool:
    """Tell whether a table row holds data, not the layout of the page."""
    cells = row.find_all(("td", "th"), recursive=False)
    return len(cells) > 1 and all(len(cell.get_text()) < 200 and cell.find("table") is None for cell in cells)


@dataclass(slots=True)
class Inline:
    """The texts of inline nodes, their markup with the few inline tags that are kept, and how much of them are links."""

    texts: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    anchors: int = 0
    links: int = 0

    def read(self, node: Tag | NavigableString, linked: bool = False) -> None:
        """Add a node with what stands in it."""
        if not isinstance(node, Tag):
            self.texts.append(node)
            self.markup.append(html.escape(node, quote=False))
            self.links += len(node) if linked else 0
            return
        name, target = node.name, ""
        if name == "a":
            self.anchors += 1
            target = str(node.get("href") or "")
            linked = True
        kept = name in INLINE if name != "a" else bool(target)
        if kept:
            self.markup.append(f'<a href="{html.escape(target)}">' if target else f"<{name}>")
        for child in node.children:
            if isinstance(child, (Tag, NavigableString)):
                self.read(child, linked)
        if kept:
            self.markup.append(f"</{name}>")


def run_of(kind: BlockKind, tag: str, nodes: list[Tag | NavigableString]) -> Run | None:
    """Join inline nodes to one run; None where they hold no text."""
    inline = Inline()
    before: list[str] = []
    for node in nodes:
        at, anchors, links = len(inline.texts), inline.anchors, inline.links
        inline.read(node)
        if not links and inline.anchors == anchors:
            before += inline.texts[at:]
    text = one_line("".join(inline.texts))
    if not text:
        return None
    markup = one_line("".join(inline.markup))
    return Run(kind, text, markup, inline.links, tag, one_line("".join(before)) if inline.links else "")


def run_of_text(text: str) -> Run:
    """Make a paragraph of one line of plain text."""
    return Run("paragraph", text, html.escape(text, quote=False), 0, "p")


def one_line(text: str) -> str:
    """Join the words of a text with single blanks; soft hyphens and zero-width blanks go."""
    if SOFT_HYPHEN in text or ZERO_WIDTH in text or WORD_JOINER in text:
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def to_blocks(runs: list[Run]) -> tuple[Block, ...]:
    """Turn runs into blocks with clean HTML."""
    wrap = {"heading": "h2", "paragraph": "p", "list item": "li", "quote": "blockquote"}
    lines = [f"<{wrap[run.kind]}>{run.html}</{wrap[run.kind]}>" for run in runs]
    cleaned = clean("\n".join(lines)).split("\n")
    if len(cleaned) != len(lines):
        cleaned = [clean(line) for line in lines]
    return tuple(Block(run.kind, run.text, line) for run, line in zip(runs, cleaned, strict=True))


def clean(markup: str) -> str:
    """Reduce HTML to the allow-list: no scripts, styles, frames, pictures, event handlers; links only to http and https."""
    return nh3.clean(
        markup, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel="noopener noreferrer nofollow"
    )


def to_html(blocks: tuple[Block, ...]) -> str:
    """Join blocks to one clean HTML text, list items in lists."""
    parts: list[str] = []
    listed = False
    for block in blocks:
        if (block.kind == "list item") != listed:
            parts.append("</ul>" if listed else "<ul>")
            listed = not listed
        parts.append(block.html)
    return "\n".join(parts + (["</ul>"] if listed else []))


def count_words(text: str) -> int:
    """Count words; in scripts without word breaks two characters count as one."""
    wide = 0 if text.isascii() else len(UNBROKEN.findall(text))
    return len((BROKEN if wide else WORD).findall(text)) + wide // 2

"""Cut from the tree what can't be part of the article's text: scripts, navigation, teasers, comments, boxes, captions.

Does not choose the text; it only makes the tree small. Never cuts an element that holds much of the page's paragraph mass.
"""

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement

from include.newsdesk.articles.hints import Hint, hints_of
from include.newsdesk.articles.mass import Mass
from include.newsdesk.articles.page import UNSEEN, Page
from include.newsdesk.articles.reasons import Reason
from include.newsdesk.articles.tree import find, text_of

DROPPED = (
    "iframe",
    "object",
    "embed",
    "canvas",
    "video",
    "audio",
    "button",
    "input",
    "select",
    "textarea",
    "option",
    "map",
    "link",
    "meta",
    "source",
    "track",
    "progress",
    "meter",
    "math",
    "head",
    "base",
    "amp-ad",
    "amp-embed",
    "amp-video",
    "datalist",
)
FRAGMENT_BOXES = etree.XPath(".//*[@class or @id or self::figure or self::figcaption or self::aside]")
SUSPECT = ("form", "footer", "aside", "header", "nav", "menu", "dialog", "fieldset", "label")
HIDDEN = etree.XPath("//@hidden/.. | //@aria-hidden[. = 'true']/.. | //@style[contains(., 'display')]/..")
NOT_SHOWN = re.compile(r"display\s*:\s*none")
LINKED_HEADINGS = etree.XPath("//h2//a | //h3//a | //h4//a | //h5//a | //a[.//h2 or .//h3 or .//h4 or .//h5]")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
INLINE = frozenset({"a", "b", "strong", "i", "em", "span", "mark", "cite", "q", "code", "font", "u", "abbr", "time"})
TEXT = frozenset({"p", "li", "blockquote", "h1", "h2", "h3", "h4", "td", "dd", "em", "strong", "b", "i"})
PROTECTED_SHARE = 0.35
STRONG_SHARE = 0.6
PICTURE_NAME = re.compile(r"image|photo|picture|caption|figure|media|img", re.I)
CAPTION_SHARE = 0.15
CAPTION_LENGTH = 400
CARD_LENGTH = 600
MOST_PARTS = 40


def prune(page: Page, mass: Mass) -> None:
    """Cut the tree in place: pictures with captions, hidden parts, suspect tags, suspect names, cards of other articles."""
    root = page.root
    cut_other_articles(root, mass)
    limit = PROTECTED_SHARE * mass.total
    for element in find(HIDDEN, root):
        if (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or NOT_SHOWN.search(element.get("style") or "")
        ):
            cut(element, mass, limit, Reason.HIDDEN)
    for element in list(root.iter(*SUSPECT)):
        if element.tag != "header" or (element.find(".//h1") is None and element.find(".//nav") is not None):
            cut(element, mass, limit, Reason.TAG)
    cut_named(page, mass, limit)
    cut_pictures(root, mass, CAPTION_SHARE * mass.total)
    cut_cards(root, mass, limit)


def prune_fragment(fragment: HtmlElement) -> None:
    """Cut scripts, named boxes and pictures with their captions from a piece of markup that holds nothing but the text."""
    etree.strip_elements(fragment, *UNSEEN, *DROPPED, with_tail=False)
    mass = Mass(fragment)
    for element in find(FRAGMENT_BOXES, fragment):
        if element.tag in ("figure", "figcaption", "aside") or (hints_of(element) & Hint.JUNK and not is_phrase(element)):
            cut(element, mass, mass.total + 1, Reason.NAME)


def cut(element: HtmlElement, mass: Mass, limit: float, reason: Reason) -> None:
    """Remove an element with less mass than the limit and keep the text that follows it."""
    parent = element.getparent()
    if parent is None or element.tag == "body" or mass.of(element) >= limit > 0:
        return
    mass.forget(element, reason)
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def cut_named(page: Page, mass: Mass, limit: float) -> None:
    """Cut elements by name, unless those of the same name hold much of the text together (a body split by boxes)."""
    named: dict[str, tuple[int, list[HtmlElement]]] = {}
    for element, hints in page.hinted:
        if hints & Hint.JUNK and element.tag not in HEADINGS and not is_phrase(element):
            named.setdefault(element.get("class") or element.get("id") or "", (hints, []))[1].append(element)
    headline = page.root.find(".//h1")
    kept = set(headline.iterancestors()) if headline is not None else set()
    for hints, elements in named.values():
        most = STRONG_SHARE * mass.total if hints & Hint.STRONG_JUNK and not hints & Hint.BODY else limit
        if len(elements) == 1 or sum(map(mass.of, elements)) < most:
            for element in elements:
                if element not in kept:
                    cut(element, mass, most, Reason.NAME)


def is_phrase(element: HtmlElement) -> bool:
    """Tell whether an element is a part of a sentence: inline, with text around it."""
    if element.tag not in INLINE:
        return False
    parent = element.getparent()
    if parent is None or parent.tag not in TEXT:
        return False
    return bool((element.tail or "").strip() or (parent.text or "").strip())


def cut_other_articles(root: HtmlElement, mass: Mass) -> None:
    """Cut further articles with a headline of their own below the first, as endless scrolling appends them."""
    headlines = [h1 for h1 in root.iter("h1") if len(text_of(h1)) > 15]
    for headline in headlines[1:]:
        box, parent = headline, headline.getparent()
        while parent is not None and not contains(parent, headlines[0]):
            box, parent = parent, parent.getparent()
        whole = (
            box.tag == "article" or box.find(".//article") is not None or any(contains(twin, headlines[0]) for twin in twins(box))
        )
        if whole and mass.total - mass.of(box) >= 0.2 * mass.total:
            cut(box, mass, mass.total, Reason.OTHER_ARTICLE)


def contains(outer: HtmlElement, inner: HtmlElement) -> bool:
    """Tell whether one element is an ancestor of the other."""
    return any(node is outer for node in inner.iterancestors())


def twins(element: HtmlElement) -> list[HtmlElement]:
    """List the siblings with the same tag and class."""
    parent = element.getparent()
    return (
        []
        if parent is None
        else [
            other
            for other in parent
            if other is not element and other.tag == element.tag and other.get("class") == element.get("class")
        ]
    )


def cut_pictures(root: HtmlElement, mass: Mass, limit: float) -> None:
    """Cut every picture with the small box around it: what stands there with the picture is its caption."""
    for picture in list(root.iter("img", "picture", "amp-img", "figure", "figcaption")):
        box = picture
        parent = box.getparent()
        while parent is not None and parent.tag not in ("body", "main") and is_caption_box(parent):
            box, parent = parent, parent.getparent()
        named = box.tag == "figure" or PICTURE_NAME.search(box.get("class") or "") is not None
        cut(box, mass, limit if not named else limit * PROTECTED_SHARE / CAPTION_SHARE, Reason.PICTURE)


def holds_one_card(element: HtmlElement) -> bool:
    """Tell whether an element holds little text and one heading."""
    return (
        len(element) <= MOST_PARTS
        and len(text_of(element)) <= CARD_LENGTH
        and sum(1 for _ in element.iter("h2", "h3", "h4", "h5")) <= 1
    )


def is_caption_box(element: HtmlElement) -> bool:
    """Tell whether an element holds no more text than a picture's caption does."""
    if len(element) > MOST_PARTS or len(text_of(element)) > CAPTION_LENGTH:
        return False
    return element.tag in ("figure", "picture", "a") or (element.find(".//h1") is None and sum(1 for _ in element.iter("p")) <= 1)


def cut_cards(root: HtmlElement, mass: Mass, limit: float) -> None:
    """Cut cards of other articles: small boxes around a linked heading that stand side by side."""
    cards = []
    for link in find(LINKED_HEADINGS, root):
        box = link
        parent = box.getparent()
        while parent is not None and parent.tag not in ("body", "article", "main") and holds_one_card(parent):
            box, parent = parent, parent.getparent()
        if parent is not None and box.tag not in ("h2", "h3", "h4", "h5"):
            cards.append((box, (parent, box.tag)))
    count = Counter(key for _, key in dict.fromkeys(cards))
    for box, key in dict.fromkeys(cards):
        if count[key] >= 2 or mass.of(box) == 0:
            cut(box, mass, limit, Reason.CARD)

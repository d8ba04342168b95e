"""One page, decoded and parsed once: the tree, its meta tags and its JSON-LD objects.

Does not decide anything about the article; the modules beside it read what is collected here.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import ftfy
from charset_normalizer import from_bytes
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from include.newsdesk.articles.hints import hinted_elements
from include.newsdesk.articles.jsonld import read_jsonld
from include.newsdesk.articles.tree import within
from include.newsdesk.errors import RejectedError

MAX_BYTES = 24_000_000
MAX_ELEMENTS = 150_000
MAX_ATTRIBUTES = 500_000
MAX_TAG_ATTRIBUTES = 10_000
MAX_DEPTH = 400
UNSEEN = ("script", "style", "noscript", "template", "svg")

# Only a tag as long as this can have more (it fills a whole part of half that length); values count as one word each.
LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}" % (2 * MAX_TAG_ATTRIBUTES))
QUOTED = re.compile(rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
# One class for every element: the parser's own lookup asks Python for each one.
PLAIN = etree.ElementDefaultClassLookup(element=HtmlElement)
TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
CONTROL = bytes([*range(9), 11, 12, *range(14, 32), 127])
# U+FEFF, U+FFFE and U+FFFF in UTF-8.
NO_CHARACTER = re.compile(b"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")
# References to the same characters: lxml reads them and then refuses to write them.
CONTROL_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|7f|feff|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[1245-9]|2\d|3[01]|127|65279|6553[45])(?!\d));?",
    re.I,
)
MOJIBAKE = re.compile("Ã[\u0080-¿]|â€[\u0080-\u00bf™œ“”\u009d]|Â[\u00a0-¿]|Ð[\u0080-¿°µ]|Ñ[\u0080-¿€]")
# Browsers read these labels as Windows code pages (WHATWG Encoding Standard).
WEB_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8": "cp1255",
}


class UnreadablePage(RejectedError):
    """The page can't be read as HTML."""

    def __init__(self, subject: str, detail: str = "", reason: str = "page.not_html") -> None:
        """Keep the reason code beside the subject and what was seen."""
        super().__init__(subject, detail)
        self.reason = reason

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        """Pickle with the reason, so that it crosses a process border."""
        return type(self), (self.subject, self.detail, self.reason)


@dataclass(frozen=True, slots=True)
class Page:
    """The parsed page.

    `meta` maps lower-case names to the contents in page order, `ld` lists every JSON-LD object, `scripts` the scripts
    that were cut from the tree, `hinted` the elements whose
    names say something.
    """

    url: str
    root: HtmlElement
    meta: dict[str, list[str]]
    ld: list[dict[str, Any]]
    scripts: list[HtmlElement]
    hinted: list[tuple[HtmlElement, int]]

    def first_meta(self, *names: str) -> str | None:
        """Return the first non-empty content among the named meta tags."""
        for name in names:
            for content in self.meta.get(name, ()):
                if content:
                    return content
        return None


def read_page(html: bytes, url: str, content_type: str | None = None) -> Page:
    """Decode, check the caps and parse. Raises UnreadablePage with a reason code."""
    try:
        urlsplit(url)
    except ValueError as error:
        raise UnreadablePage(url, "no address", "page.bad_address") from error
    if len(html) > MAX_BYTES:
        raise UnreadablePage(url, f"{len(html)} bytes", "page.too_large")
    clean = decode(html, content_type).encode("utf-8", "replace").translate(None, CONTROL)
    clean = CONTROL_REFERENCE.sub(b"", NO_CHARACTER.sub(b"", clean))
    if b"<" not in clean:
        raise UnreadablePage(url, "no markup")
    root = parse(clean, url)
    meta, things, scripts = read_meta(root), read_jsonld(root), list(root.iter("script"))
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    drop_menus(root)
    return Page(url, root, meta, things, scripts, hinted_elements(root))


def drop_menus(root: HtmlElement) -> None:
    """Cut navigation and the page's footers that hold no paragraph, headline or tag: a quarter of the elements of a page."""
    for menu in [*root.iter("nav", "footer")]:
        if menu.tag == "footer" and within(menu, "article", "main", "figure"):
            continue
        if next(menu.iter("p", "h1"), None) is None and not any(link.get("rel") == "tag" for link in menu.iter("a")):
            menu.drop_tree()


def parse(text: bytes, url: str) -> HtmlElement:
    """Parse UTF-8 within the caps on elements, attributes and depth."""
    # libxml2 compares each attribute of a tag with all before it: 200,000 in one tag take a minute.
    parts = ((at, at + MAX_TAG_ATTRIBUTES) for at in range(0, len(text), MAX_TAG_ATTRIBUTES))
    unbroken = any(text.find(b"<", *part) < 0 and text.find(b">", *part) < 0 for part in parts)
    long_tags = LONG_TAG.findall(text) if unbroken else ()
    if any(len(QUOTED.sub(b"", tag).split()) > MAX_TAG_ATTRIBUTES + 1 for tag in long_tags):
        raise UnreadablePage(url, f"over {MAX_TAG_ATTRIBUTES} attributes in one tag", "page.too_many_attributes")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(PLAIN)
    try:
        root = document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadablePage(url, str(error)) from error
    # An element takes three characters at least, an attribute too: small pages need no counting.
    if len(text) > 3 * MAX_ELEMENTS and cast(float, root.xpath("count(//*)")) > MAX_ELEMENTS:
        raise UnreadablePage(url, f"over {MAX_ELEMENTS} elements", "page.too_many_nodes")
    if len(text) > 3 * MAX_ATTRIBUTES and cast(float, root.xpath("count(//@*)")) > MAX_ATTRIBUTES:
        raise UnreadablePage(url, f"over {MAX_ATTRIBUTES} attributes", "page.too_many_attributes")
    if TOO_DEEP(root):
        raise UnreadablePage(url, f"over {MAX_DEPTH} levels", "page.too_deep")
    return root


def decode(html: bytes, content_type: str | None = None) -> str:
    """Decode by BOM, then HTTP header, then meta tag, then content; never raises."""
    for bom, name in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if html.startswith(bom):
            return html[len(bom) :].decode(name, "replace")
    names = declared_charsets(html, content_type)
    for name in [*names, "utf-8"]:
        try:
            text = html.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
        return text if name == "utf-8" else undo_mislabelled(html, text)
    return decode_damaged(html, names)


def declared_charsets(html: bytes, content_type: str | None) -> list[str]:
    """List the charsets that the header and the page name, as Python codecs, header first."""
    labels = [m[1] for m in [HEADER_CHARSET.search(content_type or "")] if m]
    labels += [m[1].decode("ascii", "replace") for m in [XML_CHARSET.search(html[:200]), META_CHARSET.search(html[:8192])] if m]
    names = []
    for label in labels:
        name = WEB_LABELS.get(label.lower(), label.lower())
        try:
            lookup(name)
        except LookupError:
            continue
        if not name.startswith("utf-16") and not name.startswith("utf-7"):
            names.append("utf-8" if name in {"utf8", "utf_8"} else name)
    return names


def undo_mislabelled(html: bytes, text: str) -> str:
    """Prefer UTF-8 where bytes labelled as a one-byte charset are valid UTF-8 with multi-byte characters."""
    if html.isascii():
        return text
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        return text


def decode_damaged(html: bytes, names: list[str]) -> str:
    """Decode bytes that are valid in no declared charset: a few bad bytes in UTF-8, else the likeliest charset."""
    text = html.decode(names[0] if names else "utf-8", "replace")
    if text.count("\ufffd") <= max(3, len(text) // 2000):
        return text
    best = from_bytes(html[:65536]).best()
    return html.decode(best.encoding, "replace") if best else text


def fix_mojibake(text: str) -> str:
    """Repair UTF-8 read as a one-byte charset, only where its tell-tale pairs occur and the repair shortens the text."""
    if not MOJIBAKE.search(text):
        return text
    fixed = ftfy.fix_encoding(text)
    return fixed if len(fixed) < len(text) and "\ufffd" not in fixed else text


def read_meta(root: HtmlElement) -> dict[str, list[str]]:
    """Collect meta contents under every name, property and itemprop that they carry."""
    meta: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        content = tag.get("content")
        if content is None:
            continue
        for attribute in ("property", "name", "itemprop"):
            key = tag.get(attribute)
            if key:
                meta.setdefault(key.strip().lower(), []).append(" ".join(content.split()))
    return meta

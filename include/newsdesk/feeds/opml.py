"""OPML 1.0 and 2.0: lists of feeds in and out, as feed readers exchange them.

Does not know the catalogue's file: OPML has no place for country or publisher, so an import is a proposal to complete.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from include.newsdesk.errors import PermanentError
from include.newsdesk.feeds.charsets import decode
from include.newsdesk.feeds.links import web_url
from include.newsdesk.feeds.repair import repaired


class BadOpml(PermanentError):
    """The file is no OPML."""


@dataclass(frozen=True)
class Outline:
    """One feed of a list; `section` is the path of the groups around it, joined by slashes."""

    title: str
    url: str
    site_url: str | None = None
    language: str | None = None
    section: str | None = None


def parse_opml(raw: bytes, filename: str) -> tuple[Outline, ...]:
    """Read every feed in a list, each address once, in the list's order.

    Outlines without an http(s) `xmlUrl` are groups or notes and are passed over. Raises `BadOpml`.
    """
    document = repaired(decode(raw).text).document
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise BadOpml(filename, str(error)) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise BadOpml(filename, "its outermost element is not <opml>")
    found = {outline.url: outline for outline in reversed([*_outlines(root)])}
    return tuple(reversed(found.values()))


def _outlines(root: etree._Element) -> Iterator[Outline]:
    for element in root.iter("outline", "{*}outline"):
        url = web_url(_attribute(element, "xmlurl"))
        if url:
            groups = [_label(above) for above in element.iterancestors("outline", "{*}outline")]
            yield Outline(
                title=_label(element) or url,
                url=url,
                site_url=web_url(_attribute(element, "htmlurl")),
                language=_attribute(element, "language") or None,
                section="/".join(group for group in reversed(groups) if group) or None,
            )


def _label(element: etree._Element) -> str:
    return _attribute(element, "title") or _attribute(element, "text")


def _attribute(element: etree._Element, name: str) -> str:
    """Give an attribute whatever its capitals: `xmlUrl` is written in every way."""
    return next((" ".join(str(value).split()) for key, value in element.attrib.items() if str(key).lower() == name), "")


def render_opml(outlines: Iterable[Outline], title: str) -> str:
    """Write OPML 2.0 with one group for each section, in the order of first appearance."""
    groups: dict[str, list[Outline]] = {}
    for outline in outlines:
        groups.setdefault(outline.section or "", []).append(outline)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "  <head>"]
    lines += [f"    <title>{_escaped(title)}</title>", "  </head>", "  <body>"]
    for section, members in groups.items():
        lines += [f"    <outline text={quoteattr(section)}>"] if section else []
        lines += [f"    {'  ' if section else ''}{_line(outline)}" for outline in members]
        lines += ["    </outline>"] if section else []
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _line(outline: Outline) -> str:
    attributes = {
        "type": "rss",
        "text": outline.title,
        "title": outline.title,
        "xmlUrl": outline.url,
        "htmlUrl": outline.site_url,
        "language": outline.language,
    }
    return "<outline " + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value) + "/>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")

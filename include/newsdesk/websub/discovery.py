"""Who pushes a topic, and under which address: hub and self links in headers, then in the document (WebSub 4).

Does not fetch, and does not read entries. Runs in a child process: the document is anybody's.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

LONGEST_URL = 2_048
_LINK_VALUE = re.compile(r"""<([^>]*)>((?:\s*;\s*[\w*!-]+\s*(?:=\s*(?:"[^"]*"|[^\s";,]+))?)*)""")
_REL = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))""", re.IGNORECASE)
_HTML_START = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)

Links = Iterator[tuple[str, str]]
"""Pairs of relations (separated by blanks) and address."""


@dataclass(frozen=True)
class Advertised:
    """The hubs of a topic in the publisher's order, and the topic's own address: what is subscribed to."""

    hub_urls: tuple[str, ...]
    topic_url: str


def discover(body: bytes, url: str, content_type: str | None, link_header: str | None) -> Advertised | None:
    """Find hub and self; headers come first, and the document counts only where they name no hub.

    `url` is where the document came from, after redirects; it stands in where nothing names the topic's own address.
    """
    in_header = _read_header(link_header or "", url)
    if in_header["hub"]:
        chosen = in_header
    elif not (chosen := _collect(_links_of(body, url, content_type or ""), url))["hub"]:
        return None
    own = chosen["self"] or in_header["self"] or [url]
    return Advertised(tuple(dict.fromkeys(chosen["hub"])), own[0])


def hub_in_header(link_header: str | None, url: str) -> str | None:
    """Give the first hub that the values of Link headers (RFC 8288), joined by commas, name."""
    return next(iter(_read_header(link_header or "", url)["hub"]), None)


def _read_header(link_header: str, url: str) -> dict[str, list[str]]:
    links = ((_REL.search(parameters), target) for target, parameters in _LINK_VALUE.findall(link_header))
    return _collect(((rel[1] or rel[2] or "", target) for rel, target in links if rel), url)


def _collect(links: Links, base: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"hub": [], "self": []}
    for rel, target in links:
        address = _web_url(target, base)
        for name in rel.lower().split():
            if address and name in found:
                found[name].append(address)
    return found


def _links_of(body: bytes, url: str, content_type: str) -> Links:
    if "html" in content_type.lower() or _HTML_START.match(body):
        yield from _links_of_page(body, url)
    elif body.lstrip()[:1] == b"{":
        yield from _links_of_json(body)
    else:
        yield from _links_of_feed(body, url)


def _links_of_page(body: bytes, url: str) -> Links:
    """Read the head only: in the body, whoever may comment could name a hub (WebSub 8.1)."""
    try:
        root = html.document_fromstring(body)
    except (etree.LxmlError, ValueError):
        return
    base_tag = root.find("head/base")
    base = urljoin(url, base_tag.get("href") or "") if base_tag is not None else url
    for link in root.findall("head/link"):
        yield from _relation(link, base)


def _links_of_feed(body: bytes, url: str) -> Links:
    """Read the links of the feed itself, not those of its entries; a broken document counts as far as it can be read."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser, base_url=url)
    except (etree.LxmlError, ValueError):
        return
    feed = [] if root is None else [root, *(child for child in root if _name(child) == "channel")]
    for link in (child for parent in feed for child in parent if _name(child) == "link"):
        yield from _relation(link, link.base or url)


def _relation(link: etree._Element, base: str) -> Links:
    target = link.get("href")
    if target:
        yield link.get("rel") or "", urljoin(base, target.strip())


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _links_of_json(body: bytes) -> Links:
    """Read a JSON Feed, which has names of its own for the same things."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return
    for hub in feed.get("hubs") or []:
        if isinstance(hub, dict) and str(hub.get("type")).lower() == "websub":
            yield "hub", str(hub.get("url") or "")
    yield "self", str(feed.get("feed_url") or "")


def _web_url(target: str, base: str) -> str | None:
    try:
        url = urljoin(base, target.strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and len(url) <= LONGEST_URL else None

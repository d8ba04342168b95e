"""feedparser's two parsers, taught what they get wrong: which link is the entry's own, and what its dates said.

The strict parser reads well-formed XML by expat, the loose one the rest. Both call the hooks below while they read, so
what is noted always belongs to the right entry, in broken documents too. Built on the parser classes of feedparser
6.0.14, the pinned version. Does not decode bytes, open anything, or build our own records.
"""

import re
import xml.sax
import xml.sax.handler
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.mixin import _FeedParserMixin

from include.newsdesk.feeds.entries import MAX_ENTRIES
from include.newsdesk.feeds.repair import Repaired

_AUTHOR_LENGTH = 256
_ADDRESS = re.compile(r"(?:mailto:)?([^\s<>()@,;:]+@[^\s<>()@,;:?]+)(?:\?subject=\S*)?")

_BASES = (b"xml:base", b" base=")
_MAX_ATTRIBUTES = 256

_ENDS_EARLY = frozenset((3, 5, 6, 20))
"""expat's codes for no element, an unclosed token, a partial character, an unclosed CDATA section."""


class _Full(Exception):
    """One entry more than is taken has begun."""


@dataclass(frozen=True)
class Link:
    """A link element; `level` is 1 for a direct child, `written` tells RSS's text from Atom's attribute."""

    href: str
    rel: str
    media_type: str
    level: int
    written: bool


@dataclass
class Notes:
    """What an entry, or the feed itself, holds beside feedparser's dictionary, in document order."""

    depth: int = 0
    base: str = ""
    links: list[Link] = field(default_factory=list)
    dates: list[tuple[str, str, int]] = field(default_factory=list)
    permalink: bool = False
    closed: bool = False


@dataclass
class Elements:
    """One document as feedparser's dictionaries with our notes beside them, entry by entry."""

    version: str
    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    feed_notes: Notes
    entry_notes: list[Notes]
    skip_hours: list[str]
    skip_days: list[str]
    strict: bool
    error: str | None = None
    ends_early: bool = False


_HANDLER_FAULTS = (LookupError, TypeError, ValueError)
"""What feedparser's handlers raise on elements in odd places; the rest of the document is good."""


class _Hooks(_FeedParserMixin):  # type: ignore[misc]  # feedparser is untyped
    """Overrides of feedparser's handlers, shared by both parsers.

    feedparser takes an AttributeError in a handler for an unknown element: nothing here may raise one.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.feed_notes = Notes()
        self.entry_notes: list[Notes] = []
        self.skip_hours: list[str] = []
        self.skip_days: list[str] = []
        self.media_depth = 0
        self.failed: set[str] = set()

    def unknown_starttag(self, tag: str, attrs: Any) -> None:
        try:
            super().unknown_starttag(tag, attrs)
        except _HANDLER_FAULTS:
            self.failed.add(tag)

    def unknown_endtag(self, tag: str) -> None:
        try:
            super().unknown_endtag(tag)
        except _HANDLER_FAULTS:
            self.failed.add(tag)
            self.depth -= 1  # what the handler's failure left undone
            del self.basestack[-1:], self.langstack[-1:]

    def _notes(self) -> Notes | None:
        if self.insource or self.inimage or self.intextinput:
            return None
        if self.inentry:
            return self.entry_notes[-1]
        return self.feed_notes

    def _start_channel(self, attrs: dict[str, str]) -> None:
        self.feed_notes.depth, self.feed_notes.base = self.depth, self.baseuri
        super()._start_channel(attrs)

    def _start_feed(self, attrs: dict[str, str]) -> None:
        self.feed_notes.depth, self.feed_notes.base = self.depth, self.baseuri
        super()._start_feed(attrs)

    def _start_item(self, attrs: dict[str, str]) -> None:
        if len(self.entry_notes) == MAX_ENTRIES:
            raise _Full
        self.media_depth = 0
        self.entry_notes.append(Notes(depth=self.depth, base=self.baseuri))
        super()._start_item(attrs)

    _start_entry = _start_item

    def _end_item(self) -> None:
        if self.entry_notes:
            self.entry_notes[-1].closed = True
        super()._end_item()

    _end_entry = _end_item

    def _start_link(self, attrs: dict[str, str]) -> None:
        super()._start_link(attrs)
        if "href" in attrs:
            self._note_link(attrs["href"], attrs, written=False)

    def _end_link(self) -> None:
        href = self.pop("link")
        if href:
            self._note_link(href, {}, written=True)

    _start_atom_link, _end_atom_link = _start_link, _end_link  # a prefix that the document forgot to declare

    def _note_link(self, href: str, attrs: dict[str, str], written: bool) -> None:
        notes = self._notes()
        if notes is not None:
            level = self.depth - notes.depth
            notes.links.append(Link(href, attrs.get("rel", "alternate"), attrs.get("type", ""), level, written))

    def _start_guid(self, attrs: dict[str, str]) -> None:
        super()._start_guid(attrs)
        if self.entry_notes:
            self.entry_notes[-1].permalink = bool(self.guidislink)

    def _end_guid(self) -> None:
        self.guidislink = 0  # else feedparser resolves the guid against the base and takes "12345" for a link
        super()._end_guid()

    _end_id = _end_guid

    def _end_published(self) -> None:
        self._note_date("published", self.pop("published"))

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self) -> None:
        self._note_date("updated", self.pop("updated"))

    _end_modified = _end_lastbuilddate = _end_updated

    def _end_dc_date(self) -> None:
        self._note_date("dated", self.pop("updated"))

    def _end_created(self) -> None:
        self._note_date("created", self.pop("created"))

    def _end_expirationdate(self) -> None:
        self.pop("expired")

    def _note_date(self, kind: str, raw: str | None) -> None:
        notes = self._notes()
        if raw and notes is not None:
            notes.dates.append((kind, raw, self.depth - notes.depth))

    def _start_hour(self, attrs: dict[str, str]) -> None:
        self.push("hour", 0)

    def _end_hour(self) -> None:
        self.skip_hours.append(self.pop("hour") or "")

    def _start_day(self, attrs: dict[str, str]) -> None:
        self.push("day", 0)

    def _end_day(self) -> None:
        self.skip_days.append(self.pop("day") or "")

    def _start_media_content(self, attrs: dict[str, str]) -> None:
        self.media_depth += 1
        super()._start_media_content(attrs)

    def _end_media_content(self) -> None:
        self.media_depth -= 1
        self.pop("media_content")

    def _start_media_description(self, attrs: dict[str, str]) -> None:
        # Inside media:content it describes the picture, elsewhere the entry; feedparser would make both the summary.
        self.push_content("media_caption" if self.media_depth > 0 else "media_description", attrs, "text/html", 1)

    def _end_media_description(self) -> None:
        self.pop_content("media_caption" if self.media_depth > 0 else "media_description")

    def _sync_author_detail(self, key: str = "author") -> None:
        # feedparser's own search for an address takes quadratic time and cuts long top-level domains in two.
        people = self._get_context().get(f"{key}s")
        text = self._get_context().get(key)
        if people and not people[-1] and text:
            people[-1].update(_person(text[:_AUTHOR_LENGTH]))


def _person(text: str) -> dict[str, str]:
    """Split `desk@paper.example (Ada Moor)`, in any of its forms, into name and address."""
    address = _ADDRESS.search(text)
    name = text.replace(address[0], "") if address else text
    return {"name": name.strip(" \t\r\n()<>\"',;"), "email": address[1] if address else ""}


class _Strict(_Hooks, StrictFeedParser):  # type: ignore[misc]
    def startElementNS(self, name: tuple[str, str], qname: str, attrs: AttributesNSImpl) -> None:
        """Cut the attributes, whose reading by feedparser takes quadratic time."""
        if len(attrs) > _MAX_ATTRIBUTES:
            taken = attrs.getNames()[:_MAX_ATTRIBUTES]
            qnames = {key: attrs.getQNameByName(key) for key in taken}
            attrs = AttributesNSImpl({key: attrs.getValue(key) for key in taken}, qnames)
        super().startElementNS(name, qname, attrs)


class _Loose(_Hooks, LooseFeedParser):  # type: ignore[misc]
    pass


class _BufferedExpat(ExpatParser):
    """expat with runs of text in one piece: the standard reader calls once for each line and each reference."""

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]
        self._parser.buffer_size = 65_536  # type: ignore[attr-defined]


def read_elements(source: Repaired, url: str, language: str | None) -> Elements:
    """Read an XML document, strictly and, where it is not well formed, loosely.

    Reads at most `MAX_ENTRIES` entries. Addresses are resolved against `url` only where xml:base asks for it:
    feedparser would join the address with itself at every tag.
    """
    base = url if any(attribute in source.document for attribute in _BASES) else ""
    version = "rss091n" if source.netscape else ""
    strict = _Strict(base, language, "utf-8")
    try:
        with suppress(_Full):
            _drive(strict, source.document)
    except Exception as error:  # XML errors, and what feedparser's handlers raise on odd elements
        loose = _Loose(base, language, "utf-8", source.entities)
        _feed_loosely(loose, source.document.decode())
        return _collected(loose, version, strict=False, error=_in_words(error), ends_early=_ends_early(error))
    return _collected(strict, version, strict=True)


def _ends_early(error: Exception) -> bool:
    cause = error.getException() if isinstance(error, xml.sax.SAXException) else error
    return getattr(cause, "code", None) in _ENDS_EARLY


def _in_words(error: Exception) -> str:
    return error.getMessage() if isinstance(error, xml.sax.SAXException) else f"{type(error).__name__}: {error}"


def _drive(parser: Any, document: bytes) -> None:
    parser.resolve_relative_uris = False
    parser.sanitize_html = False
    reader = _BufferedExpat(namespaceHandling=1)
    reader.setFeature(xml.sax.handler.feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source = InputSource()
    source.setByteStream(BytesIO(document))
    reader.parse(source)


def _feed_loosely(parser: Any, text: str) -> None:
    parser.resolve_relative_uris = False
    parser.sanitize_html = False
    with suppress(_Full):
        parser.feed(text)
        parser.close()


def _collected(parser: Any, version: str, strict: bool, error: str | None = None, ends_early: bool = False) -> Elements:
    if parser.failed:
        error = "; ".join(filter(None, (error, f"misplaced {', '.join(sorted(parser.failed)[:5])}")))
    return Elements(
        version or parser.version,
        parser.feeddata,
        parser.entries,
        parser.feed_notes,
        parser.entry_notes,
        parser.skip_hours,
        parser.skip_days,
        strict,
        error,
        ends_early,
    )

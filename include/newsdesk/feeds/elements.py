"""One XML document as feedparser's dictionaries, with our notes beside them.

The strict parser reads well-formed XML by expat, the loose one the rest. Both call the hooks of `handlers` while they read, so
what is noted always belongs to the right entry, in broken documents too. Does not decode bytes, open anything, or build our
own records.
"""

import xml.sax
import xml.sax.handler
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from feedparser.api import LooseFeedParser, StrictFeedParser

from include.newsdesk.feeds.handlers import Full, Hooks, Notes
from include.newsdesk.feeds.repair import Repaired

_BASES = (b"xml:base", b" base=")
_MAX_ATTRIBUTES = 256

_ENDS_EARLY = frozenset((3, 5, 6, 20))
"""expat's codes for no element, an unclosed token, a partial character, an unclosed CDATA section."""


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


class _Strict(Hooks, StrictFeedParser):  # type: ignore[misc]
    def startElementNS(self, name: tuple[str, str], qname: str, attrs: AttributesNSImpl) -> None:
        """Cut the attributes, whose reading by feedparser takes quadratic time."""
        if len(attrs) > _MAX_ATTRIBUTES:
            taken = attrs.getNames()[:_MAX_ATTRIBUTES]
            qnames = {key: attrs.getQNameByName(key) for key in taken}
            attrs = AttributesNSImpl({key: attrs.getValue(key) for key in taken}, qnames)
        super().startElementNS(name, qname, attrs)


class _Loose(Hooks, LooseFeedParser):  # type: ignore[misc]
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
        with suppress(Full):
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
    with suppress(Full):
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

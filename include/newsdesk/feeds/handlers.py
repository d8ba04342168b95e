"""feedparser's handlers, taught what they get wrong: which link is the entry's own, and what its dates said.

Built on the parser classes of feedparser 6.0.14, the pinned version. Does not drive a parser: `elements` does.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from feedparser.mixin import _FeedParserMixin

from include.newsdesk.feeds.entries import MAX_ENTRIES

_AUTHOR_LENGTH = 256
_ADDRESS = re.compile(r"(?:mailto:)?([^\s<>()@,;:]+@[^\s<>()@,;:?]+)(?:\?subject=\S*)?")

_HANDLER_FAULTS = (LookupError, TypeError, ValueError)
"""What feedparser's handlers raise on elements in odd places; the rest of the document is good."""


class Full(Exception):
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


class Hooks(_FeedParserMixin):  # type: ignore[misc]  # feedparser is untyped
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
        """Begin an element; one in an odd place is noted and passed over."""
        try:
            super().unknown_starttag(tag, attrs)
        except _HANDLER_FAULTS:
            self.failed.add(tag)

    def unknown_endtag(self, tag: str) -> None:
        """End an element; one in an odd place is noted and passed over."""
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
            raise Full
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

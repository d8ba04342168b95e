"""Bytes to text: which character encoding a feed is really in.

Does not repair text that was encoded twice: feedparser does that, element by element.
"""

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from include.newsdesk.feeds.charset_names import BY_LANGUAGE, DETECTED, codec_of, standard_name, tcvn_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
# "<?" or "<r", "<f" in encodings that are no superset of ASCII (XML 1.0, appendix F).
_SHAPES = (
    (re.compile(rb"\x00\x00\x00<"), "utf-32be"),
    (re.compile(rb"<\x00\x00\x00"), "utf-32le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']\s*([\w.:()+-]+)""")
_DECLARED_TEXT = re.compile(r"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']\s*([\w.:()+-]+)""")
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:()+-]+)""", re.IGNORECASE)
_WIDE = re.compile(r"u(?:tf|cs)?[-_]?(?:2|4|16|32)|iso-10646|csucs4|csunicode", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^>]*>|https?://[!-~]+")
_LANGUAGE = re.compile(rb"""(?:<(?:dc:)?language>\s*|xml:lang\s*=\s*["'])([a-zA-Z]{2})""")
_HIGH = bytes(range(128, 256))
_FEWEST_BYTES = 3
"""Bytes outside ASCII below which nothing can be told."""
_SEVERAL_BYTES = ("big5", "gb18030", "shift_jis", "euc_jp", "euc_kr", "cp949")
SAMPLE_BYTES = 64 * 1024


@dataclass(frozen=True)
class Decoded:
    """A document as text; `encoding` is what it was read as, `complaint` what was declared wrongly."""

    text: str
    encoding: str
    complaint: str | None = None


def decode(raw: bytes, content_type: str | None = None) -> Decoded:
    """Decode a document: byte order mark, then HTTP charset, XML declaration, UTF-8, detection, windows-1252.

    The first that decodes without error wins, and never fails: the last one replaces what it can't read.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _with_mark(raw[len(mark) :], name)
    named = [name for name in (_http_charset(content_type), _xml_charset(raw)) if name]
    if b"\x1b$" in raw[:SAMPLE_BYTES] and not named:
        named = ["iso-2022-jp"]  # all its bytes are ASCII, so UTF-8 would read it, as gibberish
    shape = next((name for pattern, name in _SHAPES if pattern.match(raw)), None)
    if shape:
        return _shaped(raw, shape)
    if _is_text(content_type) and raw.isascii():
        return Decoded(raw.decode("ascii"), "us-ascii")  # RFC 3023, 3.1
    for name in named:
        text = _try(raw, name)
        if text is not None:
            wrong = None if name == named[0] else f"declared {named[0]}, read as {name}"
            return Decoded(text, "gb18030" if name.lower() == "gb2312" else name, wrong)
    return _undeclared(raw, named)


def _with_mark(raw: bytes, name: str) -> Decoded:
    text = _try(raw, name)
    if text is not None:
        return Decoded(text, name)
    return Decoded(raw.decode(name, "replace"), name, f"bytes that are not {name}")


def _shaped(raw: bytes, shape: str) -> Decoded:
    text = raw.decode(shape, "replace")
    declared = _DECLARED_TEXT.match(text)
    if declared and not _WIDE.match(declared[1]):
        exact = _try(raw, declared[1])
        if exact is not None and exact.lstrip().startswith("<"):
            return Decoded(exact, declared[1])
    return Decoded(text, shape)


def _undeclared(raw: bytes, named: list[str]) -> Decoded:
    complaint = f"declared {named[0]}, which it is not" if named else None
    text = _try(raw, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", complaint)
    complaint = complaint or "no encoding declared and not UTF-8"
    if named and named[-1].lower().replace("_", "-") in ("utf-8", "utf8") and _stray(raw):
        return Decoded(raw.decode("utf-8", "replace"), "utf-8", "stray bytes that are not UTF-8")
    found = _detect(raw)
    text = _try(raw, found) if found else None
    if found and text is not None:
        return Decoded(text, found, complaint)
    return Decoded(raw.decode("windows-1252", "replace"), "windows-1252", complaint)


def _stray(raw: bytes) -> bool:
    """Tell a UTF-8 document with a few broken characters from one in another encoding."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for letter in text[:SAMPLE_BYTES] if letter > "\x7f") - broken
    return broken * 4 < good


def _detect(raw: bytes) -> str | None:
    sample = _MARKUP.sub(b" ", raw)[:SAMPLE_BYTES]  # tags and addresses look like English
    if len(sample) - len(sample.translate(None, _HIGH)) < _FEWEST_BYTES:
        return None
    matches = list(charset_normalizer.from_bytes(sample, cp_isolation=list(DETECTED), preemptive_behaviour=False))
    if not matches:
        return None
    best = matches[0]
    if best.encoding in _SEVERAL_BYTES:
        return standard_name(best.encoding)
    # Short texts look as good in several encodings of one byte: the feed's language tells, or else what is usual.
    equals = [match.encoding for match in matches if match.chaos < best.chaos + 0.01 and match.coherence > best.coherence - 0.15]
    language = _LANGUAGE.search(raw)
    told = BY_LANGUAGE.get(language[1].decode().lower()) if language else None
    return standard_name(told if told in equals else min(equals, key=DETECTED.index))


def _is_text(content_type: str | None) -> bool:
    """Tell text/* without a charset."""
    return (content_type or "").lstrip().lower().startswith("text/") and not _http_charset(content_type)


def _http_charset(content_type: str | None) -> str | None:
    found = _HTTP_CHARSET.search(content_type or "")
    return found[1] if found else None


def _xml_charset(raw: bytes) -> str | None:
    found = _DECLARED.match(raw[:1024])
    return found[1].decode("ascii") if found else None


def _try(raw: bytes, name: str) -> str | None:
    codec = codec_of(name)
    if codec is None:
        return None
    if codec == "tcvn":
        return tcvn_text(raw)
    try:
        return raw.decode(codec)
    except UnicodeError:
        return None

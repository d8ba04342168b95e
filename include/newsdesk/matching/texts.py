"""Fingerprints of an article's text: did an editor change it, and do two articles have the same title.

Does not judge how alike two texts are (`minhash` does): a fingerprint is equal or it isn't.
"""

import hashlib
import html
import re
import unicodedata

from include.newsdesk.matching.shingles import UNSPACED
from include.newsdesk.matching.volatile import without_volatile_pieces

SHORTEST_TITLE_KEY = 16
"""Letters and digits that a title needs to identify an article ("Live blog" is too short); half in unspaced scripts."""

_INVISIBLE = "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_FOLDED = {
    **dict.fromkeys("‘’‚‛′`ʼʹ‹›", "'"),
    **dict.fromkeys("“”„‟″«»〝〞〟", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
}
_TO_FOLD = re.compile(f"[{_INVISIBLE}{''.join(_FOLDED)}]")
# Normalising takes time in the square of a run of combining marks; no script has 30 in a row (UAX 15, stream-safe).
_LONG_RUN_OF_MARKS = re.compile(r"([^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]+")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|em|font|i|mark|small|span|strong|su[bp]|time|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_UNSPACED = re.compile(f"[{UNSPACED}]")


def normalise_text(title: str, body: str) -> str:
    """Return title, line feed and body as one comparable text: what a reader would call the same reads the same.

    Gone: markup left in, the typography of quotes, dashes and spaces, invisible characters, paragraph breaks, and lines
    that change by themselves (counters, "updated 5 minutes ago"). Upper and lower case, numbers and punctuation stay.
    """
    return f"{normalise_line(title)}\n{normalise_line(body)}"


def text_hash(title: str, body: str) -> bytes:
    """Return the SHA-256 (32 bytes) of the normalised text: the test whether a new capture is a new revision."""
    return hashlib.sha256(normalise_text(title, body).encode("utf-8", "surrogatepass")).digest()


def title_key(title: str) -> str:
    """Return the key under which two titles of one publisher are the same; "" if the title is too short to identify.

    Only letters and digits count, in any case.
    """
    key = "".join(filter(str.isalnum, normalise_line(title).casefold()))
    shortest = SHORTEST_TITLE_KEY // 2 if _UNSPACED.search(key) else SHORTEST_TITLE_KEY
    return key if len(key) >= shortest else ""


def normalise_line(text: str) -> str:
    """Return one text as `normalise_text` does, on one line."""
    if "<" in text:
        text = _TAG.sub("\n", _INLINE_TAG.sub("", _COMMENT.sub("", text)))
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        composed = unicodedata.normalize("NFKC", _LONG_RUN_OF_MARKS.sub(r"\1", text))
        text = _TO_FOLD.sub(lambda match: _FOLDED.get(match[0], ""), composed)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return " ".join(kept for line in lines if line and (kept := without_volatile_pieces(line)))

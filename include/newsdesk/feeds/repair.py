"""What must be put right in a document before an XML parser sees it.

Does not repair markup: the loose parser copes with that.
"""

import re
from dataclasses import dataclass, field

MAX_EXPANSION = 16_000_000
"""Characters that entity declarations may add to a document; a document that could grow more loses its entities."""

_BLANKED = bytes(range(9)) + bytes((11, 12)) + bytes(range(14, 32))
_TO_SPACE = bytes(32 if byte in _BLANKED else byte for byte in range(256))
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
# Only what may be bad, so that a feed full of good references costs nothing: long numbers, small ones, D800 and above.
_SUSPECT = re.compile(
    r"&#(?:[xX]([0-9a-fA-F]{5,}|[dDfF][0-9a-fA-F]{3}|0*[01]?[0-9a-fA-F])(?![0-9a-fA-F])|(\d{5,}|0*[12]?\d|0*3[01])(?!\d));?"
)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>\s*")
_FIRST_TAG = re.compile(r"<\w")
_DOCTYPE_START = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"""<!ENTITY\s+(\w+)\s+(?:"([^"%&<]*|&#\w+;)"|'([^'%&<]*|&#\w+;)')\s*>""")


@dataclass(frozen=True)
class Repaired:
    """A document as UTF-8 that says so; `entities` are those that it declared and that are plain text."""

    document: bytes
    complaint: str | None = None
    entities: dict[str, str] = field(default_factory=dict)
    netscape: bool = False


def repaired(text: str) -> Repaired:
    """Make a document safe for an XML parser, and say in words what was replaced.

    Control characters, which XML forbids and Postgres partly refuses, become spaces; references to what is no character
    become U+FFFD; of a DOCTYPE only text entities stay, so that nothing is opened and nothing explodes.
    """
    complaints = []
    if "&#" in text:
        text, replaced = _without_bad_references(text)
        complaints += ["references to characters that don't exist"] if replaced else []
    declared = _DECLARATION.match(text)
    doctype, body = _split_doctype(text[declared.end() :] if declared else text.lstrip())
    entities = _entities(doctype, body)
    head = "<?xml version='1.0' encoding='utf-8'?>\n" + _declared(entities)
    document = _encoded(head + body)
    clean = document.translate(_TO_SPACE)
    if clean != document:
        complaints.append("control characters")
    return Repaired(clean, "; ".join(complaints) or None, entities, "netscape" in doctype.lower())


def readable(text: str) -> str:
    """Give text without control characters and lone surrogates, which JSON can smuggle in and Postgres refuses."""
    return _encoded(text).translate(_TO_SPACE).decode()


def _encoded(text: str) -> bytes:
    """Encode as UTF-8, with U+FFFD for what XML and UTF-8 have no place for."""
    if "\ufffe" in text or "\uffff" in text:
        text = _NO_CHARACTER.sub("\ufffd", text)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _NO_CHARACTER.sub("\ufffd", text).encode()


def _without_bad_references(text: str) -> tuple[str, int]:
    replaced = 0

    def judge(found: re.Match[str]) -> str:
        nonlocal replaced
        digits = found[1] or found[2]
        code = int(digits, 16 if found[1] else 10) if len(digits) < 20 else 0x110000
        if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
            return found[0]
        replaced += 1
        return " " if 0 < code < 0x20 else "\ufffd"

    return _SUSPECT.sub(judge, text), replaced


def _split_doctype(text: str) -> tuple[str, str]:
    """Take the DOCTYPE before the first element out."""
    first = _FIRST_TAG.search(text)
    end = first.start() if first else len(text)
    start = _DOCTYPE_START.search(text, 0, end)
    found = _DOCTYPE.match(text, start.start(), end) if start else None
    if not found:
        return "", text
    return found[0], text[: found.start()] + text[found.end() :]


def _entities(doctype: str, body: str) -> dict[str, str]:
    entities = {name: double or single for name, double, single in _ENTITY.findall(doctype)}
    longest = max((len(value) for value in entities.values()), default=0)
    return entities if longest * body.count("&") <= MAX_EXPANSION else {}


def _declared(entities: dict[str, str]) -> str:
    if not entities:
        return ""
    lines = "".join(f'<!ENTITY {name} "{value.replace(chr(34), "&#34;")}">' for name, value in entities.items())
    return f"<!DOCTYPE feed [{lines}]>\n"

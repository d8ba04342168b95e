"""What must be put right in a document before an XML parser sees it.

Does not repair markup: the loose parser copes with that.
"""

import re

_BLANKED = bytes(range(9)) + bytes((11, 12)) + bytes(range(14, 32))
_TO_SPACE = bytes(32 if byte in _BLANKED else byte for byte in range(256))
_NONCHARACTERS = ("\ufffe", "\uffff")
# Only what may be bad, so that a feed full of good references costs nothing: long numbers, small ones, D800 and above.
_SUSPECT = re.compile(
    r"&#(?:[xX]([0-9a-fA-F]{5,}|[dDfF][0-9a-fA-F]{3}|0*[01]?[0-9a-fA-F])(?![0-9a-fA-F])|(\d{5,}|0*[12]?\d|0*3[01])(?!\d));?"
)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")


def repaired(text: str) -> tuple[bytes, str | None]:
    """Give the document as UTF-8 that says so, and in words what was replaced.

    Control characters, which XML forbids and Postgres partly refuses, become spaces; references to what is no character
    become U+FFFD.
    """
    complaints = []
    if "&#" in text:
        text, replaced = _without_bad_references(text)
        complaints += ["references to characters that don't exist"] if replaced else []
    for nonchar in _NONCHARACTERS:
        text = text.replace(nonchar, "\ufffd")
    declared = _DECLARATION.match(text)
    body = text[declared.end() if declared else 0 :]
    document = body.lstrip().encode("utf-8", "replace")
    clean = document.translate(_TO_SPACE)
    if clean != document:
        complaints.append("control characters")
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + clean, "; ".join(complaints) or None


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


def readable(text: str) -> str:
    """Give text without control characters and lone surrogates, which JSON can smuggle in and Postgres refuses."""
    return text.encode("utf-8", "replace").translate(_TO_SPACE).decode("utf-8")

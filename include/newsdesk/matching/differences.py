"""What two readings of one page say differently, for people to look at.

Does not decide what counts as a new version.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

FIELDS = (
    "title", "subtitle", "authors", "agencies", "dateline", "section", "tags", "language", "kind", "paywalled", "published_at",
    "modified_at", "body",
)  # fmt: skip
AROUND = 6  # Words shown before and after what differs.
_WORD = re.compile(r"\S+|\n\n")


@dataclass(frozen=True)
class Difference:
    """One field with its value before and after."""

    field: str
    old: Any
    new: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Name the fields that differ, in the order of `FIELDS`; a list and a tuple of the same values are equal."""
    pairs = ((name, _value(old[name]), _value(new[name])) for name in FIELDS)
    return [Difference(name, before, after) for name, before, after in pairs if before != after]


def word_diff(old: str, new: str) -> Iterator[str]:
    """Yield hunks in unified form, by words: `@@ word N @@`, then the text with `[-gone-]` and `{+come+}`."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND):
        parts = []
        for tag, from_old, to_old, from_new, to_new in group:
            if tag == "equal":
                parts.append(_text(before[from_old:to_old]))
                continue
            if from_old < to_old:
                parts.append(f"[-{_text(before[from_old:to_old])}-]")
            if from_new < to_new:
                parts.append(f"{{+{_text(after[from_new:to_new])}+}}")
        yield f"@@ word {group[0][1] + 1} @@ {' '.join(parts)}"


def _text(words: Sequence[str]) -> str:
    return " ".join("¶" if word == "\n\n" else word for word in words)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

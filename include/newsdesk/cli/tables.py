"""Draw rows as a plain text table. Does not wrap: a row is a line."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # A terminal obeys these, and they come from strangers.


def draw_table(rows: Sequence[Mapping[str, object]], indent: str = "  ") -> str:
    """Align columns under their names, numbers to the right."""
    if not rows:
        return f"{indent}(no rows)\n"
    names = list(rows[0])
    numeric = {name for name in names if all(isinstance(row[name], int | float) for row in rows)}
    cells = [names] + [[_text(row[name]) for name in names] for row in rows]
    widths = [max(_width(line[column]) for line in cells) for column in range(len(names))]
    cells.insert(1, ["-" * width for width in widths])
    lines = []
    for line in cells:
        parts = [
            " " * (width - _width(text)) + text if name in numeric else text + " " * (width - _width(text))
            for name, text, width in zip(names, line, widths, strict=True)
        ]
        lines.append(indent + "  ".join(parts).rstrip())
    return "\n".join(lines) + "\n"


def _width(text: str) -> int:
    """Count terminal columns: East Asian wide letters take two, combining marks none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else _CONTROL.sub(" ", str(value))

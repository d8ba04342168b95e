"""How the lines of a body are made up: prose, repetition, boilerplate, leftover markup.

Does not know thresholds.
"""

import re
from collections import Counter
from dataclasses import dataclass

from include.newsdesk.quality.phrases import BOILERPLATE_LINES

SHORT_BODY = 1500
"""Letters below which a body can be a gate instead of an article; challenge and consent pages seen in the wild stay under it."""
_LONG_LINE = 30
"""Letters below which a line may well occur twice in an honest text ("No.", a name in an interview)."""
_PROSE_LINE = 60
_SENTENCES = re.compile(r"(?<=[.!?؟।\u0e00-\u0eff]) +|(?<=[。！？])")  # Thai and Lao have no full stop
_SENTENCE_MARKS = re.compile(r"[.!?,;…。！？、，；؟،।॥]")
_NO_MARKS_SCRIPTS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{10}")  # Thai, Lao, Burmese, Khmer
_MARKUP = re.compile(
    r"</?(?:div|p|span|script|style|br|a|img|ul|ol|li|h[1-6]|strong|em|b|i|figure|iframe|table|t[dr]|section|article)\b[^<>]{0,500}>"
    r"|[\"']@(?:context|type|graph)[\"']\s*:"
    r"|\bfunction\s*\w*\([^()]{0,80}\)\s*\{|\bwindow\.\w+(?:\.\w+)*\s*(?:=|\|\|)|\bdocument\.(?:write|getElement|querySelector|createElement)"
    r"|@media\s*\(|[.#][\w-]+\s*\{\s*[\w-]+\s*:[^{}]{1,300}\}|\bgoogletag\.|&(?:lt|gt|amp|quot|nbsp|#\d{2,5});",
    re.IGNORECASE,
)
_MARKUP_HINTS = ("<", "{", "&", "@", "window.", "document.", "googletag.")
_DENSE = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_MAY_BE_DENSE = re.compile(r"[\u3040-\ufaff]")
_DENSER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Shares of a body's characters, each from 0 to 1."""

    repeated_share: float
    """In lines (or, in a body of one or two lines, sentences) that stand there for the second time or more."""
    repeats: int
    """How often the most frequent line of some length stands there."""
    boilerplate_share: float
    """In short lines that open like boilerplate: copyright, sharing, newsletters, advertisements."""
    prose_share: float
    """In lines that read as sentences."""
    markup_share: float
    """In lines with HTML, JSON-LD, script or style left in; of a single leftover only its own characters."""


def letters(text: str) -> int:
    """Count characters as a Latin script would need them: Han as 3, kana and Hangul as 2.

    Thai, Arabic and Cyrillic texts are about as long as English ones. A text of 1,500 characters or more is long in any script
    and counts as it is.
    """
    if text.isascii() or len(text) >= SHORT_BODY or not _MAY_BE_DENSE.search(text):
        return len(text)
    return len(text) + 2 * len(_DENSER.findall(text)) + len(_DENSE.findall(text))


def layout(body: str) -> Layout:
    """Measure the lines of a body; an empty body counts as prose."""
    lines = [line for line in map(str.strip, body.splitlines()) if line]
    total = sum(map(len, lines)) or 1
    units = lines if len(lines) > 2 else [unit for line in lines for unit in _SENTENCES.split(line)]
    counts = Counter(unit for unit in units if len(unit) >= _LONG_LINE or letters(unit) >= _LONG_LINE)
    repeated = sum(len(unit) * (count - 1) for unit, count in counts.items() if count > 1)
    return Layout(
        repeated_share=repeated / total,
        repeats=max(counts.values(), default=0),
        boilerplate_share=sum(len(line) for line in lines if _is_boilerplate(line)) / total,
        prose_share=sum(len(line) for line in lines if _is_prose(line)) / total if lines else 1.0,
        markup_share=_markup_characters(body, lines) / total,
    )


def _is_boilerplate(line: str) -> bool:
    return len(line) < 200 and line.casefold().startswith(BOILERPLATE_LINES)


def _is_prose(line: str) -> bool:
    if _SENTENCE_MARKS.search(line):
        return True
    return len(line) >= _PROSE_LINE and _NO_MARKS_SCRIPTS.search(line) is not None


def _markup_characters(body: str, lines: list[str]) -> int:
    if not _may_have_markup(body):  # hardly any body has a hint, and the pattern proper is slow
        return 0
    found = [(line, marks) for line in lines if _may_have_markup(line) and (marks := _MARKUP.findall(line))]
    if sum(len(marks) for _, marks in found) == 1:  # a stray tag, whatever the length of its paragraph
        return len(found[0][1][0])
    return sum(len(line) for line, _ in found)


def _may_have_markup(text: str) -> bool:
    return any(hint in text for hint in _MARKUP_HINTS)

"""What the expectations look at: one flat record of each staged article.

Expectations compare columns with constants; everything that needs more than that is measured here, row by row, so that a row is
judged the same alone and in a batch. Does not decide anything.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from include.newsdesk.quality import paragraphs
from include.newsdesk.quality.mojibake import count_mojibake
from include.newsdesk.quality.paragraphs import SHORT_BODY, letters

TEASER = 600
"""Letters below which a body can be the teaser of a text that stands elsewhere."""
KINDS = {"article", "live", "video", "gallery", "list", "stub", "not_article"}
"""What the parser can call a page."""
_TEXT_KINDS = {"article", "live", "list"}
_OPENING = 400
_ENDING = 240
_LANGUAGES_ALIKE = {"nb": "no", "nn": "no", "hr": "sh", "sr": "sh", "bs": "sh", "ms": "id", "iw": "he", "in": "id", "tl": "fil"}
_UNDECIDED = {"", "und", "mul", "zxx", "mis"}
_COMMON_LABELS = {"www", "m", "amp", "mobile", "edition", "news", "co", "com", "org", "net", "gov", "ac"}
_TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
_NO_WORD = re.compile(r"[\W_]+")


def measure(row: Mapping[str, object]) -> dict[str, object]:
    """Measure one staged article.

    Raises `KeyError` for a missing key, `TypeError` for a value of the wrong type (a naive time included) and `ValueError` for an
    unknown kind.
    """
    body, kind = _text(row, "body"), _text(row, "kind")
    if kind not in KINDS:
        raise ValueError(f"kind is {kind}")
    length = letters(body or "")
    return {
        "staged_id": _number(row, "staged_id"),
        "kind": kind,
        "other_body_of": None if row["other_body_of"] is None else str(row["other_body_of"]),
        "same_body_others": _number(row, "same_body_others") if kind in _TEXT_KINDS else None,
        "image_url": _text(row, "image_url"),
        **_addresses(row),
        **_headline(row),
        **_body(body or "", length, row),
        **_times(row),
        **_languages(row, length),
    }


def _text(row: Mapping[str, object], key: str) -> str | None:
    value = row[key]
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{key} is {type(value).__name__}, not text")
    return (value.strip() or None) if value else None


def _number(row: Mapping[str, object], key: str) -> int:
    value = row[key]
    if not isinstance(value, int):
        raise TypeError(f"{key} is {type(value).__name__}, not a number")
    return value


def _time(row: Mapping[str, object], key: str) -> datetime | None:
    value = row[key]
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"{key} is not a time with a zone")
    return value


@lru_cache(maxsize=2)  # of the address and the canonical address of one article
def _labels(url: str | None) -> set[str]:
    try:
        host = urlsplit(url or "").hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # such as "http://[broken"; url.invalid says so
        return set()
    return set(host.split(".")[:-1]) - _COMMON_LABELS


def _addresses(row: Mapping[str, object]) -> dict[str, object]:
    url, canonical = _text(row, "url"), _text(row, "canonical_url")
    here, there = _labels(url), _labels(canonical)
    return {
        "url": url,
        "canonical_url": canonical,
        "canonical_host": "other" if here and there and not here & there else "same",
    }


def _folded(text: str) -> str:
    return _NO_WORD.sub("", text).casefold()


def _headline(row: Mapping[str, object]) -> dict[str, object]:
    title = _text(row, "title")
    if title is None:
        return {"title": None, "title_letters": None, "title_own": None, "title_ending": "", "title_mojibake": None}
    names = {_folded(_text(row, key) or "") for key in ("site_name", "publisher_name")} | _labels(_text(row, "url"))
    parts = [part for part in _TITLE_PARTS.split(title) if part.strip()]
    own = [part for part in parts if _folded(part) not in names]
    with_site = len(own) < len(parts) and bool(own)
    return {
        "title": title,
        "title_letters": letters(_NO_WORD.sub("", title)),
        "title_own": (title if len(own) == len(parts) else " - ".join(own)),
        "title_ending": "site" if with_site and parts[-1] not in own else "",
        "title_mojibake": count_mojibake(title),
    }


def _body(text: str, length: int, row: Mapping[str, object]) -> dict[str, object]:
    share = row.get("repeated_share")
    layout = paragraphs.layout(text)
    kind, is_open = _text(row, "kind"), not row["paywalled"]
    opening = text[:_OPENING].lower()
    return {
        "body": text[:_OPENING] or None,
        "body_letters": length,
        "open_letters": length if is_open and kind in _TEXT_KINDS else None,
        "open_article_letters": length if is_open and kind == "article" else None,
        "open_live_letters": length if is_open and kind in _TEXT_KINDS and kind != "article" else None,
        "paywalled_letters": None if is_open else length,
        "opening": opening or None,
        "short_opening": opening if 0 < length < SHORT_BODY else None,
        "teaser": text.lower() if 0 < length < TEASER else None,
        "ending": text[-_ENDING:].lower() or None,
        "body_repeated_share": float(str(share)) if share is not None else layout.repeated_share,
        "body_repeats": layout.repeats,
        "body_boilerplate_share": layout.boilerplate_share,
        "article_prose_share": layout.prose_share if kind == "article" else None,
        "body_markup_share": layout.markup_share,
        "body_mojibake": count_mojibake(text),
    }


def _times(row: Mapping[str, object]) -> dict[str, object]:
    published, modified = _time(row, "published_at"), _time(row, "modified_at")
    seen = _time(row, "fetched_at") or _time(row, "first_seen_at")
    return {
        "published_at": None if published is None else published.isoformat(),
        "modified_at": None if modified is None else modified.isoformat(),
        "published_year": None if published is None else published.year,
        "published_ahead": _seconds(published, seen),
        "modified_ahead": _seconds(modified, seen),
        "modified_lead": _seconds(published, modified),
    }


def _seconds(later: datetime | None, earlier: datetime | None) -> float | None:
    return None if later is None or earlier is None else (later - earlier).total_seconds()


def _language(row: Mapping[str, object], key: str) -> str | None:
    code = re.split("[-_]", (_text(row, key) or "").casefold())[0]
    return None if code in _UNDECIDED else _LANGUAGES_ALIKE.get(code, code)


def _languages(row: Mapping[str, object], length: int) -> dict[str, object]:
    long_enough = length >= 250  # about 50 words; detection is a guess below that
    return {
        "language": _language(row, "language") if long_enough else None,
        "feed_language": _language(row, "feed_language"),
    }

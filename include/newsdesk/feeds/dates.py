"""Publishers' date strings to instants.

Does not guess: a string without one plain meaning gives None and a reason, and nothing depends on the current date.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from include.newsdesk.feeds.date_words import MERIDIEM, MONTHS, plain_word
from include.newsdesk.feeds.zones import read_zone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)

UNREADABLE = "date.unreadable"
IMPLAUSIBLE = "date.implausible"
UNKNOWN_ZONE = "date.unknown_zone"
AMBIGUOUS = "date.ambiguous"

Reading = tuple[datetime | None, str | None]

_SECOND = r"(?:\s?[:.m분分]\s?(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?)?[s秒초분分]?"
_CLOCK = rf"(?P<hour>\d{{1,2}})\s?[:.h時时시]\s?(?P<minute>\d{{1,2}}){_SECOND}"
_AT = r"(?:at|um|à|a las|alle|às|klo|kl\.?|в|о|@|-|–|\|)?"
_TIME = rf"(?:[\s,T]*{_AT}\s*(?P<before>{MERIDIEM})?\s*{_CLOCK}\s*(?P<after>{MERIDIEM})?(?:\s?uhr)?)?"
_ZONE = r"[\s,]*(?P<zone>[^\d\s].*)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?"
_MONTH = r"(?P<month>[^\W\d_]{3,})\.?"
_YEAR = r"(?P<year>\d{4,}|\d{2})(?!\d)"
_WEEKDAY = r"(?:[^\W\d_]+(?:-[^\W\d_]+)?\.?[\s,]*)??"
_OF = r"[\s\-/]*(?:de\s+)?"
_CJK_DAYS = "[日月火水木金土一二三四五六天일월화수목금토]"
_CJK_WEEKDAY = rf"(?:\([^)]*\)\s*)?(?:(?:星期|週|周)?{_CJK_DAYS}(?:曜日|요일)?\s+)?"

_FORMS = tuple(
    re.compile(form + r"\s*", re.IGNORECASE)
    for form in (
        # RFC 822 and its relatives in any language: Mon, 02 Mar 2026 10:11:12 +0100; 2 de marzo de 2026
        rf"{_WEEKDAY}{_DAY}{_OF}{_MONTH},?{_OF}{_YEAR}(?:\s*(?:г|року|р)\b\.?)?{_TIME}{_ZONE}",
        # ISO 8601 and W3C-DTF: 2026-03-02T10:11:12Z, 2026/3/2 10:11, 2026-03
        rf"(?P<year>-?\d{{4,}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}})(?!\d))?{_TIME}{_ZONE}",
        # The same without separators: 20260302T101112Z
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
        rf"(?:[T\s]*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?{_ZONE}",
        # asctime and Java: Mon Mar  2 10:11:12 CET 2026
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_CLOCK}\s*(?P<zone>[^\d\s]\S*(?:\s?\d\S*)?)?\s+{_YEAR}",
        # Month first: March 2, 2026 10:11 AM EST
        rf"{_WEEKDAY}{_MONTH}\s*{_DAY},?\s+{_YEAR}{_TIME}{_ZONE}",
        # Chinese, Japanese, Korean: 2026年3月2日(月) 10:11, 2026년 3월 2일 오후 3:04
        r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일号]?\s*"
        rf"{_CJK_WEEKDAY}{_TIME}{_ZONE}",
        # Dots are day first: 02.03.2026 10:11
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4,}}){_TIME}{_ZONE}",
        # Slashes and dashes are told by the feed: 02/03/2026, 02-03-2026
        rf"{_WEEKDAY}(?P<first>\d{{1,2}})[/-](?P<other>\d{{1,2}})[/-](?P<year>\d{{4,}}){_TIME}{_ZONE}",
        # Days of the year and whole years: 2026-061, 2026
        r"(?P<year>\d{4})-(?P<ordinal>\d{3})",
        r"(?P<year>\d{4})",
    )
)
_EPOCH = re.compile(r"(-?\d{9,11}(?:\.\d+)?)|(\d{13})")
_SLASHED = re.compile(r"\s*(?:[^\W\d_]+[\s,]*)?(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)")
_MONTH_FIRST_LANGUAGES = ("en-us", "en-ph", "fil")
_MAX_LENGTH = 120


def parse_date(raw: str | None, day_first: bool | None = None) -> Reading:
    """Give the instant in UTC, or None and a reason; (None, None) for an empty string.

    `day_first` settles 02/03/2026 (see `day_first_of`). A time without a zone counts as UTC, a date without a time as
    midnight, a reduced date as its first day (W3C-DTF). Only [1990, 2100) is plausible.
    """
    if not raw:
        return None, None
    if len(raw) > _MAX_LENGTH:
        return None, UNREADABLE
    text = " ".join(unicodedata.normalize("NFKC", raw).split())
    return _read(text, day_first) if text else (None, None)


def day_first_of(raws: Iterable[str], language: str | None) -> bool | None:
    """Tell whether a feed writes 02/03/2026 for the 2nd of March, from its other dates or else its language.

    None where neither tells: plain English is written both ways.
    """
    pairs = [(int(found[1]), int(found[2])) for raw in raws if (found := _SLASHED.match(raw))]
    if any(first > 12 for first, _ in pairs):
        return True
    if any(other > 12 for _, other in pairs):
        return False
    code = (language or "").lower().replace("_", "-")
    if code.startswith(_MONTH_FIRST_LANGUAGES):
        return False
    return None if code in ("", "en") else True


@lru_cache(maxsize=8_192)
def _read(text: str, day_first: bool | None) -> Reading:
    if epoch := _EPOCH.fullmatch(text):
        return _from_epoch(float(epoch[1]) if epoch[1] else int(epoch[2]) / 1000)
    problem = UNREADABLE
    for form in _FORMS:
        if found := form.fullmatch(text):
            fields = found.groupdict()
            if fields.get("month") and _month(fields["month"]) is None:
                continue
            if fields.get("zone") and read_zone(fields["zone"]) is None:
                problem = UNKNOWN_ZONE
                continue
            return _instant(fields, day_first)
    return None, problem


def _from_epoch(seconds: float) -> Reading:
    try:
        return _plausible(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, OSError, ValueError):
        return None, IMPLAUSIBLE


def _instant(fields: dict[str, str | None], day_first: bool | None) -> Reading:
    day, month = int(fields.get("day") or 1), _month(fields.get("month") or "1") or 0
    if fields.get("first"):
        day, month = int(fields["first"] or 0), int(fields["other"] or 0)
        if day_first is None and max(day, month) <= 12 and day != month:
            return None, AMBIGUOUS
        if day <= 12 and (month > 12 or day_first is False):
            day, month = month, day
    try:
        local = datetime(_year(fields["year"] or ""), month, day, tzinfo=UTC)
        local += timedelta(days=int(fields.get("ordinal") or 1) - 1) + _time_of_day(fields)
        zone = read_zone(fields.get("zone") or "UTC")
        return _plausible(local.replace(tzinfo=zone).astimezone(UTC))
    except (ValueError, OverflowError):
        return None, IMPLAUSIBLE


def _plausible(moment: datetime) -> Reading:
    return (moment, None) if EARLIEST <= moment < LATEST else (None, IMPLAUSIBLE)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)  # RFC 2822, 4.3
    return year


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else MONTHS.get(plain_word(word))


def _time_of_day(fields: dict[str, str | None]) -> timedelta:
    hour, minute, second = (int(fields.get(name) or 0) for name in ("hour", "minute", "second"))
    mark = re.sub(r"[.\s]", "", fields.get("before") or fields.get("after") or "").casefold()
    if mark and hour <= 12:  # "15:04 PM" says the same twice
        hour = hour % 12 + (12 if mark in ("pm", "오후", "下午", "午後", "晚上") else 0)
    # 24:00:00 ends a day (ISO 8601) and :60 is a leap second: both roll over.
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise ValueError("no such time of day")
    microseconds = int((fields.get("fraction") or "0")[:6].ljust(6, "0"))
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=microseconds)

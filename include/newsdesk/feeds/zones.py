"""Time zones as feeds write them: offsets, abbreviations, names of places.

Does not follow the daylight rules of an abbreviation: CET is +1 in July too, because the publisher wrote CET.
"""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# One meaning each: where an abbreviation has several, the one that news feeds use most (BST British, IST Indian,
# CST and AST American).
_ABBREVIATIONS = """
UTC GMT UT Z WET AZOST                  0
BST WEST CET MEZ WAT MET    +1
CEST MESZ EET SAST CAT MEST HAEC        +2
EEST MSK EAT TRT             +3
MSD GST SAMT AZT GET                    +4
PKT UZT YEKT MVT                        +5
BDT ALMT OMST                           +6
WIB ICT KRAT NOVT HOVT                  +7
HKT SGT AWST WITA PHT PHST MYT IRKT     +8
JST KST WIT YAKT                        +9
AEST ChST VLAT PGT                      +10
AEDT MAGT SBT                           +11
NZST FJT PETT                           +12
NZDT                                    +13
AST CLT BOT VET GYT AMT         -4
EST CDT ECT COT PET                     -5
CST MDT                                 -6
MST PDT                                 -7
PST AKDT                                -8
AKST HDT                                -9
HST                                     -10
SST                                     -11
EDT                                     -4
ADT BRT ART UYT CLST GFT                -3
NDT BRST FNT                            -2
CVT                                     -1
IST                                     +5:30
SLST                                    +5:30
NPT                                     +5:45
MMT                                     +6:30
IRST                                    +3:30
IRDT AFT                                +4:30
ACST                                    +9:30
ACDT                                    +10:30
NST                                     -3:30
"""

_OFFSET = re.compile(
    r"(?:(?:UTC|GMT|UT|Z)\s*)?(?P<sign>[+\-−–])\s?(?P<hours>\d{1,2})(?:[:.]?(?P<minutes>\d{2}))?(?::00)?", re.IGNORECASE
)
_PLACE = re.compile(r"[A-Za-z]+(?:/[A-Za-z_+-]+){1,2}")


def _offset(text: str) -> timezone | None:
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 15 or minutes > 59:
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(size if found["sign"] == "+" else -size)


def _table() -> dict[str, timezone]:
    zones = {}
    for line in _ABBREVIATIONS.strip().splitlines():
        *names, offset = line.split()
        zones.update({name.upper(): _offset(offset) or UTC for name in names})
    return zones


_BY_NAME = _table()


@lru_cache(maxsize=1_024)
def read_zone(text: str) -> tzinfo | None:
    """Give the zone that a publisher wrote after a time, or None where it means nothing known.

    A comment in brackets is used only where nothing stands before it: `+0200 (CEST)`. The military letters count as UTC
    (RFC 2822, 4.3).
    """
    name = text.strip(" .,;")
    outside = re.sub(r"\s*\([^)]*\)\s*$", "", name).strip()
    name = outside or name.strip("() ")
    if offset := _offset(name):
        return offset
    known = _BY_NAME.get(name.upper())
    if known:
        return known
    if len(name) == 1 and name.isascii() and name.isalpha() and name not in "jJ":
        return UTC
    words = name.split()
    if len(words) == 2:  # "EST -0500", "+0200 CEST": the number is the statement
        return next((zone for word in words if (zone := _offset(word))), None)
    return _place(name)


def _place(name: str) -> tzinfo | None:
    if not _PLACE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None

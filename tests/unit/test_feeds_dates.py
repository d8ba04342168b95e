from datetime import UTC, datetime
from pathlib import Path

import pytest

from include.newsdesk.feeds.dates import day_first_of, parse_date
from include.newsdesk.feeds.zones import read_zone

ROOT = Path(__file__).parents[2]

READABLE = {
    # RFC 822 and 2822
    "Mon, 02 Mar 2026 10:11:12 GMT": "2026-03-02T10:11:12",
    "Mon, 2 Mar 2026 10:11:12 -0800 (PST)": "2026-03-02T18:11:12",
    "2 Mar 26 10:11 EST": "2026-03-02T15:11:00",
    "02 Mar 99 10:11:12 Z": "1999-03-02T10:11:12",
    "Mon,02 Mar 2026 1:2:3 +0100": "2026-03-02T00:02:03",
    "Mon, 02 Mar 2026": "2026-03-02T00:00:00",
    "Mon, 02 Mar 2026 10:11:12 +01:00 CET": "2026-03-02T09:11:12",
    "02-Mar-2026 10:11": "2026-03-02T10:11:00",
    # ISO 8601 and W3C-DTF
    "2026-03-02T10:11:12Z": "2026-03-02T10:11:12",
    "2026-03-02T10:11:12.345678+05:30": "2026-03-02T04:41:12.345678",
    "2026-03-02T10:11:12-05": "2026-03-02T15:11:12",
    "2026-03-02 10:11:12": "2026-03-02T10:11:12",
    "2026-03-02T10:11Z": "2026-03-02T10:11:00",
    "2026-03": "2026-03-01T00:00:00",
    "2026": "2026-01-01T00:00:00",
    "2026-061": "2026-03-02T00:00:00",
    "20260302T101112Z": "2026-03-02T10:11:12",
    "20260302101112": "2026-03-02T10:11:12",
    "2026-03-02T24:00:00Z": "2026-03-03T00:00:00",
    "2016-12-31T23:59:60Z": "2017-01-01T00:00:00",
    # Seconds and milliseconds since 1970
    "1772446830": "2026-03-02T10:20:30",
    "1772446830123": "2026-03-02T10:20:30.123",
    # Other orders and languages
    "Mon Mar  2 10:11:12 2026": "2026-03-02T10:11:12",
    "Mon Mar 02 10:11:12 CET 2026": "2026-03-02T09:11:12",
    "March 2nd, 2026 3:04 p.m. EST": "2026-03-02T20:04:00",
    "Monday, March 2, 2026 12:30 AM": "2026-03-02T00:30:00",
    "2026/3/2 15:07:41": "2026-03-02T15:07:41",
    "02.03.2026, 10:11 Uhr": "2026-03-02T10:11:00",
    "2. März 2026 10:11": "2026-03-02T10:11:00",
    "Mo, 02 Mär 2026 10:11:12 MESZ": "2026-03-02T08:11:12",
    "lundi 2 mars 2026 à 10h11": "2026-03-02T10:11:00",
    "2 de marzo de 2026": "2026-03-02T00:00:00",
    "понедельник, 2 марта 2026 г. 10:11": "2026-03-02T10:11:00",
    "Δευ, 02 Μαρ 2026 10:11:12 EET": "2026-03-02T08:11:12",
    "2 mart 2026 10:11:12 TRT": "2026-03-02T07:11:12",
    "2026年3月2日(月) 10:11": "2026-03-02T10:11:00",
    "2026년 3월 2일 오후 3:04": "2026-03-02T15:04:00",
    # Zones
    "Thu, 02 Jul 2026 10:11:12 Europe/Paris": "2026-07-02T08:11:12",
    "Thu, 02 Jul 2026 10:11:12 BST": "2026-07-02T09:11:12",
    "Thu, 02 Jul 2026 10:11:12 IST": "2026-07-02T04:41:12",
    "Thu, 02 Jul 2026 10:11:12 AEST": "2026-07-02T00:11:12",
    "Thu, 02 Jul 2026 10:11:12 UTC+2": "2026-07-02T08:11:12",
    "Thu, 02 Jul 2026 10:11:12 EST -0500": "2026-07-02T15:11:12",
}

REFUSED = {
    "0000-00-00": "date.implausible",
    "2026-02-30": "date.implausible",
    "30 Feb 2026 10:00:00 GMT": "date.implausible",
    "Mon, 02 Mar 2026 10:71:12 GMT": "date.implausible",
    "Mon, 02 Mar 2026 25:11:12 GMT": "date.implausible",
    "-0001-01-01": "date.implausible",
    "99999-01-01": "date.implausible",
    "Sun, 31 Dec 1989 23:59:59 GMT": "date.implausible",
    "2100-01-01T00:00:00Z": "date.implausible",
    "99999999999": "date.implausible",
    "Mon, 02 Mar 2026 10:11:12 QQT": "date.unknown_zone",
    "Mon, 02 Mar 2026 10:11:12 +3000": "date.unknown_zone",
    "Mon, 02 Mar 2026 10:11:12 Mars/Olympus": "date.unknown_zone",
    "02/03/2026": "date.ambiguous",
    "yesterday": "date.unreadable",
    "2 Foo 2026": "date.unreadable",
    "10:11": "date.unreadable",
    "9" * 5_000: "date.unreadable",
    f"Mon,{' ' * 120}02 Mar 2026": "date.unreadable",
}


@pytest.mark.parametrize(("raw", "expected"), READABLE.items())
def test_date_is_read(raw: str, expected: str) -> None:
    assert parse_date(raw) == (datetime.fromisoformat(expected).replace(tzinfo=UTC), None)


@pytest.mark.parametrize(("raw", "reason"), REFUSED.items())
def test_c49_date_without_one_plain_meaning_is_refused_with_a_reason(raw: str, reason: str) -> None:
    assert parse_date(raw) == (None, reason)


@pytest.mark.parametrize("raw", [None, "", "  \n "])
def test_absent_date_is_no_problem(raw: str | None) -> None:
    assert parse_date(raw) == (None, None)


def test_both_ends_of_the_plausible_range() -> None:
    assert parse_date("1990-01-01T00:00:00Z")[0] == datetime(1990, 1, 1, tzinfo=UTC)
    assert parse_date("2099-12-31T23:59:59Z")[0] == datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raws", "language", "expected"),
    [
        (["02/03/2026", "25/03/2026"], "en", True),
        (["02/03/2026", "03/25/2026"], "de", False),
        (["02/03/2026"], "en-US", False),
        (["02/03/2026"], "en_us", False),
        (["02/03/2026"], "en-gb", True),
        (["02/03/2026"], "pt", True),
        (["02/03/2026"], "en", None),
        (["02/03/2026"], None, None),
    ],
)
def test_feed_tells_whether_the_day_comes_first(raws: list[str], language: str | None, expected: bool | None) -> None:
    assert day_first_of(raws, language) is expected


def test_day_first_settles_a_slashed_date() -> None:
    assert parse_date("02/03/2026", day_first=True)[0] == datetime(2026, 3, 2, tzinfo=UTC)
    assert parse_date("02/03/2026", day_first=False)[0] == datetime(2026, 2, 3, tzinfo=UTC)
    assert parse_date("25/03/2026", day_first=False)[0] == datetime(2026, 3, 25, tzinfo=UTC)


def test_nothing_in_the_reading_of_dates_asks_for_the_time() -> None:
    for module in ("dates", "zones", "date_words"):
        text = (ROOT / f"include/newsdesk/feeds/{module}.py").read_text(encoding="utf-8")
        assert ".now(" not in text
        assert "today(" not in text
        assert "import time" not in text


@pytest.mark.parametrize("name", ["", "QQT", "+16", "+05:75", "../../etc/passwd", "Europe", "A/" * 50])
def test_unknown_zone_is_none(name: str) -> None:
    assert read_zone(name) is None

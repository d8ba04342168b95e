"""Which entry is which, when guid, link, title or date change between two documents of a feed."""

from dataclasses import replace

import pytest

from include.newsdesk.feeds import Entry, ParsedFeed
from include.newsdesk.stages.entries import entry_rows, identify

BRIDGE = Entry(guid="1", link="https://quay.example/bridge", title="Bridge opened", published_raw="Mon, 02 Mar 2026 09:00:00 GMT")
FERRY = Entry(guid="2", link="https://quay.example/ferry", title="Ferry late", published_raw="Tue, 03 Mar 2026 10:00:00 GMT")


def rows(*entries: Entry) -> list[dict]:
    return entry_rows(ParsedFeed("rss20", entries), "en")


def keys(before: list[dict], *entries: Entry) -> list[str]:
    return [row["entry_key"] for row in identify(rows(*entries), before)]


SAME = {
    "nothing": {},
    "guid": {"guid": "https://quay.example/?p=1"},
    "guid gone": {"guid": None},
    "link": {"link": "https://quay.example/bridge-at-last"},
    "title": {"title": "Bridge opened at last"},
    "date": {"published_raw": "Mon, 02 Mar 2026 11:00:00 GMT"},
    "tracking parameter": {"link": "https://quay.example/bridge?utm_source=rss&utm_medium=feed"},
    "http to https": {"guid": "https://quay.example/1", "link": "http://quay.example/bridge"},
    "title and date": {"title": "Bridge open", "published_raw": None},
    "guid and title": {"guid": "9", "title": "Bridge open"},
    "guid and date": {"guid": "9", "published_raw": None},
    "link and title": {"link": "https://quay.example/bridge-open", "title": "Bridge open"},
}


@pytest.mark.parametrize("change", SAME)
def test_an_entry_is_known_again_after_a_change_of(change: str) -> None:
    assert keys(rows(BRIDGE, FERRY), replace(BRIDGE, **SAME[change]), FERRY) == ["guid:1", "guid:2"]


@pytest.mark.parametrize("change", ["tracking parameter", "http to https", "nothing", "guid"])
def test_an_entry_is_unchanged_by(change: str) -> None:
    (before,), (after,) = rows(BRIDGE), rows(replace(BRIDGE, **SAME[change]))
    assert before["fingerprint"] == after["fingerprint"]


@pytest.mark.parametrize("change", ["link", "title"])
def test_an_entry_is_changed_by(change: str) -> None:
    (before,), (after,) = rows(BRIDGE), rows(replace(BRIDGE, **SAME[change]))
    assert before["fingerprint"] != after["fingerprint"]


def test_a_guid_used_again_for_another_article_is_another_entry_at_every_poll() -> None:
    before = rows(BRIDGE)
    market = replace(FERRY, guid="1")
    first = keys(before, market)
    assert first == ["guid:1 https://quay.example/ferry"]
    known = [*before, *identify(rows(market), before)]
    assert keys(known, market) == first
    assert keys(known, replace(market, title="Ferry late again", published_raw=None)) == first
    assert keys(known, market, BRIDGE) == [*first, "guid:1"]


def test_two_articles_under_one_guid_in_one_document_are_both_taken() -> None:
    found = rows(BRIDGE, replace(FERRY, guid="1"), replace(BRIDGE, title="Bridge opened, first version"))
    assert [row["title"] for row in found] == ["Bridge opened", "Ferry late"]


def test_the_link_is_the_key_where_there_is_no_guid_whatever_follows_it() -> None:
    bare = replace(BRIDGE, guid=None, title="", published_raw=None)
    tracked = replace(bare, link="http://quay.example/bridge/?utm_campaign=a")
    assert keys(rows(bare), tracked) == ["link:https://quay.example/bridge"]
    assert len(rows(bare, tracked)) == 1


def test_entries_that_share_one_link_are_not_taken_for_each_other() -> None:
    home = "https://quay.example/"
    notes = [Entry(guid=str(number), link=home, title="Note", published_raw=str(number)) for number in range(4)]
    assert keys(rows(*notes[:3]), *notes[1:]) == ["guid:1", "guid:2", "guid:3"]


def test_an_entry_takes_over_no_entry_that_is_shown_itself() -> None:
    known = rows(BRIDGE, replace(FERRY, link=BRIDGE.link, title=BRIDGE.title))
    assert keys(known, replace(BRIDGE, guid="3"), replace(FERRY, title=BRIDGE.title)) == ["guid:1", "guid:2"]


def test_another_link_under_another_guid_is_a_new_entry() -> None:
    again = replace(BRIDGE, guid="3", link="https://quay.example/bridge-2")
    assert keys(rows(BRIDGE), again) == ["guid:3"]

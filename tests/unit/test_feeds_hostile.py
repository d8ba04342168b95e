"""Feeds that mean harm, or look as if they did: nothing is opened, nothing explodes, nothing is lost silently."""

import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from include.newsdesk.cli.tables import draw_table
from include.newsdesk.feeds import MAX_ENTRIES, Entry, NotAFeed, ParsedFeed, parse_feed
from include.newsdesk.feeds.dates import EARLIEST, LATEST, parse_date
from include.newsdesk.stages.child import Done, ParserPool
from include.newsdesk.stages.entries import LONGEST_KEY, entry_rows

URL = "https://origin.example/feed"
AFTER = "<item><title>After</title></item>"


def rss(items: str, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def titles(raw: bytes) -> list[str]:
    return [entry.title for entry in parse_feed(raw, url=URL).entries]


def doctype(*declarations: str) -> str:
    return f"<!DOCTYPE rss [{' '.join(declarations)}]>"


@pytest.mark.parametrize(
    "head",
    [
        doctype('<!ENTITY a "ha">', '<!ENTITY b "&a;&a;&a;&a;">', '<!ENTITY c "&b;&b;&b;&b;">', '<!ENTITY x "&c;&c;&c;&c;">'),
        doctype("<!ENTITY % p \"<!ENTITY x 'boom'>\">", '<!ENTITY % q "%p;%p;">', "%q;"),
        doctype(f'<!ENTITY x "{"long " * 100_000}">'),
        doctype('<!ENTITY x "&x;">'),
        doctype('<!ENTITY x "&y;">', '<!ENTITY y "&x;">'),
    ],
    ids=["levels", "parameter entities", "one long entity", "itself", "a circle"],
)
def test_c37_a_document_never_grows_much_by_its_entities(head: str) -> None:
    feed = parse_feed(rss(f"<item><title>{'&x;' * 1_000}</title></item>{AFTER}", head), url=URL)
    assert len(feed.entries[0].title) < 10_000
    assert feed.entries[1].title == "After"


def test_c38_no_file_and_no_address_that_a_document_names_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        for target in (secret.as_uri(), str(secret), there):
            names = f'xmlns:xi="http://www.w3.org/2001/XInclude" xml:base="{there}"'
            items = f'<item {names}><title>&x;</title><xi:include href="{target}" parse="text"/></item>{AFTER}'
            for head in (
                doctype(f'<!ENTITY x SYSTEM "{target}">'),
                doctype(f'<!ENTITY % p SYSTEM "{target}"> %p;'),
                f'<!DOCTYPE rss SYSTEM "{target}">',
                f'<!DOCTYPE rss PUBLIC "-//Harbour//DTD//EN" "{target}">',
                f'<?xml-stylesheet href="{target}" type="text/xsl"?>',
            ):
                feed = parse_feed(rss(items, head), url=URL)
                assert "the secret" not in repr(feed)
                assert feed.entries[-1].title == "After"
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_c38_bytes_that_look_like_a_name_of_a_file_are_not_opened(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss(AFTER))
    with pytest.raises(NotAFeed):
        parse_feed(str(feed).encode(), url=URL)
    with pytest.raises(NotAFeed):
        parse_feed(feed.as_uri().encode(), url=URL)


def test_c39_entities_that_are_plain_text_are_used() -> None:
    head = doctype('<!ENTITY paper "The Harbour Post">', "<!ENTITY eacute '&#233;'>")
    assert titles(rss("<item><title>&paper;, Caf&eacute;</title></item>", head)) == ["The Harbour Post, Café"]


@pytest.mark.parametrize("depth", [255, 256, 257, 20_000])
@pytest.mark.parametrize("is_closed", [True, False])
def test_c40_an_entry_is_read_however_deep_it_goes(depth: int, is_closed: bool) -> None:
    deep = "<a>" * depth + ("</a>" * depth if is_closed else "")
    assert titles(rss(f"<item><title>Deep</title>{deep}</item>{AFTER}"))[0] == "Deep"


@pytest.mark.parametrize("text", ["x" * 11_000_000, "&lt;b&gt;x " * 1_000_000], ids=["plain", "with references"])
def test_c41_a_text_of_more_than_ten_megabytes_is_whole_and_so_is_the_next_entry(text: str) -> None:
    feed = parse_feed(rss(f"<item><title>Big</title><description>{text}</description></item>{AFTER}"), url=URL)
    assert [entry.title for entry in feed.entries] == ["Big", "After"]
    assert len(feed.entries[0].summary) >= 10_000_000 or text.startswith("&")


@pytest.mark.parametrize(
    "reference", ["&#xD800;", "&#xDFFF;", "&#x110000;", "&#99999999999999999999;", "&#0;", "&#x0;", "&#xFFFE;"]
)
@pytest.mark.parametrize("ending", ["", "<item><title>R & D</title></item>"], ids=["well-formed", "not well-formed"])
def test_c42_a_reference_to_no_character_costs_one_character(reference: str, ending: str) -> None:
    feed = parse_feed(rss(f"<item><title>a{reference}b</title></item>{ending}"), url=URL)
    assert feed.entries[0].title == "a\ufffdb"
    assert feed.complaint is not None
    assert feed.complaint.startswith("references to characters that don't exist")


def test_c44_entries_inside_entries_are_counted_beyond_the_limit_too() -> None:
    feed = parse_feed(rss("<item><title>x</title>" * 20_000), url=URL)
    assert (len(feed.entries), feed.dropped) == (MAX_ENTRIES, 15_000)


@pytest.mark.parametrize(
    "raw",
    ["Sat, 01 Jan 0000 00:00:00 GMT", "9999-12-31T23:59:59Z", "-1", "292277026596-12-04T15:30:07Z", "99999-01-01", "31 Apr 2026"],
)
def test_c49_an_impossible_date_leaves_its_text_and_a_reason(raw: str) -> None:
    (entry,) = parse_feed(rss(f"<item><title>x</title><pubDate>{raw}</pubDate></item>"), url=URL).entries
    assert (entry.published_at, entry.published_raw) == (None, raw)
    assert entry.date_problem in ("date.implausible", "date.unreadable")


@given(
    st.text(max_size=60)
    | st.from_regex(r"-?[0-9]{1,14}-[0-9]{1,3}-[0-9]{1,3}(T[0-9:.]{1,12}(Z|[+-][0-9:]{2,6})?)?", fullmatch=True)
)
def test_c49_no_text_gives_a_date_out_of_range_or_none_without_a_reason(raw: str) -> None:
    moment, problem = parse_date(raw)
    assert (EARLIEST <= moment < LATEST and problem is None) if moment else (problem is not None or not raw.split())


def rows(*entries: Entry) -> dict[str, str]:
    return {str(row["entry_key"]): str(row["title"]) for row in entry_rows(ParsedFeed("rss20", entries), None)}


@pytest.mark.parametrize(
    "change",
    [
        lambda guid: unicodedata.normalize("NFD", guid),
        str.upper,
        lambda guid: guid + " ",
        lambda guid: guid * 200_000,
        lambda guid: guid * 200_000 + "!",
    ],
    ids=["NFD", "case", "trailing space", "a megabyte", "another megabyte"],
)
def test_c50_guids_that_differ_at_all_are_different_entries(change: Callable[[str], str]) -> None:
    guid = "café-1"
    found = rows(
        Entry(guid=guid, title="one"), Entry(guid=change(guid), title="two"), Entry(guid=guid * 200_000 + "?", title="three")
    )
    assert list(found.values()) == ["one", "two", "three"]
    assert all(len(key) <= LONGEST_KEY for key in found)


def test_c50_of_two_entries_with_one_guid_the_first_counts() -> None:
    assert rows(Entry(guid="1", title="new"), Entry(guid="1", title="old")) == {"guid:1": "new"}


def test_c50_an_entry_without_guid_and_link_is_known_by_title_and_date() -> None:
    once = Entry(title="Storm", published_raw="Mon, 02 Mar 2026")
    assert rows(once, Entry(title="Storm", published_raw="Tue, 03 Mar 2026")).keys() > rows(once).keys()


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            Entry,
            guid=st.none() | st.text(max_size=4),
            link=st.none() | st.just("https://a.example/1"),
            title=st.text(max_size=2),
        )
    )
)
def test_c50_every_distinct_key_is_one_row_in_the_order_of_the_feed(entries: list[Entry]) -> None:
    keys = [str(row["entry_key"]) for row in entry_rows(ParsedFeed("rss20", tuple(entries)), None)]
    assert keys == list(dict.fromkeys(entry.key for entry in entries))


def test_c52_addresses_that_are_no_web_addresses_are_left_out_wherever_they_stand() -> None:
    for bad in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "vbscript:x",
        "https://a.example/" + "x" * 100_000,
    ):
        parts = f"<link>{bad}</link><guid>{bad}</guid><enclosure url='{bad}' type='image/png' length='1'/>"
        (entry,) = parse_feed(rss(f"<item><title>x</title>{parts}</item>"), url=URL).entries
        assert (entry.link, entry.image_url, entry.enclosures) == (None, None, ())


@pytest.mark.parametrize("code", [0x07, 0x08, 0x1B, 0x7F, 0x9B, 0x85, 0x2028])
def test_c54_what_a_terminal_would_obey_is_not_printed(code: int) -> None:
    table = draw_table([{"title": f"One{chr(code)}[31mTwo\rThree\nFour", "link": "x"}])
    assert len(table.splitlines()) == 3
    assert not [character for character in table.replace("\n", "") if unicodedata.category(character) in ("Cc", "Zl", "Zp")]


@pytest.mark.parametrize("opening", ["[", '{"items":[', '{"version": "https://jsonfeed.org/version/1.1", "items": [' + "[" * 3])
def test_c55_json_that_is_nested_without_end_is_refused_or_salvaged(opening: str) -> None:
    try:
        assert parse_feed((opening * 100_000).encode(), url=URL).entries == ()
    except NotAFeed as refusal:
        assert refusal.reason in ("feed.unreadable", "feed.not_a_feed")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5_000, '"\\ud800"', '"\\u0000"'])
def test_c55_an_odd_value_spoils_no_entry(constant: str) -> None:
    items = f'{{"id": "1", "title": {constant}, "date_published": {constant}}}, {{"id": "2", "title": "After"}}'
    feed = parse_feed(f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}]}}'.encode(), url=URL)
    assert [entry.guid for entry in feed.entries] == ["1", "2"]
    assert (feed.entries[0].published_at, feed.entries[1].title) == (None, "After")
    assert "\x00" not in feed.entries[0].title
    repr(feed).encode()


def test_c43_what_took_minutes_ends_in_a_limited_child() -> None:
    raw = rss("".join(f"<item><author>{'a' * 60_000}</author></item>" for _ in range(5)) + "<x>&</y>")
    with ParserPool("include.newsdesk.feeds:parse_feed", workers=1) as pool:
        (outcome,) = pool.map([{"raw": raw, "url": URL}])
    assert isinstance(outcome, Done)
    assert len(outcome.value.entries) == 5

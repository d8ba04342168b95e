import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from include.newsdesk.errors import RejectedError
from include.newsdesk.feeds import MAX_ENTRIES, Entry, NotAFeed, ParsedFeed, parse_feed
from include.newsdesk.feeds.charsets import decode
from include.newsdesk.feeds.links import MAX_URL_LENGTH, web_url
from include.newsdesk.feeds.markup import text_of, with_absolute_links
from include.newsdesk.feeds.sitemap import choose_sitemaps
from tests.bench.conformance import parse_neutral

URL = "https://origin.example/feed"
ITEM = "<item><title>Bridge</title><link>https://origin.example/bridge</link></item>"


def rss(items: str, attributes: str = "") -> bytes:
    return f'<rss version="2.0" {attributes}><channel><title>T</title>{items}</channel></rss>'.encode()


def read(raw: bytes) -> ParsedFeed:
    return parse_feed(raw, url=URL)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "feed.empty"),
        (b"\xef\xbb\xbf \r\n", "feed.empty"),
        (b"<!DOCTYPE html><title>Sign in</title>", "feed.html"),
        (b"\n<!-- x -->\n<HTML><body></body></HTML>", "feed.html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "feed.html"),
        (b"Service unavailable", "feed.not_a_feed"),
        (b"<note><to>You</to></note>", "feed.not_a_feed"),
        (b'{"items": []}', "feed.not_a_feed"),
        (b"[1, 2]", "feed.not_a_feed"),
        (bytes(range(256)) * 50, "feed.not_a_feed"),
        (b"[" * 200_000, "feed.unreadable"),
    ],
)
def test_what_is_no_feed_is_rejected_with_its_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        read(raw)
    assert caught.value.reason == reason
    assert caught.value.subject == URL


def test_rejection_keeps_its_reason_between_processes() -> None:
    error = pickle.loads(pickle.dumps(NotAFeed(URL, "a page", "feed.html")))  # noqa: S301 - our own bytes
    assert (error.reason, error.subject, error.detail) == ("feed.html", URL, "a page")
    assert isinstance(error, RejectedError)


def test_feed_without_entries_is_a_feed() -> None:
    feed = read(rss(""))
    assert (feed.format, feed.entries, feed.complaint) == ("rss20", (), None)


@pytest.mark.parametrize("ending", ["", "<x>&</y>"])
@pytest.mark.parametrize(("sent", "dropped"), [(MAX_ENTRIES - 1, 0), (MAX_ENTRIES, 0), (MAX_ENTRIES + 1, 1)])
def test_c44_entries_over_the_limit_are_counted_not_read(sent: int, dropped: int, ending: str) -> None:
    feed = read(rss("<item></item>" * sent + ending))
    assert (len(feed.entries), feed.dropped) == (sent - dropped, dropped)


def test_cut_at_any_byte_gives_only_whole_entries() -> None:
    body = rss(ITEM * 3)
    whole = read(body).entries[0]
    for length in range(body.index(b"<item>"), len(body) - 1):
        feed = read(body[:length])
        assert feed.truncated, length
        assert len(feed.entries) == body[:length].count(b"</item>"), length
        assert set(feed.entries) <= {whole}, length


def test_ill_formed_feed_that_ends_is_not_called_truncated() -> None:
    feed = read(rss(f"{ITEM}<item><title>R & D</title></item>"))
    assert (feed.truncated, len(feed.entries)) == (False, 2)
    assert feed.complaint


@pytest.mark.parametrize("ending", ["", "<x>&</y>"])
def test_c43_long_author_costs_nothing(ending: str) -> None:
    # feedparser's own search of these takes minutes.
    authors = "".join(f"<item><author>{'a' * 60_000}</author></item>" for _ in range(5))
    feed = read(rss(authors + ending))
    assert [len(entry.authors[0]) for entry in feed.entries] == [256] * 5


def test_author_address_with_a_long_ending_stays_whole() -> None:
    feed = read(rss("<item><author>ada.moor@harbour.london</author></item>"))
    assert feed.entries[0].authors == ("ada.moor@harbour.london",)


@pytest.mark.parametrize(("before", "guid"), [(255, "x"), (256, None), (5_000, None)])
def test_c47_attributes_past_the_limit_are_not_read(before: int, guid: str | None) -> None:
    # Reading them takes feedparser quadratic time.
    attributes = " ".join(f'a{number}="1"' for number in range(before))
    names = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    feed = read(rss(f'<item {attributes} rdf:about="x"><title>Still read</title></item>', names))
    assert [(entry.title, entry.guid) for entry in feed.entries] == [("Still read", guid)]


def test_c40_deep_nesting_is_survived() -> None:
    feed = read(rss("<item><title>Deep</title>" + "<a>" * 5_000 + "</a>" * 5_000 + "</item>"))
    assert feed.entries[0].title == "Deep"


def test_c37_entities_are_neither_opened_nor_multiplied() -> None:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{steps}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    feed = read(head.encode() + rss("<item><title>&e11;&file;</title></item>"))
    assert feed.entries[0].title == "&e11;&file;"


def test_c37_entities_that_would_swell_the_document_are_left_out() -> None:
    head = f'<!DOCTYPE rss [<!ENTITY big "{"x" * 20_000}">]>'
    feed = read(head.encode() + rss("<item><title>" + "&big;" * 1_000 + "</title></item>"))
    assert feed.entries[0].title == "&big;" * 1_000


def test_prefix_that_nobody_declared_does_not_lose_the_feed() -> None:
    feed = read(rss(f"<x:y>1</x:y><atom:link rel='self' href='https://origin.example/feed'/>{ITEM}"))
    assert (len(feed.entries), feed.self_url) == (1, "https://origin.example/feed")


def test_element_in_an_odd_place_loses_nothing_after_it() -> None:
    places = "<georss:point>somewhere</georss:point><media:rating>x</media:rating><textInput><link>q</link></textInput>"
    names = 'xmlns:georss="http://www.georss.org/georss" xmlns:media="http://search.yahoo.com/mrss/"'
    feed = read(rss(f"<item>{places}<media:license/></item>{ITEM}", names))
    assert [entry.title for entry in feed.entries] == ["", "Bridge"]
    broken = read(rss(f"<item>{places}</gml:pos></georss:where></media:credit></item>{ITEM}&", names))
    assert [entry.link for entry in broken.entries] == [None, "https://origin.example/bridge"]


def test_c55_json_feed_survives_what_json_allows() -> None:
    items = '{"id": 1e999, "title": NaN}, {"id": %s, "url": "https://a.example/\\ud800"}, {"id": "\\u0000x"}' % ("9" * 5_000)
    feed = read(f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}]}}'.encode())
    assert len(feed.entries) == 3
    json.dumps([entry.key for entry in feed.entries]).encode()
    assert "\x00" not in feed.entries[2].key
    assert feed.entries[1].link == "https://a.example/\ufffd"


def test_sitemap_over_the_limit_is_counted() -> None:
    places = "".join(f"<url><loc>https://a.example/{number}</loc></url>" for number in range(MAX_ENTRIES + 2))
    feed = read(f"<urlset>{places}</urlset>".encode())
    assert (len(feed.entries), feed.dropped) == (MAX_ENTRIES, 2)


def test_empty_sitemap_is_whole() -> None:
    assert not read(b"<urlset/>").truncated


def test_sitemap_cut_short_leaves_the_last_place_out() -> None:
    feed = read(b"<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.example/2")
    assert (feed.truncated, [entry.link for entry in feed.entries]) == (True, ["https://a.example/1"])


def test_http_headers_are_used() -> None:
    body = rss("<item><title>Caf\u00e9</title></item>").decode().encode("cp1252")
    feed = parse_feed(body, url=URL, content_type="application/rss+xml; charset=windows-1252", content_language="fr")
    assert (feed.entries[0].title, feed.encoding, feed.language) == ("Café", "windows-1252", "fr")


def test_neutral_adapter_offers_every_key_that_a_conformance_suite_scores() -> None:
    neutral = parse_neutral(rss(ITEM), {"Content-Type": "text/xml", "Content-Location": "/feed"})
    assert neutral["feed"].keys() == {"title", "link", "language", "subtitle", "id", "encoding"}
    assert neutral["entries"][0].keys() == {
        *("title", "link", "id", "summary", "author", "published", "updated", "content", "enclosures", "tags")
    }
    assert parse_neutral(b"<html>", {}) == {"feed": {}, "entries": []}


# Identity


def test_key_is_the_guid_then_the_link_then_title_and_date() -> None:
    entry = Entry(guid="g", link="https://a.example/1", title="T", published_raw="D")
    assert entry.key == "guid:g"
    assert replace(entry, guid=None).key == "link:https://a.example/1"
    bare = replace(entry, guid=None, link=None)
    assert bare.key.startswith("hash:")
    assert bare.key == replace(bare, summary="changed").key
    assert bare.key != replace(bare, title="U").key
    assert bare.key != replace(bare, published_raw="E").key


@pytest.mark.parametrize("change", ["title", "summary", "content_html", "updated_raw"])
def test_fingerprint_follows_what_a_reader_sees(change: str) -> None:
    entry = Entry(title="T", link="https://a.example/", summary="S", content_html="<p>C</p>", updated_raw="D")
    assert entry.fingerprint != replace(entry, **{change: "other"}).fingerprint


def test_fingerprint_ignores_volatile_markup() -> None:
    once = '<p class="a">Text&nbsp;here <img src="https://a.example/i.jpg?token=1"></p>'
    again = '<p  class="b">Text here\n<img alt="" src="https://a.example/i.jpg?token=2" /></p>'
    other = '<p class="a">Text here <img src="https://a.example/j.jpg?token=1"></p>'
    assert Entry(content_html=once).fingerprint == Entry(content_html=again).fingerprint
    assert Entry(content_html=once).fingerprint != Entry(content_html=other).fingerprint


# Addresses, text, encodings


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        (" /rel ", "https://origin.example/rel"),
        ("//b.example/", "https://b.example/"),
        ("https://a.example/\n\tx", "https://a.example/x"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/hosts", None),
        ("http://", None),
        ("http://[bad", None),
        ("http://a.example:port/", None),
        ("https://a.example/" + "x" * (MAX_URL_LENGTH - 18), "https://a.example/" + "x" * (MAX_URL_LENGTH - 18)),
        ("https://a.example/" + "x" * (MAX_URL_LENGTH - 17), None),
        ("", None),
        (None, None),
    ],
)
def test_c52_only_absolute_web_addresses_pass(raw: str | None, expected: str | None) -> None:
    assert web_url(raw, URL) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("a<br>b<p>c</p>", "a b c"),
        ("w<b>or</b>d", "word"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("x<script>y</script>z<!-- c -->", "xz"),
        ("x<script>never closed", "x"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_text_of_markup(markup: str, expected: str) -> None:
    assert text_of(markup) == expected


def test_only_relative_links_are_changed() -> None:
    markup = '<a href="/x?a=1&amp;b=2">A</a><a href="#top">B</a><a href="mailto:a@b.example">C</a><img src=\'i.jpg\'>'
    assert with_absolute_links(markup, "https://a.example/d/") == (
        '<a href="https://a.example/x?a=1&amp;b=2">A</a><a href="#top">B</a><a href="mailto:a@b.example">C</a>'
        "<img src='https://a.example/d/i.jpg'>"
    )


RUSSIAN = "Городской совет в понедельник утвердил бюджет на ремонт порта, жители опасаются шума."
JAPANESE = "市議会は月曜日の夜、港の改修予算を承認した。新しい橋は来年の春に開通する予定で、住民は騒音を心配している。"
GREEK = "Το δημοτικό συμβούλιο ενέκρινε τη Δευτέρα τον προϋπολογισμό για την ανακαίνιση του λιμανιού."
THAI = "สภาเมืองอนุมัติงบประมาณปรับปรุงท่าเรือเมื่อวันจันทร์ สะพานใหม่จะเปิดในฤดูใบไม้ผลิปีหน้า"
TURKISH = "Belediye meclisi pazartesi günü liman onarımı bütçesini onayladı, şikâyetler sürüyor."
POLISH = "Rada miasta przyjęła w poniedziałek budżet na remont portu, mieszkańcy boją się hałasu."
FRENCH = "Le conseil municipal a adopté lundi le budget; le pont ouvrira à l’été, après les travaux prévus."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("windows-1251", RUSSIAN),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("iso2022_jp", JAPANESE),
        ("iso8859-7", GREEK),
        ("tis-620", THAI),
        ("windows-1250", POLISH),
        ("iso8859-2", POLISH),
        ("windows-1252", FRENCH),
    ],
)
def test_undeclared_encoding_is_found(encoding: str, text: str) -> None:
    document = f"<rss><channel><title>{text}</title></channel></rss>"
    assert decode(document.encode(encoding)).text == document


def test_undeclared_encoding_is_told_by_the_language() -> None:
    document = f"<rss><channel><language>tr</language><title>{TURKISH}</title></channel></rss>"
    assert decode(document.encode("windows-1254")).text == document


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("gb2312", "gb18030"), ("x-sjis", "cp932"), ("ISO8859_15", "iso8859_15"), ("ms-cyrl", "cp1251")],
)
def test_declared_encoding_is_used_whatever_its_name(declared: str, codec: str) -> None:
    text = {"gb18030": "市议会€", "cp932": JAPANESE, "iso8859_15": "15 €", "cp1251": RUSSIAN}[codec]
    document = f'<?xml version="1.0" encoding="{declared}"?><rss>{text}</rss>'
    assert decode(document.encode(codec)).text == document


def test_byte_order_mark_wins_over_every_declaration() -> None:
    document = '<?xml version="1.0" encoding="iso-8859-1"?><rss>é</rss>'
    decoded = decode(document.encode("utf-8-sig"), "text/xml; charset=iso-8859-1")
    assert (decoded.text, decoded.encoding) == (document, "utf-8")


def test_vietnamese_encoding_that_python_lacks() -> None:
    decoded = decode(b'<?xml version="1.0" encoding="TCVN"?><rss>Vi\xd6t Nam \xa7\xb5 N\xbdng</rss>')
    assert decoded.text.endswith("<rss>Việt Nam Đà Nẵng</rss>")


@pytest.mark.parametrize("name", ["zlib_codec", "base64", "rot13", "utf-7", "no-such", "idna", "unicode_escape"])
def test_codec_that_is_no_encoding_of_text_is_not_run(name: str) -> None:
    document = f'<?xml version="1.0" encoding="{name}"?><rss>+ADw-script+AD4-</rss>'
    decoded = decode(document.encode())
    assert (decoded.text, decoded.encoding) == (document, "utf-8")
    assert decoded.complaint


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    decoded = decode(f'<?xml version="1.0" encoding="utf-8"?><rss>{RUSSIAN}'.encode() + b"\xff</rss>")
    assert RUSSIAN in decoded.text
    assert decoded.text.count("\ufffd") == 1


def test_the_package_is_pure() -> None:
    for module in (Path(__file__).parents[2] / "include/newsdesk/feeds").glob("*.py"):
        text = module.read_text(encoding="utf-8")
        for word in ("import os", "import socket", "urllib.request", ".now(", "open(", "import requests", "import random"):
            assert word not in text, f"{module}: {word}"


def test_of_a_sitemap_over_the_limit_the_newest_pages_are_taken() -> None:
    rows = [
        f"<url><loc>https://a.example/{n}</loc><lastmod>{2000 + n // 300}-01-01</lastmod></url>" for n in range(MAX_ENTRIES + 9)
    ]
    feed = parse_feed(f"<urlset>{''.join(rows)}</urlset>".encode(), url=URL)
    assert (len(feed.entries), feed.dropped) == (MAX_ENTRIES, 9)
    assert str(MAX_ENTRIES + 8) in {entry.link.rpartition("/")[2] for entry in feed.entries}


def test_sitemaps_named_for_news_are_chosen_alone_and_others_in_their_order() -> None:
    plain = ("https://a.example/3.xml", "https://a.example/2.xml", "https://a.example/3.xml", "https://a.example/1.xml")
    assert choose_sitemaps(plain, 2) == plain[:2]
    assert choose_sitemaps((*plain, "https://a.example/News-sitemap.xml"), 2) == ("https://a.example/News-sitemap.xml",)
    assert choose_sitemaps(("https://news.example/1.xml",), 2) == ("https://news.example/1.xml",)

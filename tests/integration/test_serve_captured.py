"""Stored pages are served as they are, and nothing about them is lost on the way to the warehouse and back."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3

from include.newsdesk.feeds import parse_feed
from include.newsdesk.feeds.catalogue import parse_catalogue
from include.newsdesk.matching.urls import normalise_url
from tests.bench.serve_captured import CapturedWeb, main, page_key, read_feeds, read_pages

HTML = "<html><body><p>Möwen über dem Hafen</p></body></html>" * 20
DOCUMENT = b"<?xml version='1.0' encoding='latin1'?><rss version='2.0'><channel><title>Caf\xe9</title></channel></rss>"
STORY = "https://www.harbour.example/2024/05/03/gulls r\u00e9turn.html"
HARBOUR = {"domain": "harbour.example", "publisher": "Harbour Post", "country": "uk", "lang_hint": "en"}
ROWS = [
    {"id": "a_1", "url": f"{STORY}?utm_source=feed", "title": "Gulls & guests return", **HARBOUR,
     "published": "2024-05-03 08:15:00+02:00"},
    {"id": "a_2", "url": STORY, "title": "Gulls leave", **HARBOUR, "published": "2024-05-04 00:00:00"},
    {"id": "b_1", "url": "https://talblick.example", "domain": "talblick.example", "publisher": "talblick.example"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "invented" / "pages"
    pages.mkdir(parents=True)
    for row in ROWS:
        (pages / f"{row['id']}.html.gz").write_bytes(gzip.compress(f"{row['id']}{HTML}".encode()))
    text = "".join(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "invented" / "truth.jsonl").write_text(text, encoding="utf-8")
    return tmp_path / "invented"


@pytest.fixture
def feeds_folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "f1.xml").write_bytes(DOCUMENT)
    row = {"id": "f1", "file": "docs/f1.xml", "path": "x", "format": "rss2.0", "feed_title": None, "feed_link": None}
    (tmp_path / "index.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def web(folder: Path, feeds_folder: Path) -> Iterator[CapturedWeb]:
    running = CapturedWeb(read_pages(folder), read_feeds(feeds_folder))
    running.start()
    yield running
    running.stop()


def fetch(url: str, **headers: str) -> urllib3.BaseHTTPResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with urllib3.PoolManager(retries=False, headers=sent) as pool:
        return pool.request("GET", url)


def test_a_page_is_served_as_it_is_with_and_without_gzip(web: CapturedWeb) -> None:
    url = web.pages["invented/a_1"].url
    plain, zipped = fetch(url), fetch(url, accept_encoding="gzip")
    assert plain.data == zipped.data == f"a_1{HTML}".encode()
    assert plain.headers["Content-Type"] == "text/html; charset=utf-8"
    assert (plain.headers.get("Content-Encoding"), zipped.headers["Content-Encoding"]) == (None, "gzip")


def test_a_known_page_is_not_sent_again(web: CapturedWeb) -> None:
    url = web.pages["invented/b_1"].url
    again = fetch(url, if_none_match=fetch(url).headers["ETag"])
    assert (again.status, again.data) == (304, b"")


def test_a_page_keeps_its_path_and_can_be_told_from_its_identity_in_the_warehouse(web: CapturedWeb) -> None:
    urls = {key: page.url for key, page in web.pages.items()}
    assert {page_key(normalise_url(url)) for url in urls.values()} == set(urls)
    assert urlsplit(urls["invented/a_1"]).path == "/2024/05/03/gulls%20r%C3%A9turn.html"
    assert page_key("https://127.0.0.1/feeds/harbour.example.xml") is None


def test_the_feed_of_a_domain_says_title_link_and_date_and_no_more(web: CapturedWeb) -> None:
    feeds = {feed["name"]: feed["url"] for feed in web.catalogue()}
    url = feeds["Harbour Post (harbour.example)"]
    harbour = parse_feed(fetch(url).data, url=url)
    assert [entry.title for entry in harbour.entries] == ["Gulls & guests return", "Gulls leave"]
    assert [entry.link for entry in harbour.entries] == [web.pages[f"invented/a_{n}"].url for n in (1, 2)]
    assert [entry.published_at and entry.published_at.isoformat() for entry in harbour.entries] == [
        "2024-05-03T06:15:00+00:00",
        "2024-05-04T00:00:00+00:00",
    ]
    assert harbour.language == "en"
    assert not any(entry.summary or entry.content_html or entry.authors or entry.tags for entry in harbour.entries)
    unknown = parse_feed(fetch(feeds["talblick.example"]).data, url=feeds["talblick.example"])
    assert (unknown.entries[0].title, unknown.entries[0].published_at, unknown.language) == ("Page b_1", None, None)


def test_domains_are_hosts_of_their_own(web: CapturedWeb) -> None:
    assert web.pages["invented/a_1"].url.split("/")[2] != web.pages["invented/b_1"].url.split("/")[2]
    assert len(set(web.addresses)) == 16


def test_robots_allow_everything_and_unknown_addresses_are_not_found(web: CapturedWeb) -> None:
    robots = fetch(web.addresses[0] + "/robots.txt")
    assert (robots.status, robots.data) == (200, b"User-agent: *\nAllow: /\n")
    for path in ("/", "/feeds/other.example.xml", "/stored/f2", "/story?captured=invented/c_1"):
        assert fetch(web.addresses[0] + path).status == 404


def test_the_catalogue_is_one_that_the_pipeline_reads(web: CapturedWeb, tmp_path: Path) -> None:
    web.write_catalogue(tmp_path / "feeds.yaml")
    feeds = parse_catalogue((tmp_path / "feeds.yaml").read_text(encoding="utf-8"), "feeds.yaml")
    assert [(feed.publisher, feed.language, feed.country, feed.enabled) for feed in feeds] == [
        ("Harbour Post", "en", "GB", True),
        ("talblick.example", "und", "ZZ", True),
        ("f1", "und", "ZZ", False),
    ]


def test_a_stored_feed_document_is_served_byte_for_byte(web: CapturedWeb) -> None:
    answer = fetch(web.documents["f1"].url)
    assert (answer.data, answer.headers["Content-Type"]) == (DOCUMENT, "application/xml")


def test_a_missing_folder_is_named_and_ends_with_2(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), str(tmp_path / "nowhere")]) == 2
    assert "nowhere: truth.jsonl is not there" in capsys.readouterr().err
    assert main([str(folder), "--feeds", str(folder)]) == 2
    assert "index.jsonl is not there" in capsys.readouterr().err

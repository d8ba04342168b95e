"""A sitemap index as a feed: which of its sitemaps are asked, with which validators, and what is kept of them."""

from collections.abc import Callable

import pytest

from include.newsdesk.stages import poll
from include.newsdesk.stages.cursors import CHECK_POLLS
from include.newsdesk.stages.sitemaps import MOST_SITEMAPS
from tests.polling import add, asked_with, poll_now, server
from tests.postgres import News
from tests.torture import Request, Route, TortureServer, send

__all__ = ["add", "server"]

Add = Callable[..., None]
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
ENTRIES = "select entry_key, version from ops.entries order by entry_key"
CAPTURED = "select regexp_replace(requested_url, '.*/', '') from raw.captures order by capture_id"


def index(*sitemaps: str) -> bytes:
    """Write an index; a sitemap is given as `address` or `address time`."""
    rows = []
    for one in sitemaps:
        address, _, time = one.partition(" ")
        rows.append(f"<sitemap><loc>{address}</loc>{f'<lastmod>{time}</lastmod>' if time else ''}</sitemap>")
    return f"<sitemapindex {NAMESPACE}>{''.join(rows)}</sitemapindex>".encode()


def sitemap(*names: str) -> bytes:
    rows = [
        f"<url><loc>https://harbour.example/{name}.html</loc><news:news><news:publication><news:name>Harbour Post</news:name>"
        f"</news:publication><news:title>{name}</news:title></news:news></url>"
        for name in names
    ]
    return f"<urlset {NAMESPACE}>{''.join(rows)}</urlset>".encode()


def honest(etag: str, body: bytes) -> Route:
    """Answer 304 to the present ETag only."""
    whole, nothing = send(body, ("ETag", f'"{etag}"')), send(b"", status="304 Not Modified")

    def route(opened, request: Request) -> None:
        (nothing if request.headers.get("if-none-match") == f'"{etag}"' else whole)(opened, request)

    return route


def asked(server: TortureServer) -> list[str]:
    paths = [request.path for request in server.requests if request.path != "/robots.txt"]
    server.requests.clear()
    return paths


def keys(news: News) -> list[str]:
    return [key.rpartition("/")[2].removesuffix(".html") for key, _ in news.query(ENTRIES)]


def test_the_entries_of_an_indexs_sitemaps_are_its_entries_and_each_document_is_kept(
    server: TortureServer, add: Add, news: News
) -> None:
    server.routes |= {"/one": honest("i", index("/a", "/b"))}
    server.routes |= {"/a": honest("a", sitemap("quay", "mole")), "/b": honest("b", sitemap("mole", "pier"))}
    add("one")
    counts = poll_now()
    assert (counts["changed"], counts["new_entries"], counts["failed"]) == (1, 3, 0)
    assert keys(news) == ["mole", "pier", "quay"]
    assert news.query(CAPTURED) == [("one",), ("a",), ("b",)]
    kept_with = (
        "select distinct regexp_replace(c.requested_url, '.*/', '') from ops.entries join raw.captures c using (capture_id)"
    )
    assert sorted(news.query(kept_with)) == [("a",), ("b",)]
    assert news.query("select format, title, failures from ops.feeds") == [("sitemapindex", "Harbour Post", 0.0)]


def test_index_and_sitemaps_are_asked_conditionally_each_with_its_own_validators(
    server: TortureServer, add: Add, news: News
) -> None:
    server.routes |= {"/one": honest("i", index("/a", "/b"))}
    server.routes |= {"/a": honest("a", sitemap("quay")), "/b": honest("b", sitemap("pier"))}
    add("one")
    poll_now()
    assert poll_now()["not_modified"] == 1
    server.routes["/b"] = honest("b2", sitemap("pier", "lighthouse"))  # The index has not changed, a sitemap has.
    counts = poll_now()
    assert (counts["changed"], counts["new_entries"]) == (1, 1)
    assert poll_now()["not_modified"] == 1
    assert asked_with(server, "/one") == [None, '"i"', '"i"', '"i"']
    assert asked_with(server, "/a") == [None, '"a"', '"a"', '"a"']
    assert asked_with(server, "/b") == [None, '"b"', '"b"', '"b2"']
    assert news.query(CAPTURED) == [("one",), ("a",), ("b",), ("b",)]
    assert news.query("select outcome from ops.polls order by poll_id") == [
        ("changed",), ("not_modified",), ("changed",), ("not_modified",)
    ]  # fmt: skip


def test_sitemaps_without_validators_are_unchanged_by_their_digest(server: TortureServer, add: Add, news: News) -> None:
    server.routes |= {"/one": send(index("/a")), "/a": send(sitemap("quay"))}
    add("one")
    poll_now()
    assert poll_now()["unchanged"] == 1
    server.routes["/one"] = send(index("/a 2026-11-02"))  # Another index, the same sitemap.
    assert poll_now()["unchanged"] == 1
    assert news.query("select count(*) from ops.entries") == [(1,)]
    assert poll_now()["unchanged"] == 1


def test_news_sitemaps_are_preferred(server: TortureServer, add: Add) -> None:
    server.routes |= {
        "/one": send(index("/2026.xml 2026-11-03", "/sitemap-news.xml")),
        "/sitemap-news.xml": send(sitemap("quay")),
    }
    add("one")
    poll_now()
    assert asked(server) == ["/one", "/sitemap-news.xml"]


def test_only_so_many_of_the_newest_are_asked(server: TortureServer, add: Add) -> None:
    days = [f"/{day} 2026-11-{day:02}" for day in range(1, 21)]
    server.routes |= {"/one": send(index(*days, "/undated"))}
    server.routes |= {f"/{day}": send(sitemap(f"day-{day}")) for day in range(1, 22)}
    add("one")
    poll_now()
    assert asked(server) == ["/one", "/20", "/19", "/18", "/17"][: MOST_SITEMAPS + 1]
    server.routes["/one"] = send(index(*days, "/21 2026-11-21"))
    assert poll_now()["new_entries"] == 1
    assert asked(server) == ["/one", "/21", "/20", "/19", "/18"][: MOST_SITEMAPS + 1]


def test_a_sitemap_of_another_site_is_not_asked(server: TortureServer, add: Add, news: News) -> None:
    with TortureServer({"/a": send(sitemap("quay"))}, address="127.0.0.2") as other:
        server.routes |= {"/one": send(index(other.url("/a"), "/b")), "/b": send(sitemap("pier"))}
        add("one")
        poll_now()
        assert other.connections == 0
    assert keys(news) == ["pier"]


def test_an_index_of_other_sites_only_is_a_failed_poll(server: TortureServer, add: Add, news: News) -> None:
    server.routes["/one"] = send(index("http://elsewhere.example/a.xml"))
    add("one")
    assert poll_now()["failed"] == 1
    assert news.query("select last_error like 'feed.no_entries: the sitemap index names no%%' from ops.feeds") == [(True,)]


def test_one_bad_sitemap_fails_alone_and_is_asked_for_whole_again(server: TortureServer, add: Add, news: News) -> None:
    server.routes |= {"/one": send(index("/a", "/b")), "/a": send(b"", status="503 Unwell"), "/b": send(sitemap("pier"))}
    server.routes["/a"] = send(b"<!doctype html><p>Sorry", ("ETag", '"sorry"'))
    add("one")
    assert poll_now()["changed"] == 1
    assert news.query("select reason like '%%1 of 2 sitemaps failed (feed.html)' from ops.polls") == [(True,)]
    server.routes["/a"] = send(sitemap("quay"))
    assert poll_now()["new_entries"] == 1
    assert asked_with(server, "/a") == [None, None]


@pytest.mark.parametrize(("status", "state"), [("410 Gone", "active"), ("500 Broken", "active")])
def test_an_index_without_a_readable_sitemap_fails_but_is_not_gone(
    status: str, state: str, server: TortureServer, add: Add, news: News
) -> None:
    server.routes |= {"/one": send(index("/a"), ("ETag", '"i"')), "/a": send(b"", status=status)}
    add("one")
    assert poll_now()["failed"] == 1
    assert news.query("select state, failures > 0, etag, sitemaps from ops.feeds") == [(state, True, None, [])]
    assert news.query("select status, reason from ops.polls") == [(int(status[:3]), "feed.status")]
    assert news.query("select count(*) from raw.captures") == [(0,)]


def test_a_cut_sitemap_keeps_no_validators(server: TortureServer, add: Add, news: News) -> None:
    whole = sitemap("quay", "pier")
    server.routes |= {"/one": honest("i", index("/a")), "/a": send(whole[: whole.index(b"pier") + 2], ("ETag", '"a"'))}
    add("one")
    assert poll_now()["new_entries"] == 1
    server.routes["/a"] = honest("a", whole)
    assert poll_now()["new_entries"] == 1
    assert asked_with(server, "/a") == [None, None]


def test_a_sitemap_that_lies_about_304_is_found(server: TortureServer, add: Add, news: News) -> None:
    def liar(body: bytes) -> Route:
        whole, nothing = send(body, ("ETag", '"a"')), send(b"", status="304 Not Modified")
        return lambda opened, request: (nothing if "if-none-match" in request.headers else whole)(opened, request)

    server.routes |= {"/one": honest("i", index("/a")), "/a": liar(sitemap("quay"))}
    add("one")
    poll_now()
    server.routes["/a"] = liar(sitemap("quay", "pier"))
    for _ in range(CHECK_POLLS - 1):
        assert poll_now()["not_modified"] == 1
    assert poll_now()["new_entries"] == 1
    assert news.query("select distrusted_at is not null from ops.feeds") == [(True,)]
    poll_now()
    assert asked_with(server, "/a")[-1] is None


def test_an_index_that_becomes_a_plain_feed_forgets_its_sitemaps(server: TortureServer, add: Add, news: News) -> None:
    server.routes |= {"/one": send(index("/a")), "/a": send(sitemap("quay"))}
    add("one")
    poll_now()
    server.routes["/one"] = send(sitemap("pier"))
    poll_now()
    assert news.query("select format, sitemaps from ops.feeds") == [("sitemap", [])]
    asked(server)
    poll_now()
    assert asked(server) == ["/one"]


def test_a_dry_run_of_an_index_names_what_is_new_and_stores_nothing(
    server: TortureServer, add: Add, news: News, caplog: pytest.LogCaptureFixture
) -> None:
    server.routes |= {"/one": send(index("/a")), "/a": send(sitemap("quay"))}
    add("one")
    caplog.set_level("INFO")
    assert poll.poll({"shard": 0, "shards": 1}, dry_run=True)["new_entries"] == 1
    assert "would take feed=one title='quay'" in caplog.text
    assert news.query("select count(*) from raw.captures") == [(0,)]

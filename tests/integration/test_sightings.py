"""Sightings: which feed showed which article, from the first poll to the last, whatever the entry has become since."""

from collections.abc import Callable

import psycopg2
import pytest

from tests.polling import add, document, honest, poll_now, server, tagged
from tests.postgres import News
from tests.torture import TortureServer, send

__all__ = ["add", "server"]

Add = Callable[..., None]
SEEN = "select article_id, feed, first_seen_at, last_seen_at from news.sightings order by article_id, feed"


def lead(news: News, title: str, article: str) -> int:
    """Let the entries of a title lead to an article, as load does."""
    news.query(
        """
        insert into news.articles
          (publisher_id, url, title, body, body_html, language, kind, word_count, first_seen_at, captured_at, confirmed_at,
           text_hash, capture_id, parser_version)
        select publisher_id, %s, 'T', 'x', 'x', 'en', 'article', 1, now(), now(), now(), sha256(%s::bytea), 1, '1'
        from news.publishers
        on conflict (url) do nothing
        """,
        f"https://harbour.example/{article}",
        article,
    )
    lead_to = (
        "update ops.entries as e set article_id = a.article_id, state = 'loaded' from news.articles as a "
        "where a.url = %s and e.title = %s"
    )
    connection = psycopg2.connect(news.loader_url)
    with connection, connection.cursor() as cursor:
        cursor.execute(lead_to, (f"https://harbour.example/{article}", title))
    connection.close()
    return news.query("select article_id from news.articles where url = %s", f"https://harbour.example/{article}")[0][0]


def polled(news: News, feed: str = "one") -> list:
    rows = news.query("select polled_at from ops.polls join ops.feeds using (feed_id) where name = %s order by poll_id", feed)
    return [at for (at,) in rows]


def test_each_feed_has_its_own_sighting_and_an_unchanged_feed_goes_on_showing(
    server: TortureServer, add: Add, news: News
) -> None:
    server.routes |= {"/one": honest("a", "first"), "/two": tagged("b", "first")}
    add("one", "two")
    poll_now()
    server.routes["/two"] = tagged("c", "second")
    article = lead(news, "first", "first")
    poll_now()
    one, two = polled(news), polled(news, "two")
    assert news.query(SEEN) == [(article, "one", one[0], one[1]), (article, "two", two[0], two[0])]


def test_a_sighting_outlives_the_entry_leading_to_another_article(server: TortureServer, add: Add, news: News) -> None:
    add("one")
    server.routes["/one"] = tagged("a", "first")
    poll_now()
    before = lead(news, "first", "first")
    server.routes["/one"] = send(document("first").replace(b"first.html", b"moved.html"))
    counts = poll_now()
    assert (counts["new_entries"], counts["changed_entries"]) == (0, 1)
    after = lead(news, "first", "moved")
    poll_now()
    times = polled(news)
    assert news.query(SEEN) == [(before, "one", times[0], times[1]), (after, "one", times[1], times[2])]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b">first</guid>", b">https://harbour.example/?p=1</guid>"), (b"first.html", b"first.html?utm_source=rss")],
    ids=["guid", "tracking parameter"],
)
def test_an_entry_whose_guid_or_tracking_changed_is_no_news(
    old: bytes, new: bytes, server: TortureServer, add: Add, news: News
) -> None:
    add("one")
    server.routes["/one"] = send(document("first", "other"))
    poll_now()
    article = lead(news, "first", "first")
    server.routes["/one"] = send(document("first", "other").replace(old, new))
    counts = poll_now()
    assert (counts["new_entries"], counts["changed_entries"]) == (0, 0)
    times = polled(news)
    assert news.query(SEEN) == [(article, "one", times[0], times[1])]
    assert news.query("select overlap from ops.feeds") == [(1.0,)]


def test_a_guid_used_again_leaves_the_first_article_its_entry(server: TortureServer, add: Add, news: News) -> None:
    add("one")
    server.routes["/one"] = send(document("first"))
    poll_now()
    article = lead(news, "first", "first")
    server.routes["/one"] = send(document("second").replace(b">second</guid>", b">first</guid>"))
    assert poll_now()["new_entries"] == 1
    assert news.query("select title, article_id from ops.entries order by entry_id") == [("first", article), ("second", None)]


def test_the_analyst_reads_sightings_and_finds_them_described(news: News) -> None:
    connection = psycopg2.connect(news.analyst_url)
    with connection.cursor() as cursor:
        cursor.execute("select * from news.sightings")
        assert [column.name for column in cursor.description or ()] == [
            "article_id", "feed", "publisher", "first_seen_at", "last_seen_at"
        ]  # fmt: skip
    connection.close()
    described = """
        select count(*) filter (where col_description(attrelid, attnum) is null), obj_description(attrelid) is not null
        from pg_attribute where attrelid = 'news.sightings'::regclass and attnum > 0 group by attrelid
    """
    assert news.query(described) == [(0, True)]

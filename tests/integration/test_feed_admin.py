"""Feeds added by several people, and what the catalogue makes of feeds that are there already."""

import threading
from pathlib import Path

import psycopg2
import pytest
import yaml

from include.newsdesk.stages.catalogue import FeedExists, FeedUnknown, sync_feeds
from include.newsdesk.stages.feed_admin import NewFeed, add_feeds, set_state
from include.newsdesk.stages.poll import plan_shards
from tests.polling import wait_for
from tests.postgres import News

URL = "https://quay.example/feed.xml"
NAMES = "select name, url from ops.feeds order by name"


def catalogue(path: Path, **urls: str) -> Path:
    rows = [{"name": name, "url": url, "publisher": "Quay", "language": "en", "country": "IE"} for name, url in urls.items()]
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "url", "column"), [("Quay", "https://quay.example/rss", "name"), ("Quay Post", URL, "url")], ids=["name", "address"]
)
def test_of_two_people_who_add_the_same_feed_at_once_the_second_is_told(news: News, name: str, url: str, column: str) -> None:
    first = psycopg2.connect(news.loader_url)
    first.cursor().execute("insert into news.publishers (name) values ('Other') returning publisher_id")
    first.cursor().execute(
        "insert into ops.feeds (publisher_id, name, configured_url, url, host) "
        "select publisher_id, 'Quay', %s, %s, 'quay.example' from news.publishers",
        (URL, URL),
    )
    told: list[BaseException] = []

    def second() -> None:
        try:
            add_feeds(news.loader_url, [NewFeed("Pier", "https://pier.example/rss", "Pier"), NewFeed(name, url, "Quay")])
        except FeedExists as error:
            told.append(error)

    thread = threading.Thread(target=second)
    thread.start()
    waits = "select count(*) = 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
    wait_for(news, waits)
    first.commit()
    first.close()
    thread.join()
    assert len(told) == 1
    assert f"another feed has this {column}" in str(told[0])
    assert (name if column == "name" else url) in str(told[0])
    assert news.query(NAMES) == [("Quay", URL)]


def test_a_new_name_in_the_catalogue_renames_the_feed(news: News, tmp_path: Path) -> None:
    sync_feeds(news.loader_url, catalogue(tmp_path / "feeds.yaml", Quay=URL))
    before = news.query("select feed_id from ops.feeds")
    assert sync_feeds(news.loader_url, catalogue(tmp_path / "feeds.yaml", Harbour=URL)) == 0
    assert news.query("select feed_id from ops.feeds") == before
    assert news.query(NAMES) == [("Harbour", URL)]


def test_an_address_that_belongs_to_another_feed_is_named(news: News, tmp_path: Path) -> None:
    sync_feeds(news.loader_url, catalogue(tmp_path / "feeds.yaml", Quay=URL))
    news.query("update ops.feeds set url = 'https://moved.example/rss'")
    with pytest.raises(FeedExists, match="moved.example"):
        sync_feeds(news.loader_url, catalogue(tmp_path / "feeds.yaml", Quay=URL, Pier="https://moved.example/rss"))
    assert news.query(NAMES) == [("Quay", "https://moved.example/rss")]


def test_a_run_on_a_feed_that_is_not_polled_says_so(news: News, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sync_feeds(news.loader_url, catalogue(tmp_path / "feeds.yaml", Quay=URL, Pier="https://pier.example/rss"))
    set_state(news.loader_url, "Quay", "paused")
    assert len(plan_shards(["Quay", "Pier"])) == 1
    assert "passed over feed=Quay state=paused" in caplog.text
    assert "Pier" not in caplog.text
    with pytest.raises(FeedUnknown, match="did you mean Pier"):
        plan_shards(["Quay", "Piers"])

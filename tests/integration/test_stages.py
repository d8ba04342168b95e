"""The stages, joined, on the sample newsroom: no Airflow, everything else real."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extras import RealDictCursor

from include.newsdesk.local.arrivals import compare, mark_corrected
from include.newsdesk.local.newsroom.newsroom import Newsroom
from include.newsdesk.stages import batches, fetch, load, marts, parse, poll, validate
from include.newsdesk.stages.catalogue import FeedUnknown, sync_feeds
from tests.postgres import News

ENTRIES = """
select f.name as feed, e.link, e.state, e.title, coalesce(a.revision, 0) as revision
from ops.entries e join ops.feeds f using (feed_id) left join news.articles a using (article_id)
"""


@pytest.fixture
def newsroom(tmp_path: Path, news: News, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")
    monkeypatch.setenv("NEWSDESK_POLL_FLOOR_SECONDS", "1")
    monkeypatch.setenv("NEWSDESK_POLL_CEILING_SECONDS", "1")
    room = Newsroom(tmp_path / "newsroom")
    room.start()
    catalogue = tmp_path / "feeds.yaml"
    catalogue.write_text(room.feeds_yaml(), encoding="utf-8")
    sync_feeds(news.loader_url, catalogue)
    yield room
    room.stop()


def poll_all() -> list[str]:
    for shard in poll.plan_shards(force=True):
        poll.poll(shard)
    return batches.batch_entries()


def ingest(batch_id: str) -> dict[str, int]:
    return load.load(validate.validate(parse.parse(fetch.fetch(batch_id))))


def settle(newsroom: Newsroom, news: News, corrected_at: datetime | None = None) -> tuple[str, ...]:
    """Poll and ingest until nothing is new, and name what is not as planned."""
    while batch_ids := poll_all():
        for batch_id in batch_ids:
            ingest(batch_id)
    marts.build_marts()
    expected = [
        asdict(one) | {k: getattr(one, k).isoformat() for k in ("published_at", "modified_at")} for one in newsroom.expected()
    ]
    if corrected_at:
        expected = mark_corrected(expected, corrected_at)
    connection = psycopg2.connect(news.owner_url, cursor_factory=RealDictCursor)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(ENTRIES)
            return compare(expected, cursor.fetchall()).missing
    finally:
        connection.close()


def test_everything_published_arrives_as_planned_corrections_included(newsroom: Newsroom, news: News) -> None:
    assert settle(newsroom, news) == ()
    first_seen = dict(news.query("select url, first_seen_at from news.articles"))

    corrected_at = datetime.now(UTC).replace(microsecond=0)
    newsroom.publish_corrections()
    assert settle(newsroom, news, corrected_at) == ()
    assert news.query("select count(*) from news.article_revisions where revision = 2 and cause = 'publisher'") == [(2,)]
    assert {
        url: seen for url, seen in news.query("select url, first_seen_at from news.articles") if url in first_seen
    } == first_seen
    assert news.query("select sum(difference), sum(waiting) from marts.balance") == [(0, 0)]
    assert news.query("select count(*) from marts.edits") == [(2,)]
    assert news.query("select sum(articles) from marts.daily_publisher") == news.query("select count(*) from news.articles")


def test_a_round_with_nothing_new_writes_nothing_and_asks_conditionally(newsroom: Newsroom, news: News) -> None:
    settle(newsroom, news)
    before = news.query("select count(*), max(change_seq), (select count(*) from raw.captures) from news.articles")
    asked = len(newsroom.requests)
    assert poll_all() == []
    assert news.query("select count(*), max(change_seq), (select count(*) from raw.captures) from news.articles") == before
    assert {request.status for request in newsroom.requests[asked:]} <= {301, 304, 410}


def test_a_dry_run_stores_nothing(newsroom: Newsroom, news: News, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    shards = poll.plan_shards(dry_run=True)
    counts = poll.poll(shards[0], dry_run=True)
    assert counts["new_entries"] >= 60
    assert "would take" in caplog.text
    assert news.query("select (select count(*) from ops.entries), (select count(*) from raw.captures)") == [(0, 0)]


def test_an_unknown_feed_is_named(newsroom: Newsroom) -> None:
    with pytest.raises(FeedUnknown, match="No Such Paper"):
        poll.plan_shards(feeds=["No Such Paper"])


def test_a_batch_can_be_repeated_from_any_stage(newsroom: Newsroom, news: News) -> None:
    batch_id = poll_all()[0]
    fetched = fetch.fetch(batch_id)
    assert fetch.fetch(batch_id)["fetched"] == 0
    parsed = parse.parse(fetched)
    assert parse.parse(fetched)["parsed"] == 0
    valid = validate.validate(parsed)
    assert validate.validate(parsed)["valid"] == 0
    loaded = load.load(valid)
    assert loaded["new"] > 0
    for stage in (parse.parse, validate.validate, load.load):
        assert not any(count for name, count in stage(fetched).items() if name != "batch_id")
    assert news.query("select sum(difference) from ops.balance") == [(0,)]


def test_a_task_that_was_thought_dead_can_not_write(newsroom: Newsroom, news: News) -> None:
    batch_id = poll_all()[0]
    connection = psycopg2.connect(news.loader_url)
    try:
        zombie = batches.BatchLease(connection, batch_id)
        batches.BatchLease(connection, batch_id)
        with connection, pytest.raises(batches.BatchTakenOver):
            zombie.hold()
    finally:
        connection.close()


def test_a_batch_whose_announcement_was_lost_is_announced_again_ever_more_rarely(newsroom: Newsroom, news: News) -> None:
    batch_ids = poll_all()
    assert batches.batch_entries() == []
    news.query("update ops.batches set due_again_at = now()")
    assert batches.batch_entries() == batch_ids
    assert batches.batch_entries() == []
    due = "select announcements, due_again_at > now() + interval '90 seconds' from ops.batches where batch_id = %s"
    assert news.query(due, batch_ids[0]) == [(2, True)]

    ingest(batch_ids[0])
    news.query("update ops.batches set due_again_at = now()")
    assert batch_ids[0] not in batches.batch_entries()


def test_an_unknown_batch_is_named(news: News) -> None:
    with pytest.raises(batches.BatchUnknown, match="batch 4711"):
        parse.parse({"batch_id": 4711})


@pytest.mark.parametrize("stage", ["fetch", "parse", "validate", "load"])
def test_an_entry_that_its_feed_changes_while_its_batch_runs_is_not_lost(newsroom: Newsroom, news: News, stage: str) -> None:
    work = {"fetch": fetch.fetch, "parse": parse.parse, "validate": validate.validate, "load": load.load}
    batch_ids, later = poll_all(), []
    for name, step in work.items():
        if name == stage:
            newsroom.publish_corrections()
            later = poll_all()
        for batch_id in batch_ids:
            step(batch_id) if name == "fetch" else step({"batch_id": int(batch_id)})
    waiting = news.query(
        "select count(*) from ops.entries where state = 'waiting' and batch_id = any(%s)", [int(b) for b in later]
    )
    assert waiting[0][0] >= 5
    for batch_id in later:
        ingest(batch_id)
    assert news.query("select sum(difference), sum(waiting) from ops.balance") == [(0, 0)]
    edited = "select 1 from ops.entries e join news.articles a using (article_id) where e.version > 1 and a.title = e.title"
    assert len(news.query(edited)) >= 2

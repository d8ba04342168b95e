"""The stages, joined, on the sample newsroom: no Airflow, everything else real."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from include.newsdesk.local.newsroom.newsroom import Newsroom
from include.newsdesk.stages import batches, fetch, load, marts, parse, poll, validate
from include.newsdesk.stages.catalogue import sync_feeds
from tests.postgres import News


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


def test_everything_published_arrives_as_planned(newsroom: Newsroom, news: News) -> None:
    batch_ids = poll_all()
    assert batch_ids
    for batch_id in batch_ids:
        ingest(batch_id)
    assert marts.build_marts()["days"] > 0

    states = dict(news.query("select state, count(*) from ops.entries group by state"))
    print(json.dumps(states), news.query("select reason, count(*) from ops.quarantine group by 1"))
    assert states["loaded"] >= 60
    assert "waiting" not in states
    assert news.query("select sum(difference) from ops.balance") == [(0,)]


def test_a_second_round_with_nothing_new_writes_nothing(newsroom: Newsroom, news: News) -> None:
    for batch_id in poll_all():
        ingest(batch_id)
    before = news.query("select count(*), max(change_seq) from news.articles")
    assert [ingest(batch_id) for batch_id in poll_all()] == []
    assert news.query("select count(*), max(change_seq) from news.articles") == before

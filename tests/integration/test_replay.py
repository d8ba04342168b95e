"""Stored pages are read again: what is chosen, what it writes, and that a killed replay goes on."""

from datetime import timedelta

import psycopg2
import pytest
from backports import zstd

from include.newsdesk.articles import PARSER_VERSION
from include.newsdesk.cli.parser import main
from include.newsdesk.stages.catalogue import FeedUnknown, PublisherUnknown
from include.newsdesk.stages.rehearsal import rehearse_replay
from include.newsdesk.stages.replay import Choice, ReplayDiffers, replay_articles
from tests.postgres import News
from tests.stored import FIRST, balance, ingest, page, store_pages

URLS = [f"https://post.example/{number}" for number in range(4)]
NOTHING = {"changed": 0, "unchanged": 0, "new": 0, "quarantined": 0, "busy": 0, "gone": 0}


@pytest.fixture
def loaded(news: News) -> News:
    """Four articles that an older parser has read."""
    ingest(store_pages({url: page(f"Wall story number {url[-1]}") for url in URLS}, news=news))
    news.query("update news.articles set parser_version = '0'")
    return news


def mend(news: News, url: str, html: bytes) -> None:
    """Stand in for a parser that has learnt to read a page: give it bytes that today's parser reads otherwise."""
    news.query("update raw.captures set body = %s where final_url = %s", zstd.compress(html, 3), url)


def test_what_today_s_parser_reads_otherwise_becomes_a_revision_of_cause_parser(loaded: News) -> None:
    before = loaded.query("select article_id, first_seen_at from news.articles order by 1")
    mend(loaded, URLS[1], page("Wall story number 1", "An editor adds a sentence."))
    assert replay_articles("one", Choice()) == NOTHING | {"changed": 1, "unchanged": 3}
    revisions = (
        "select a.url, r.revision, r.cause, r.changed from news.article_revisions r join news.articles a using (article_id)"
    )
    assert loaded.query(revisions + " where r.revision > 1") == [(URLS[1], 2, "parser", ["body"])]
    assert loaded.query("select article_id, first_seen_at from news.articles order by 1") == before
    assert loaded.query("select distinct parser_version from news.articles") == [(PARSER_VERSION,)]
    assert balance(loaded)[3:] == (0, 0, 0)
    assert loaded.query("select count(*) from staging.pages") == [(0,)]
    assert loaded.query("select distinct cause, state from ops.batches order by 1") == [("poll", "done"), ("replay", "done")]
    assert loaded.query("select passed, articles, finished_at is not null from ops.replays") == [(4, 4, True)]


def test_a_page_that_today_s_rules_refuse_is_set_aside_and_the_article_stays(loaded: News) -> None:
    mend(loaded, URLS[2], page("Wall story number 2", "CafÃ© Ã¼ber dem MÃ¤rz."))
    assert replay_articles("one", Choice()) == NOTHING | {"unchanged": 3, "quarantined": 1}
    assert loaded.query("select count(*) from news.articles where url = %s and revision = 1", URLS[2]) == [(1,)]
    assert balance(loaded)[3:] == (1, 0, 0)


@pytest.mark.parametrize(
    ("choice", "articles"),
    [
        (Choice(feeds=["Port Ellery Post feed"]), 4),
        (Choice(publishers=["Quay Gazette"]), 0),
        (Choice(publishers=["Port Ellery Post"]), 4),
        (Choice(urls=[URLS[3] + "?utm_source=x"]), 1),
        (Choice(parser_versions=["0"]), 4),
        (Choice(parser_versions=["7"]), 0),
        (Choice(outdated=True), 4),
        (Choice(since=(FIRST + timedelta(seconds=1)).isoformat(), until=(FIRST + timedelta(seconds=3)).isoformat()), 2),
    ],
)
def test_articles_are_chosen_by_feed_publisher_address_parser_version_and_time(
    loaded: News, choice: Choice, articles: int
) -> None:
    loaded.query("insert into news.publishers (name) values ('Quay Gazette')")
    assert rehearse_replay(choice, sample=0)["chosen"] == articles
    assert sum(replay_articles("one", choice).values()) == articles


def test_outdated_articles_are_read_once(loaded: News) -> None:
    assert sum(replay_articles("one", Choice(outdated=True)).values()) == 4
    assert sum(replay_articles("two", Choice(outdated=True)).values()) == 0


def test_a_replay_that_broke_off_goes_on_with_the_batch_under_way(loaded: News) -> None:
    loaded.query("revoke select on news.article_urls from newsdesk_loader")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        replay_articles("one", Choice(), batch_pages=2)
    loaded.query("grant select on news.article_urls to newsdesk_loader")
    assert loaded.query("select passed, finished_at from ops.replays") == [(2, None)]
    assert balance(loaded)[4:] == (2, 0)
    assert sum(replay_articles("one", Choice()).values()) == 4
    assert loaded.query("select count(*), count(*) filter (where state = 'done') from ops.batches where cause = 'replay'") == [
        (2, 2)
    ]
    assert balance(loaded)[4:] == (0, 0)
    assert sum(replay_articles("one", Choice()).values()) == 4
    with pytest.raises(ReplayDiffers, match="one"):
        replay_articles("one", Choice(outdated=True))


def test_an_article_whose_entry_waits_or_whose_page_is_gone_is_counted_and_left_alone(loaded: News) -> None:
    loaded.query("update ops.entries set state = 'waiting', batch_id = null where url = %s", URLS[0])
    loaded.query("delete from raw.captures where final_url = %s", URLS[1])
    assert replay_articles("one", Choice()) == NOTHING | {"unchanged": 2, "busy": 1, "gone": 1}
    assert balance(loaded)[4:] == (1, 0)


def test_the_dry_run_shows_old_and_new_of_each_field_and_stores_nothing(
    loaded: News, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    mend(loaded, URLS[0], page("Wall story number 0", "An editor adds a sentence.", by="Bo Ferrier"))
    before = loaded.query("select article_id, revision, change_seq from news.articles order by 1")
    assert main(["replay", "--outdated", "--dry-run", "--sample", "2"]) == 0
    assert "would change article=" in caplog.text
    assert "  authors: ('Ada Quill',) -> ('Bo Ferrier',)" in caplog.text
    assert "{+An editor adds a sentence.+}" in caplog.text
    assert "4          2             1           0" in capsys.readouterr().out
    assert loaded.query("select article_id, revision, change_seq from news.articles order by 1") == before
    assert loaded.query("select count(*) from ops.replays") == [(0,)]


def test_unknown_names_are_refused(news: News) -> None:
    with pytest.raises(FeedUnknown):
        replay_articles("one", Choice(feeds=["No Such Paper"]))
    with pytest.raises(PublisherUnknown):
        replay_articles("one", Choice(publishers=["Nobody"]))

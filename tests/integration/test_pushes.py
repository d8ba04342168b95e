"""What was pushed becomes entries, as if a poll had found it."""

import time
from collections.abc import Callable

import psycopg2
import pytest

from include.newsdesk.stages import batches, fetch, load, parse, poll, validate
from tests.postgres import News
from tests.receiver import SECRET, Receiver, add_feed, add_subscription, receiver
from tests.staged import GOOD

__all__ = ["receiver"]

CALLBACK = "a-callback-token-nobody-guesses"
ENTRIES = "select title, version, state, is_whole from ops.entries order by entry_id"
OUTCOMES = "select state, outcome, body is null from ops.inbox order by push_id"
MORE = "The harbour master added on Monday that the third quay would open to ferries before the winter timetable begins."
ARTICLE = {
    "url": "https://harbour.example/2031/quay.html", "title": GOOD["en"]["title"], "language": "en",
    "body": GOOD["en"]["body"], "authors": ["Ada Invented"], "published_at": "2026-11-20T10:00:00+01:00",
}  # fmt: skip


def document(*titles: str) -> bytes:
    items = [f"<item><title>{t}</title><guid>g{t}</guid><link>https://harbour.example/{t}</link></item>" for t in titles]
    return f"<rss version='2.0'><channel><title>Harbour</title>{''.join(items)}</channel></rss>".encode()


@pytest.fixture
def push(news: News, receiver: Receiver) -> Callable[[bytes], None]:
    add_subscription(news, add_feed(news), CALLBACK)

    def send(body: bytes) -> None:
        while receiver.push(CALLBACK, body, SECRET).status == 404:  # Until the notice of the subscription has arrived.
            time.sleep(0.02)

    return send


def due(news: News) -> bool:
    return news.query("select next_poll_at <= now() from ops.feeds where name = 'Harbour'") == [(True,)]


def test_a_pushed_document_is_kept_and_its_entries_wait_for_a_batch(news: News, push: Callable[[bytes], None]) -> None:
    push(document("one", "two"))
    assert poll.plan_shards() == []
    assert news.query(ENTRIES) == [("one", 1, "waiting", False), ("two", 1, "waiting", False)]
    assert news.query(OUTCOMES) == [("taken", "entries=2 new_or_changed=2", True)]
    assert news.query("select requested_url, status from raw.captures") == [("https://harbour.example/feed", 200)]
    assert news.query("select pushed_at is not null, last_change_at = pushed_at from ops.feeds") == [(True, True)]
    assert len(batches.batch_entries()) == 1


def test_an_empty_push_makes_the_feed_due(news: News, push: Callable[[bytes], None]) -> None:
    assert not due(news)
    push(b"")
    assert len(poll.plan_shards()) == 1
    assert due(news)
    assert news.query(OUTCOMES) == [("taken", "a ping: the feed is due (feed.empty)", True)]


def test_a_push_that_came_before_makes_the_feed_due_and_changes_nothing_by_itself(
    news: News, push: Callable[[bytes], None]
) -> None:
    push(document("one"))
    poll.plan_shards()
    push(document("one 2"))
    poll.plan_shards()
    push(document("one"))  # An old push again, by mistake or by malice.
    poll.plan_shards()
    assert [row[:2] for row in news.query(ENTRIES)] == [("one", 1), ("one 2", 1)]
    assert [row[1] for row in news.query(OUTCOMES)] == ["a ping: the feed is due", "entries=1 new_or_changed=1"]
    assert due(news)


def test_a_push_older_than_the_last_poll_only_makes_the_feed_due(news: News, push: Callable[[bytes], None]) -> None:
    push(document("one"))
    news.query("update ops.feeds set last_success_at = now(), last_polled_at = now()")
    poll.plan_shards()
    assert news.query(ENTRIES) == []
    assert news.query("select next_poll_at - now() between '50 s' and '60 s' from ops.feeds") == [(True,)]


def test_a_push_for_a_paused_feed_is_rejected(news: News, push: Callable[[bytes], None]) -> None:
    push(document("one"))
    news.query("update ops.feeds set state = 'paused'")
    poll.plan_shards()
    assert news.query(ENTRIES) == []
    assert news.query("select state from ops.inbox") == [("rejected",)]


def test_a_push_that_the_database_refuses_does_not_stop_the_others(news: News, push: Callable[[bytes], None]) -> None:
    news.query(
        """
        create function ops.refuse() returns trigger language plpgsql as
          $$ begin if new.title = 'bad' then raise check_violation; end if; return new; end $$;
        create trigger refuse before insert on ops.entries for each row execute function ops.refuse();
        """
    )
    push(document("bad"))
    push(document("good"))
    poll.plan_shards()
    assert [row[0] for row in news.query(ENTRIES)] == ["good"]
    assert [row[0] for row in news.query(OUTCOMES)] == ["rejected", "taken"]


def test_a_dry_run_leaves_the_inbox_alone(news: News, push: Callable[[bytes], None]) -> None:
    push(document("one"))
    poll.plan_shards(dry_run=True)
    assert news.query("select state from ops.inbox") == [("waiting",)]


def test_an_article_pushed_as_a_whole_is_loaded_without_a_fetch(news: News, receiver: Receiver) -> None:
    assert receiver.push_article(ARTICLE).status == 202
    assert poll.plan_shards() == []
    assert news.query(ENTRIES) == [(ARTICLE["title"], 1, "waiting", True)]
    [batch_id] = batches.batch_entries()
    fetched = fetch.fetch(batch_id)
    assert fetched["from_feed"] == 1
    load.load(validate.validate(parse.parse(fetched)))
    found = news.query(
        "select a.title, a.url, a.authors, p.name, a.found ->> 'text', a.published_at::text from news.articles as a join news.publishers as p using (publisher_id)"  # noqa: E501
    )
    assert found == [
        (ARTICLE["title"], ARTICLE["url"], ["Ada Invented"], "Harbour Post", "feed", "2026-11-20 09:00:00+00")
    ]  # fmt: skip


def test_an_article_pushed_again_in_another_state_is_a_revision(news: News, receiver: Receiver) -> None:
    for body in (ARTICLE["body"], ARTICLE["body"] + "\n\n" + MORE):
        assert receiver.push_article(ARTICLE | {"body": body}).status == 202
        poll.plan_shards()
        [batch_id] = batches.batch_entries()
        load.load(validate.validate(parse.parse(fetch.fetch(batch_id))))
    assert news.query("select revision from news.articles") == [(2,)]


def test_the_address_of_an_article_waits_to_be_fetched(news: News, receiver: Receiver) -> None:
    assert receiver.push_article({"url": "https://harbour.example/2031/quay.html"}).status == 202
    poll.plan_shards()
    assert news.query("select link, is_whole, state from ops.entries") == [
        ("https://harbour.example/2031/quay.html", False, "waiting")
    ]
    assert news.query("select f.name, f.state, p.name from ops.feeds as f join news.publishers as p using (publisher_id)") == [
        ("Harbour Post (pushed)", "paused", "Harbour Post")
    ]


def test_a_push_whose_notice_was_lost_is_due_all_the_same(news: News, receiver: Receiver) -> None:
    assert receiver.push_article({"url": "https://harbour.example/2031/quay.html"}).status == 202
    connection = psycopg2.connect(news.loader_url)
    from include.newsdesk.warehouse.statements import execute

    [row] = execute(connection, "select_next_due", {"after": "-infinity"})
    connection.close()
    assert row["due_at"] <= row["read_at"]
    assert not row["is_overdue"]

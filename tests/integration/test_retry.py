"""The way back from the quarantine: what is chosen, from where it is read, and when it ends."""

import select
from datetime import timedelta

import psycopg2
import pytest
from backports import zstd

from include.newsdesk.cli.parser import main
from include.newsdesk.stages import batches, fetch, load, parse, validate
from include.newsdesk.stages.catalogue import PublisherUnknown
from include.newsdesk.stages.retry import MOST_TRIES, retry_rejected
from tests.postgres import News
from tests.stored import FIRST, add_entry, balance, ingest, page, store_pages

GOOD, BROKEN = "https://post.example/1", "https://post.example/2"


@pytest.fixture
def aside(news: News) -> News:
    """A warehouse with one article and one page in the wrong character set."""
    ingest(store_pages({GOOD: page("Harbour wall to be raised"), BROKEN: page("Wall", "CafÃ© Ã¼ber dem MÃ¤rz.")}, news=news))
    assert balance(news) == (1, 0, 0, 1, 0, 0)
    return news


def mend(news: News, html: bytes) -> None:
    """Stand in for a parser that has learnt to read the page: give it bytes that today's parser can read."""
    news.query(
        "update raw.captures set body = %s where capture_id = (select capture_id from ops.quarantine)", zstd.compress(html, 3)
    )


def run_due() -> None:
    """Do what the woken pipeline does."""
    for batch_id in batches.batch_entries():
        load.load(validate.validate(parse.parse(fetch.fetch(batch_id))))


def test_a_page_that_passes_now_is_loaded_from_the_store_and_its_row_resolved(aside: News) -> None:
    mend(aside, page("Wall to be raised at last"))
    assert retry_rejected() == {"from_capture": 1, "to_fetch": 0, "exhausted": 0, "batches": 1}
    assert aside.query("select cause from ops.batches where state = 'open'") == [("retry",)]
    assert balance(aside) == (1, 0, 0, 0, 1, 0)
    run_due()
    assert balance(aside) == (2, 0, 0, 0, 0, 0)
    linked = """
    select q.status, q.attempts, a.title, a.capture_id = q.capture_id
    from ops.quarantine q join ops.entries e using (entry_id) join news.articles a using (article_id)
    """
    assert aside.query(linked) == [("resolved", 1, "Wall to be raised at last", True)]
    assert aside.query("select counts -> 'fetch' ->> 'fetched' from ops.batches where cause = 'retry'") == [("0",)]


def test_a_page_that_fails_again_counts_one_more_attempt_until_it_is_left_alone(aside: News) -> None:
    for attempts in range(2, MOST_TRIES + 1):
        assert retry_rejected()["batches"] == 1
        run_due()
        assert aside.query("select attempts, status from ops.quarantine") == [(attempts, "open")]
    assert retry_rejected() == {"from_capture": 0, "to_fetch": 0, "exhausted": 1, "batches": 0}
    assert balance(aside) == (1, 0, 0, 1, 0, 0)
    assert retry_rejected(force=True)["from_capture"] == 1


def test_the_dry_run_says_which_pages_would_pass_now_and_why_others_would_not(
    aside: News, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    mend(aside, page("Wall to be raised at last"))
    again = {url: page(f"Wall {url[-1]}", "CafÃ© Ã¼ber dem MÃ¤rz.") for url in (f"https://post.example/{n}" for n in (3, 4))}
    ingest(store_pages(again, news=aside))
    state = (
        "select e.entry_id, e.state, e.batch_id, q.attempts, q.reason"
        " from ops.entries e left join ops.quarantine q using (entry_id) order by 1"
    )
    before = aside.query(state), aside.query("select count(*) from ops.batches")
    counts = retry_rejected(dry_run=True)
    assert counts == {
        "from_capture": 3,
        "to_fetch": 0,
        "exhausted": 0,
        "batches": 0,
        "looked_at": 3,
        "would_pass": 1,
        "would_fail": 2,
    }
    assert f"would pass entry=2 publisher=Port Ellery Post reason=body.mojibake now=none url={BROKEN}" in caplog.text
    assert "would fail entry=3 publisher=Port Ellery Post reason=body.mojibake now=body.mojibake url=" in caplog.text
    assert "of reason=body.mojibake would_pass=1 would_fail=2" in caplog.text
    assert retry_rejected(dry_run=True, sample=1)["looked_at"] == 1
    assert (aside.query(state), aside.query("select count(*) from ops.batches")) == before
    assert aside.query("select count(*) from staging.pages") == [(0,)]


def test_the_dry_run_knows_a_text_that_stands_in_front_of_many_pages(news: News) -> None:
    ingest(store_pages({f"https://post.example/{number}": page("Wall to be raised") for number in range(22)}, news=news))
    counts = retry_rejected(reasons=["body.one_for_all"], dry_run=True)
    assert (counts["would_pass"], counts["would_fail"]) == (0, 22)


def test_an_entry_that_waits_is_not_taken_twice(aside: News) -> None:
    assert retry_rejected()["batches"] == 1
    assert retry_rejected() == {"from_capture": 0, "to_fetch": 0, "exhausted": 0, "batches": 0}


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"reasons": ["body.mojibake"]}, 1),
        ({"reasons": ["body.challenge"]}, 0),
        ({"publishers": ["Port Ellery Post"]}, 1),
        ({"publishers": ["Quay Gazette"]}, 0),
        ({"parser_versions": ["0"]}, 0),
        ({"since": (FIRST - timedelta(days=1)).isoformat()}, 1),
        ({"until": (FIRST - timedelta(days=1)).isoformat()}, 0),
    ],
)
def test_entries_are_chosen_by_reason_publisher_parser_version_and_time(aside: News, choice: dict, found: int) -> None:
    aside.query("insert into news.publishers (name) values ('Quay Gazette')")
    assert retry_rejected(**choice, dry_run=True)["from_capture"] == found


def test_a_page_that_was_never_had_is_fetched_by_host(news: News) -> None:
    ids = [add_entry(news, f"https://{host}.example/{n}") for host in ("a", "b") for n in (1, 2)]
    with_batch = "insert into ops.batches (cause, state) values ('poll', 'done') returning batch_id"
    batch_id = news.query(with_batch)[0][0]
    for entry_id in ids:
        news.query("update ops.entries set state = 'quarantined', batch_id = %s where entry_id = %s", batch_id, entry_id)
        news.query(
            "insert into ops.quarantine (entry_id, batch_id, stage, reason, reasons) values (%s, %s, 'fetch', %s, array[%s])",
            entry_id, batch_id, "dns.failed", "dns.failed",
        )  # fmt: skip
    assert retry_rejected() == {"from_capture": 0, "to_fetch": 4, "exhausted": 0, "batches": 1}
    assert news.query("select count(*) from staging.pages") == [(0,)]
    assert balance(news) == (0, 0, 0, 0, 4, 0)


def test_the_command_names_what_it_would_do_changes_nothing_and_then_wakes_the_pipeline(
    aside: News, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    before = aside.query("select state, batch_id from ops.entries order by entry_id")
    assert main(["retry", "--reason", "body.mojibake", "--dry-run"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert f"with=stored page url={BROKEN}" in caplog.text
    assert aside.query("select state, batch_id from ops.entries order by entry_id") == before

    listener = psycopg2.connect(aside.loader_url)
    listener.autocommit = True
    listener.cursor().execute("listen newsdesk")
    assert main(["retry", "--since", "2026-01-01"]) == 0
    assert select.select([listener], [], [], 10)[0]
    listener.poll()
    assert [note.payload for note in listener.notifies] == ["feeds_due"]
    listener.close()


def test_an_unknown_publisher_and_an_unreadable_time_are_refused(news: News, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PublisherUnknown, match="Nobody"):
        retry_rejected(publishers=["Nobody"])
    with pytest.raises(SystemExit):
        main(["retry", "--since", "yesterday"])
    assert "'yesterday' is no time" in capsys.readouterr().err

"""The checks of the whole warehouse: each finds the fault that was planted, and none cries over a healthy one."""

import argparse
import json
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from include.newsdesk.cli.checks import check
from include.newsdesk.quality.verdict import SuiteBroken
from include.newsdesk.stages import checks
from include.newsdesk.stages.load import load
from include.newsdesk.stages.marts import build_marts
from include.newsdesk.stages.validate import validate
from tests.postgres import News
from tests.staged_pages import article, stage

POLLS = """
insert into ops.polls (feed_id, polled_at, outcome, new_entries, next_poll_at)
select feed_id, now() - interval '3 days' - n * interval '2 hours', 'changed', 3, now()
from ops.feeds, generate_series(0, 40) as n
"""
ARTICLES = """
insert into news.articles (publisher_id, url, title, body, body_html, language, kind, word_count, first_seen_at, captured_at,
  confirmed_at, loaded_at, text_hash, version_hash, capture_id, parser_version)
select publisher_id, 'https://ledger.example/' || {0} || '/' || n, {0} || n, {1}, '', 'en', 'article', 100, {2}, {2},
  {2}, {3}, sha256(convert_to({1}, 'UTF8')), sha256('x'), 1, 'test'
from news.publishers, generate_series(1, {4}) as n where name = 'The Ledger'
"""


def articles(mark: str, *, text: str = "'text ' || n", seen: str = "now()", loaded: str = "now()", number: int = 1) -> str:
    return ARTICLES.format(f"'{mark}'", text, seen, loaded, number)


PLANTED = {
    "books.balance": ("update ops.entries set state = 'quarantined'", "The Ledger"),
    "pipeline.stalled": (
        "insert into ops.batches (cause, created_at) values ('poll', now() - interval '2 hours')", "ingest_articles"),
    "capture.partitions": (
        "insert into ops.polls (feed_id, polled_at, outcome, next_poll_at) "
        "select feed_id, now() - interval '2 days', 'unchanged', now() from ops.feeds", "raw.captures"),
    "articles.references": (articles("stray"), "The Ledger"),
    "feed.failing": (
        "update ops.feeds set last_success_at = now() - interval '3 hours', interval_seconds = 3600, last_error = 'dns.failed'",
        "The Ledger"),
    "feed.silent": (POLLS, "The Ledger"),
    "volume.unusual": (
        "update news.publishers set added_at = now() - interval '90 days';" + ";".join(
            articles(f"week {week}", loaded=f"date_trunc('hour', now()) - interval '{7 * week} days 1 hour'", number=20)
            for week in range(1, 6)
        ), "The Ledger, all publishers"),
    "volume.shifted": (
        "insert into ops.publisher_profiles "
        "select publisher_id, current_date - n, 0, 0, case when n > 7 then 30 else 2 end, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 "
        "from news.publishers, generate_series(1, 35) as n", "The Ledger"),
    "articles.rejected": (
        "insert into ops.quality_results (level, check_name, subject, success, severity, observed) "
        "select 'publisher', 'publisher.profile', 'The Ledger', true, 'info', '{\"rejected\": 1, \"rows\": 4}' "
        "from generate_series(1, 3)", "The Ledger"),
    "articles.one_text": (articles("wall", text="'we value your privacy'", number=21), "The Ledger"),
    "articles.unlinked_copies": (articles("twin", text="'one text'", number=2), "The Ledger"),
    "articles.latency": (articles("slow", seen="now() - interval '2 hours'", number=20), "all publishers"),
    "day.complete": (
        "update ops.entries set state = 'waiting', batch_id = null, article_id = null, first_seen_at = now() - interval '3 days'",
        None),
    "marts.behind": ("update news.articles set updated_at = now() - interval '2 hours', change_seq = change_seq + 10",
                     "marts.daily_publisher"),
}  # fmt: skip


@pytest.fixture
def healthy(news: News) -> News:
    load(validate(stage(news, [article(1), article(2, body=f"{article(2)['body']} And more.")])))
    build_marts()
    news.query("update ops.feeds set last_success_at = now(), last_polled_at = now()")
    return news


def failing() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in checks.run_checks():
        if not one["success"]:
            found.setdefault(one["check_name"], []).append(one["subject"])
    return found


def test_a_healthy_warehouse_meets_every_check(healthy: News) -> None:
    assert failing() == {}
    assert checks.check_warehouse() == {"met": len(checks.CHECKS), "not_met": 0, "critical": 0}


@pytest.mark.parametrize("name", PLANTED)
def test_each_check_finds_what_was_planted(healthy: News, name: str) -> None:
    statements, subject = PLANTED[name]
    healthy.query(statements)
    found = failing()
    [(hour,)] = healthy.query("select extract(hour from now())")
    if name == "day.complete" and hour < 6:
        assert name not in found
    else:
        assert ", ".join(found[name]) == (subject or f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}")


def test_every_check_has_a_planted_fault() -> None:
    assert {one.name for one in checks.CHECKS} == set(PLANTED)


def test_findings_are_kept_as_rows_with_what_was_seen_and_expected(healthy: News) -> None:
    healthy.query(PLANTED["articles.one_text"][0])
    assert checks.check_warehouse("scheduled__1")["not_met"] >= 1
    rows = healthy.query(
        "select level, subject, success, severity, observed, expected, run_id from ops.quality_results "
        "where check_name = 'articles.one_text'"
    )
    assert rows == [("warehouse", "The Ledger", False, "warning", {"articles": 21}, {"most": 20}, "scheduled__1")]
    assert healthy.query("select count(distinct check_name) from ops.quality_results where level = 'warehouse'") == [
        (len(checks.CHECKS),)
    ]


def test_old_results_are_forgotten(healthy: News) -> None:
    healthy.query("update ops.quality_results set at = now() - interval '200 days'")
    checks.check_warehouse()
    assert healthy.query("select count(*) from ops.quality_results where level <> 'warehouse'") == [(0,)]


def test_a_check_that_cannot_be_run_is_named(news: News) -> None:
    from include.newsdesk.quality.warehouse_suite import check_warehouse

    with pytest.raises(SuiteBroken, match="check_nothing"):
        check_warehouse(news.loader_url, {"check_nothing": "select nothing as subject from nowhere"})


def test_the_command_prints_words_and_ends_with_1_when_something_is_wrong(
    healthy: News, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(argparse.Namespace(json=False)) == 0
    assert "Every entry is accounted for." in capsys.readouterr().out
    healthy.query(PLANTED["books.balance"][0])
    assert check(argparse.Namespace(json=False)) == 1
    assert "2 of 2 entries are unaccounted for" in capsys.readouterr().out
    assert check(argparse.Namespace(json=True)) == 1
    assert json.loads(capsys.readouterr().out)[0]["look_at"] == "ops.balance"


def test_no_statement_reads_more_than_the_loader_may(news: News) -> None:
    connection = psycopg2.connect(news.loader_url)
    try:
        with connection.cursor() as cursor:
            for one in checks.CHECKS:
                cursor.execute(checks.TEXTS[one.statement])
                assert [column.name for column in cursor.description] == ["subject", "observed", "expected", "detail"]
    finally:
        connection.close()

"""Maintenance deletes what is past its retention and nothing that anybody needs."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from include.newsdesk.cli.parser import main
from include.newsdesk.stages.maintain import DAY_SECONDS, maintain_warehouse, prune_logs
from include.newsdesk.stages.retry import retry_rejected
from tests.postgres import News
from tests.stored import FIRST, balance, ingest, page, store_pages

GOOD, BROKEN, OPEN = (f"https://post.example/{name}" for name in ("good", "broken", "open"))
URLS = "select final_url from raw.captures order by 1"


@pytest.fixture
def old(news: News) -> News:
    """Three old captures: of an article, of a page in quarantine, of an open batch; on a day with a partition of its own."""
    news.query("create table raw.captures_20260302 partition of raw.captures for values from ('2026-03-02') to ('2026-03-03')")
    ingest(store_pages({GOOD: page("Wall story number 1"), BROKEN: page("Wall", "CafÃ© Ã¼ber dem MÃ¤rz.")}, news=news))
    store_pages({OPEN: page("Wall story number 2")}, news=news, at=FIRST + timedelta(minutes=1))
    return news


def test_by_default_no_capture_is_dropped(old: News) -> None:
    done = maintain_warehouse()
    assert (done["captures"], done["captures_kept"], done["log_files"]) == (0, 0, 0)
    assert len(old.query(URLS)) == 3
    ahead = (datetime.now(UTC) + timedelta(days=7)).strftime("captures_%Y%m%d")
    assert old.query("select to_regclass(%s) is not null", f"raw.{ahead}") == [(True,)]


def test_past_the_retention_captures_go_but_those_that_somebody_needs(old: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_RETENTION_DAYS", "30")
    kept = old.query("select capture_id, captured_at, body_sha256 from raw.captures where final_url <> %s order by 1", GOOD)
    assert maintain_warehouse(dry_run=True)["captures"] == 1
    assert len(old.query(URLS)) == 3
    done = maintain_warehouse()
    assert (done["captures"], done["captures_kept"]) == (1, 2)
    assert old.query("select capture_id, captured_at, body_sha256 from raw.captures order by 1") == kept
    assert old.query("select to_regclass('raw.captures_20260302')") == [(None,)]
    assert old.query("select count(*) from news.articles") == [(1,)]
    assert retry_rejected()["from_capture"] == 1

    old.query("delete from staging.pages; update ops.quarantine set status = 'resolved'")
    assert maintain_warehouse()["captures"] == 2
    assert old.query(URLS) == []


def test_where_there_is_an_archive_captures_leave_by_it_alone(old: News, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEWSDESK_RETENTION_DAYS", "30")
    monkeypatch.setenv("NEWSDESK_ARCHIVE_URL", str(tmp_path))
    assert maintain_warehouse()["captures"] == 0
    assert len(old.query(URLS)) == 3


def test_old_polls_done_batches_and_resolved_quarantine_rows_go(old: News) -> None:
    old.query(
        "insert into ops.polls (feed_id, polled_at, outcome, next_poll_at)"
        " select feed_id, now() - d * interval '1 day', 'unchanged', now() from ops.feeds, unnest('{1,91}'::int[]) as d"
    )
    old.query("update ops.batches set done_at = done_at - interval '91 days', created_at = created_at - interval '91 days'")
    old.query("update ops.quarantine set last_at = last_at - interval '91 days'")
    history = "select (select count(*) from ops.polls), (select count(*) from ops.batches), (select count(*) from ops.quarantine)"
    before = balance(old)

    done = maintain_warehouse()
    assert (done["polls"], done["batches"], done["quarantine"]) == (1, 0, 0)  # The quarantine row is open, and names the batch.
    assert old.query(history) == [(1, 2, 1)]

    old.query(
        "update ops.entries set state = 'loaded', article_id = (select article_id from news.articles) where url = %s", BROKEN
    )
    old.query("update ops.quarantine set status = 'resolved'")
    assert maintain_warehouse(dry_run=True)["batches"] == 1
    done = maintain_warehouse()
    assert (done["polls"], done["batches"], done["quarantine"]) == (0, 1, 1)
    assert old.query("select count(*), min(state) from ops.batches") == [(1, "open")]
    assert balance(old)[4:] == before[4:]


def test_words_that_hardly_ever_occurred_and_not_of_late_go(news: News) -> None:
    news.query(
        "insert into ops.term_counts (language, term, articles, counted_on) select 'en', term, articles, current_date - days"
        " from (values ('', 2, 900), ('quay', 3, 900), ('crane', 2, 91), ('ferry', 1, 91), ('tram', 1, 89)) as t"
        " (term, articles, days)"
    )
    left = "select array_agg(term order by term) from ops.term_counts"
    assert maintain_warehouse(dry_run=True)["terms"] == 2
    assert len(news.query(left)[0][0]) == 5
    assert maintain_warehouse()["terms"] == 2
    assert news.query(left) == [(["", "quay", "tram"],)]


def test_the_database_refuses_to_delete_what_is_recent(news: News) -> None:
    for call in ("raw.prune_captures(0, false)", "ops.prune_history(6, false)", "ops.prune_terms(6, false)"):
        connection = psycopg2.connect(news.loader_url)
        with connection.cursor() as cursor, pytest.raises(psycopg2.errors.RaiseException, match="never"):
            cursor.execute(f"select * from {call}")
        connection.close()


def test_a_table_with_many_dead_rows_is_vacuumed_as_the_loader(news: News, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    news.query("insert into ops.hosts (host) select n::text from generate_series(1, 5000) as n")
    news.query("delete from ops.hosts")
    news.query("select pg_stat_force_next_flush()")
    assert maintain_warehouse()["vacuumed"] >= 1
    assert "table=ops.hosts" in caplog.text
    if news.query("select current_setting('server_version_num')::integer >= 170000") == [(True,)]:
        assert news.query("select vacuum_count from pg_stat_user_tables where relname = 'hosts'") == [(1,)]


def test_old_logs_go_with_their_empty_folders_and_nothing_else(tmp_path: Path) -> None:
    names = ("dag_id=a/run_id=1/task_id=t/attempt=1.log", "dag_id=a/run_id=2/task_id=t/attempt=1.log", "dag_id=a/notes.txt",
             "dag_processor/2026-01-01/x.log", "mine/old.log")  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
        age = 0 if "run_id=2" in name else 91 * DAY_SECONDS
        moment = datetime.now(UTC).timestamp() - age
        os.utime(tmp_path / name, (moment, moment))
    assert prune_logs(tmp_path, 90, dry_run=True) == 2
    assert prune_logs(tmp_path, 90, dry_run=False) == 2
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {names[1], names[2], names[4]}
    assert not (tmp_path / "dag_id=a/run_id=1").exists()
    assert prune_logs(None, 90, dry_run=False) == 0


def test_the_command_says_what_it_did(old: News, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maintain", "--dry-run"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert main(["maintain"]) == 0
    assert "partitions_made" in capsys.readouterr().out

"""Runs triggered by hand, in Airflow's own process: the form's values reach the stages."""

import copy
from pathlib import Path

import pytest
from airflow.sdk.exceptions import ParamValidationError

from include.newsdesk.articles import PARSER_VERSION
from include.newsdesk.stages import batches
from include.newsdesk.stages.catalogue import sync_feeds
from tests.postgres import News
from tests.stored import ingest, page, store_pages

pytestmark = pytest.mark.filterwarnings("ignore")

CATALOGUE = """
- {name: Quay, url: 'http://quay.example/feed.xml', publisher: Quay, language: en, country: IE}
- {name: Pier, url: 'http://pier.example/feed.xml', publisher: Pier, language: en, country: IE}
"""
ENTRY = """
insert into ops.entries
  (feed_id, entry_key, link, url, host, title, fingerprint, capture_id, first_seen_at, last_seen_at, changed_at)
select
  feed_id, 'guid:1', 'http://quay.example/1', 'https://quay.example/1', 'quay.example', 'One', sha256('1'), 1, now(), now(), now()
from ops.feeds where name = 'Quay'
"""


@pytest.fixture
def feeds(news: News, tmp_path: Path) -> News:
    path = tmp_path / "feeds.yaml"
    path.write_text(CATALOGUE, encoding="utf-8")
    sync_feeds(news.loader_url, path)
    return news


# `dag.test` keeps the values of a run as the next one's defaults, so each test names all that matter to it.


def states(run) -> dict[str, str]:
    return {instance.task_id: str(instance.state) for instance in run.get_task_instances()}


def test_a_dry_run_of_ingest_articles_names_the_pages_and_skips_the_rest(dagbag, feeds: News) -> None:
    feeds.query(ENTRY)
    run = dagbag.dags["ingest_articles"].test(
        run_conf={"feeds": ["Quay"], "publishers": [], "urls": [], "since": None, "dry_run": True}
    )
    assert states(run) == {"fetch": "success", "parse": "skipped", "validate": "skipped", "load_articles": "skipped"}
    assert feeds.query("select count(*) from ops.batches") == [(0,)]


def test_a_run_of_ingest_articles_by_hand_makes_a_batch_of_its_own(dagbag, feeds: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_MAX_ATTEMPTS", "1")
    feeds.query(ENTRY)
    run = dagbag.dags["ingest_articles"].test(
        run_conf={"feeds": [], "publishers": [], "urls": ["http://quay.example/1"], "since": None, "dry_run": False}
    )
    assert set(states(run).values()) == {"success"}
    assert feeds.query("select cause, state from ops.batches") == [("manual", "done")]
    assert feeds.query("select stage, reason from ops.quarantine") == [("fetch", "dns.failed")]


def test_an_unknown_feed_fails_at_once_with_its_name(dagbag, feeds: News, capsys: pytest.CaptureFixture[str]) -> None:
    run = dagbag.dags["poll_feeds"].test(run_conf={"feeds": ["Quai"], "publishers": [], "force": False})
    assert states(run)["plan_shards"] == "failed"
    shown = capsys.readouterr().out
    assert "There is no feed of this name" in shown
    assert "(Quai): did you mean Quay?" in shown


def test_polling_one_feed_by_force_leaves_the_others_alone(dagbag, feeds: News) -> None:
    feeds.query("update ops.feeds set next_poll_at = now() + interval '1 day'")
    run = dagbag.dags["poll_feeds"].test(run_conf={"feeds": ["Pier"], "publishers": [], "force": True})
    assert states(run)["plan_shards"] == "success"
    assert feeds.query("select name from ops.feeds where last_polled_at is not null") == [("Pier",)]
    assert batches.batch_entries() == []


def test_the_forms_choose_by_publisher_and_by_time(dagbag, feeds: News, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_MAX_ATTEMPTS", "1")
    feeds.query("update ops.feeds set next_poll_at = now() + interval '1 day'")
    poll = {"feeds": [], "publishers": ["Pier"], "force": True, "dry_run": False}
    assert states(dagbag.dags["poll_feeds"].test(run_conf=poll))["plan_shards"] == "success"
    assert feeds.query("select name from ops.feeds where last_polled_at is not null") == [("Pier",)]

    feeds.query(ENTRY)
    form = {"feeds": [], "publishers": ["Quay"], "urls": [], "since": "2999-01-01T00:00:00Z", "force": False, "dry_run": False}
    assert states(dagbag.dags["ingest_articles"].test(run_conf=form))["fetch"] == "success"
    assert feeds.query("select state from ops.entries") == [("waiting",)]
    form |= {"since": "2020-01-01T00:00:00Z"}
    assert states(dagbag.dags["ingest_articles"].test(run_conf=form))["fetch"] == "success"
    assert feeds.query("select state from ops.entries") == [("quarantined",)]
    assert states(dagbag.dags["ingest_articles"].test(run_conf=form | {"publishers": ["Nobody"]}))["fetch"] == "failed"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ingest_articles", {"since": "yesterday"}),
        ("ingest_articles", {"publishers": "Quay"}),
        ("poll_feeds", {"publishers": [7]}),
        ("poll_feeds", {"force": "maybe"}),
        ("retry_rejected", {"sample": -1}),
    ],
)
def test_a_form_refuses_what_is_no_time_list_or_number(dagbag, name: str, form: dict) -> None:
    params = copy.deepcopy(dagbag.dags[name].params)
    params.validate()
    with pytest.raises(ParamValidationError):
        params.update(form)
        params.validate()


def test_retry_rejected_takes_what_the_form_chooses(dagbag, news: News) -> None:
    ingest(store_pages({"https://post.example/1": page("Wall", "CafÃ© Ã¼ber dem MÃ¤rz.")}, news=news))
    none = {
        "reasons": [],
        "publishers": [],
        "parser_versions": ["0"],
        "since": None,
        "until": None,
        "force": False,
        "dry_run": False,
    }
    assert states(dagbag.dags["retry_rejected"].test(run_conf=none)) == {"retry_rejected": "success"}
    assert news.query("select state from ops.entries") == [("quarantined",)]
    chosen = none | {"reasons": ["body.mojibake"], "parser_versions": [PARSER_VERSION], "since": "2026-01-01T00:00:00Z"}
    assert states(dagbag.dags["retry_rejected"].test(run_conf=chosen)) == {"retry_rejected": "success"}
    assert news.query("select e.state, b.cause from ops.entries e join ops.batches b using (batch_id)") == [("waiting", "retry")]


def test_replay_articles_reads_again_what_the_form_chooses(dagbag, news: News) -> None:
    ingest(store_pages({"https://post.example/1": page("Wall to be raised")}, news=news))
    news.query("update news.articles set parser_version = '0'")
    form = {"feeds": [], "publishers": ["Port Ellery Post"], "urls": [], "parser_versions": ["0"], "outdated": True,
            "since": None, "until": None, "sample": 5}  # fmt: skip
    assert states(dagbag.dags["replay_articles"].test(run_conf=form | {"dry_run": True})) == {"replay_articles": "success"}
    assert news.query("select count(*) from ops.replays") == [(0,)]
    run = dagbag.dags["replay_articles"].test(run_conf=form | {"dry_run": False})
    assert states(run) == {"replay_articles": "success"}
    assert news.query("select name, passed from ops.replays") == [(run.run_id, 1)]
    assert news.query("select parser_version from news.articles") == [(PARSER_VERSION,)]


def test_archive_captures_names_what_is_due_and_then_archives_it(
    dagbag, news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSDESK_ARCHIVE_URL", str(tmp_path / "archive"))
    ingest(store_pages({"https://post.example/1": page("Wall to be raised")}, news=news))
    assert states(dagbag.dags["archive_captures"].test(run_conf={"dry_run": True})) == {"archive_captures": "success"}
    assert news.query("select (select count(*) from raw.captures), (select count(*) from ops.archives)") == [(1, 0)]
    assert states(dagbag.dags["archive_captures"].test(run_conf={"dry_run": False})) == {"archive_captures": "success"}
    assert news.query("select (select count(*) from raw.captures), (select count(*) from ops.archives)") == [(0, 1)]


def test_maintain_warehouse_looks_first_and_then_acts(
    dagbag, news: News, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIRFLOW__LOGGING__BASE_LOG_FOLDER", str(tmp_path))
    partitions = "select count(*) from pg_inherits where inhparent = 'raw.captures'::regclass"
    assert states(dagbag.dags["maintain_warehouse"].test(run_conf={"dry_run": True})) == {"maintain_warehouse": "success"}
    assert news.query(partitions) == [(1,)]
    assert states(dagbag.dags["maintain_warehouse"].test(run_conf={"dry_run": False})) == {"maintain_warehouse": "success"}
    assert news.query(partitions) == [(9,)]

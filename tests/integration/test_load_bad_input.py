"""What load does with what it should never get: one clear refusal in the quarantine, nothing lost, nothing doubled."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from include.newsdesk.stages.batches import BatchTakenOver
from include.newsdesk.stages.load import load
from include.newsdesk.warehouse.connection import DatabaseUnavailable
from tests.loading import NOON, Page, article, load_pages, stage_batch
from tests.postgres import News

GOOD = [Page(article(f"https://ledger.example/good-{n}")) for n in range(5)]
ODD = "https://ledger.example/odd"
NOISE = random.Random(7).randbytes(3000).hex()  # Long, and no compression makes it short.
BALANCE = "select sum(seen), sum(loaded), sum(quarantined), sum(difference) from ops.balance"


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"title": "Ferry \x00 late \ud800 again"}, ("title", "Ferry \ufffd late \ufffd again")),
        ({"body": "One \x00 text.\n\nAnd \udfff more."}, ("body", "One \ufffd text.\n\nAnd \ufffd more.")),
        ({"authors": ("Mara \x00 Lindqvist",)}, ("authors[1]", "Mara \ufffd Lindqvist")),
        ({"body": "word " * 2_100_000}, ("length(body)::text", str(5 * 2_100_000))),
        ({"tags": tuple(f"tag {n}" for n in range(10_000))}, ("cardinality(tags)::text", "10000")),
        ({"body": " ".join(f"{n:06x}" for n in range(150_000))}, ("(length(search::text) > 0)::text", "true")),
    ],
    ids=["NUL and surrogate in title", "in body", "in author", "10 MB", "10,000 tags", "150,000 different words"],
)
def test_odd_texts_are_kept(news: News, changes: dict[str, object], kept: tuple[str, str]) -> None:
    assert load_pages(news, *GOOD, Page(article(ODD, **changes)))["new"] == 6
    assert news.query(f"select {kept[0]} from news.articles where url = %s", ODD) == [(kept[1],)]
    assert load_pages(news, Page(article(ODD, **changes), NOON + timedelta(hours=1)))["unchanged"] == 1


@pytest.mark.parametrize(
    ("changes", "sqlstate"),
    [
        ({"published_at": datetime(9999, 12, 31, tzinfo=UTC)}, "23514"),
        ({"modified_at": datetime(1, 1, 2, tzinfo=UTC)}, "23514"),
        ({"tags": (NOISE,)}, "54000"),
        ({"authors": (NOISE,)}, "54000"),
        ({"title": "x" * 2001}, "23514"),
        ({"title": " "}, "23514"),
        ({"subtitle": " ".join(f"{n:06x}" for n in range(200_000))}, "54000"),
        ({"word_count": 2**40}, "22003"),
    ],
    ids=[
        "year 9999",
        "year 1",
        "tag of 6,000 bytes",
        "author of 6,000 bytes",
        "long title",
        "blank title",
        "long subtitle",
        "number",
    ],
)
def test_a_page_that_the_warehouse_refuses_is_set_aside_alone(news: News, changes: dict[str, object], sqlstate: str) -> None:
    counts = load_pages(news, *GOOD[:2], Page(article(ODD, **changes)), *GOOD[2:])
    assert (counts["new"], counts["quarantined"]) == (5, 1)
    assert news.query("select stage, reason, url, evidence ->> 'sqlstate' from ops.quarantine") == [
        ("load", "load.refused", ODD, sqlstate)
    ]
    assert news.query(BALANCE) == [(6, 5, 1, 0)]
    assert load_pages(news, Page(article(ODD), NOON + timedelta(hours=1)))["new"] == 1
    assert news.query("select status from ops.quarantine") == [("resolved",)]


def test_several_refused_pages_leave_all_the_others(news: News) -> None:
    bad = [Page(article(f"{ODD}-{n}", title=" ")) for n in range(3)]
    counts = load_pages(news, GOOD[0], bad[0], *GOOD[1:4], *bad[1:], GOOD[4])
    assert (counts["new"], counts["quarantined"]) == (5, 3)
    assert news.query(BALANCE) == [(8, 5, 3, 0)]


def test_an_address_longer_than_an_index_row_holds_falls_back_to_one_that_fits(news: News) -> None:
    load_pages(news, Page(article(ODD, canonical_url="https://ledger.example/" + "x" * 3000)))
    assert news.query("select url from news.articles") == [(ODD,)]


def test_the_same_article_twice_in_a_batch_is_one_article(news: News) -> None:
    twice = [Page(article(ODD), link=f"{ODD}?page={n}") for n in (1, 2)]
    counts = load_pages(news, *twice)
    assert (counts["new"], counts["unchanged"]) == (1, 1)
    assert news.query("select count(*), max(revision) from news.articles") == [(1, 1)]
    assert news.query("select state from ops.entries order by state") == [("duplicate",), ("loaded",)]


def test_two_workers_that_load_the_same_batch_load_it_once(news: News) -> None:
    batch = stage_batch(news.owner_url, GOOD)
    start = threading.Barrier(2)

    def worker() -> int | str:
        start.wait()
        try:
            return load(batch)["new"]
        except BatchTakenOver:
            return "taken over"

    with ThreadPoolExecutor(2) as pool:
        outcomes = [task.result() for task in [pool.submit(worker), pool.submit(worker)]]
    assert outcomes.count(5) == 1, outcomes
    assert {*outcomes} <= {5, 0, "taken over"}
    assert news.query("select count(*), max(revision) from news.articles") == [(5, 1)]
    assert news.query(BALANCE) == [(5, 5, 0, 0)]


def test_two_workers_with_the_same_articles_in_two_batches_make_them_once(news: News) -> None:
    batches = [stage_batch(news.owner_url, [Page(p.article, p.captured_at, feed=name) for p in order]) for name, order in
               (("Ledger", GOOD), ("Ledger local", GOOD[::-1]))]  # fmt: skip
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(load, batches))
    assert sum(one["new"] for one in counts) == 5
    assert sum(one["unchanged"] for one in counts) == 5
    assert news.query("select count(*), max(revision) from news.articles") == [(5, 1)]


def test_a_connection_lost_halfway_leaves_nothing_and_the_next_try_does_all(news: News) -> None:
    batch = stage_batch(news.owner_url, GOOD)
    other = psycopg2.connect(news.owner_url)
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(7305771004)")  # Where load waits for other loads, batch in hand.
            with ThreadPoolExecutor(1) as pool:
                task = pool.submit(load, batch)
                killed: list[tuple] = []
                while not killed:
                    assert not task.done()
                    killed = news.query(
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted"
                    )
                with pytest.raises(DatabaseUnavailable):
                    task.result()
    finally:
        other.close()
    assert news.query("select count(*) from news.articles") == [(0,)]
    assert load(batch)["new"] == 5
    assert news.query(BALANCE) == [(5, 5, 0, 0)]

"""The questions that the benchmark asks run as the analyst on a small filled warehouse, and have answers there."""

import psycopg2
import pytest

from include.newsdesk.local.postgres import EmbeddedPostgres
from tests.bench.fill_warehouse import DAYS, fill, run
from tests.bench.questions import QUESTIONS, ask, plan
from tests.postgres import News, admin

ARTICLES = 2_000
# Too rare for so few articles, or answered only when something is wrong.
MAY_BE_EMPTY = {"02-phrase-all-time", "08-silent-publishers", "20-ranked-rare-term"}


@pytest.fixture(scope="module")
def filled(postgres: EmbeddedPostgres, template: str) -> News:
    with admin(postgres) as cursor:
        cursor.execute("create database filled template news_template")
    logins = [postgres.url("filled", f"newsdesk_{role}", f"{role}-secret") for role in ("loader", "receiver", "analyst")]
    fill(postgres.url("filled"), ARTICLES, report=lambda line: None)
    return News(postgres.url("filled"), *logins)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_runs_as_the_analyst_and_has_an_answer(filled: News, path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- ") and text.splitlines()[0].endswith((".", "?"))
    connection = psycopg2.connect(filled.analyst_url)
    try:
        answer = ask(connection, text, repeat=1)
        assert "Execution Time" in plan(connection, text)
    finally:
        connection.close()
    assert answer.rows > 0 or path.stem in MAY_BE_EMPTY


def test_the_filled_warehouse_is_as_described(filled: News) -> None:
    ((articles, days, copies, edited, publishers, characters),) = filled.query(
        """
        select count(*), max(published_at)::date - min(published_at)::date, avg((duplicate_of is not null)::int),
          avg((revision > 1)::int), count(distinct publisher_id), avg(length(body)) from news.articles
        """
    )
    assert articles == ARTICLES and abs(days - DAYS) <= 1
    assert 0.05 < copies < 0.11 and 0.07 < edited < 0.13 and 200 < publishers <= 500 and 2_000 < characters < 4_000
    assert filled.query("select sum(articles) from marts.daily_publisher") == [(ARTICLES,)]


def test_filling_leaves_every_index_that_the_migrations_make(filled: News, news: News) -> None:
    indexes = "select tablename, indexname from pg_indexes where schemaname in ('news', 'ops') order by 1, 2"
    assert run(filled.owner_url, indexes) == run(news.owner_url, indexes)

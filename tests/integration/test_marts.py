"""The marts answer what their page says, and are brought up to date where something changed."""

from datetime import timedelta

import pytest

from include.newsdesk.stages.marts import build_marts
from tests.loading import NOON, Page, article, load_pages
from tests.marts import PAGE, fill, with_outputs
from tests.postgres import News

DAILY = "select day - date '2026-11-23', publisher, section, articles, originals from marts.daily_sections order by 1, 2, 3"
TOTALS = "select day, articles, originals, words from marts.daily_totals order by day"
COUNTED = """
select (coalesce(published_at, first_seen_at) at time zone 'UTC')::date, count(*)::integer, count(*)::integer, sum(word_count)
from news.articles group by 1 order by 1
"""


def test_the_page_shows_what_the_marts_answer(news: News) -> None:
    fill(news)
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("```text") == page.count("```sql")
    assert with_outputs(page, news.analyst_url) == page, "write it anew: python -m tests.marts"


def test_an_article_whose_date_or_section_moves_is_counted_where_it_is_now(news: News) -> None:
    load_pages(news, Page(article()), Page(article("https://ledger.example/other")))
    build_marts()
    assert news.query(DAILY) == [(0, "Harbour Ledger", "Local", 2, 2)]
    moved = article(published_at=NOON - timedelta(days=2), section="Politics")
    load_pages(news, Page(moved, NOON + timedelta(hours=1)))
    assert build_marts()["days"] == 2
    assert news.query(DAILY) == [(-2, "Harbour Ledger", "Politics", 1, 1), (0, "Harbour Ledger", "Local", 1, 1)]
    assert news.query(TOTALS) == news.query(COUNTED) != []
    load_pages(news, Page(article(section="Politics"), NOON + timedelta(hours=2)))
    build_marts()  # The day that the article had moved to is empty again.
    assert news.query(TOTALS) == news.query(COUNTED) != []
    assert build_marts() == {"days": 0, "changes": 0}


def test_an_article_that_becomes_a_copy_is_counted_as_one(news: News) -> None:
    text = article("https://ledger.example/first")
    load_pages(news, Page(article("https://post.example/late", title=text.title, body=text.body), NOON, "Post", "The Post"))
    build_marts()
    load_pages(news, Page(text, NOON - timedelta(hours=3)))
    build_marts()
    assert news.query(DAILY) == [(0, "Harbour Ledger", "Local", 1, 1), (0, "The Post", "Local", 1, 0)]


@pytest.mark.parametrize("quiet", ["published_precision", "published_at"])
def test_a_date_without_a_clock_or_long_before_first_sight_says_nothing_about_latency(news: News, quiet: str) -> None:
    odd = {"published_precision": "day"} if quiet == "published_precision" else {"published_at": NOON - timedelta(days=3)}
    load_pages(news, Page(article()), Page(article("https://ledger.example/odd", **odd)))
    assert news.query("select articles, dated from marts.latency") == [(2, 1)]

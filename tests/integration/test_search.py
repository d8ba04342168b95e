"""The search of the page "articles" finds what matches by an article's own language, the latest change first."""

from datetime import timedelta

import pytest

from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from tests.loading import NOON, Page, article, load_pages
from tests.postgres import News

HARBOUR, HAFEN, PORT = (f"https://ledger.example/{name}" for name in ("harbour", "hafen", "port"))


def found(news: News, **wanted: object) -> list[str]:
    """Search as the page does; returns addresses."""
    words = wanted.get("words")
    params = {"publisher": None, "language": None, "days": None, "before": None, "most": 10, "words": None} | wanted
    with connected(news.loader_url) as connection, connection:
        execute(connection, "prefer_indexes")
        rows = execute(connection, "search_articles", params | {"part_of_title": f"%{words}%" if words else None})
    urls = dict(news.query("select article_id, url from news.articles"))
    return [urls[row["article_id"]] for row in rows]


@pytest.fixture
def filled(news: News) -> News:
    """Three articles, changed in this order."""
    for url, title, body, language, publisher in (
        (HARBOUR, "Harbours are closing", "All walls along the quay were closed on Monday.", "en", "Ledger"),
        (HAFEN, "Der Hafen bleibt zu", "Die Mauern am Kai waren am Montag geschlossen, walls nicht.", "de", "Bote"),
        (PORT, "Walled ports", "A port with one wall. The wall is old, they say.", "en", "Ledger"),
    ):
        one = article(url, title=title, body=body, language=language, subtitle=None, published_at=NOON - timedelta(hours=1))
        load_pages(news, Page(one, feed=publisher, publisher=publisher))
    return news


def test_words_match_by_the_rules_of_each_articles_language(filled: News) -> None:
    assert found(filled, words="walls") == [PORT, HAFEN, HARBOUR]
    assert found(filled, words="walling") == [PORT, HARBOUR]  # By German rules that is another word.
    assert found(filled, words="mauer") == [HAFEN]
    assert found(filled, words="wall -quay")[0] == PORT
    assert found(filled, words="the of") == []
    assert found(filled, words="bours are clo") == [HARBOUR]  # A part of the title.


def test_choices_narrow_a_search_and_pages_follow_each_other(filled: News) -> None:
    assert found(filled) == [PORT, HAFEN, HARBOUR]
    assert found(filled, most=2) == [PORT, HAFEN]
    assert found(filled, words="walls", most=1) == [PORT]
    assert found(filled, words="walls", publisher="Ledger") == [PORT, HARBOUR]
    assert found(filled, words="walls", publisher="Nobody") == []
    assert found(filled, words="walls", language="de") == [HAFEN]
    (seq,) = filled.query("select change_seq from news.articles where url = %s", HAFEN)[0]
    assert found(filled, words="walls", before=seq) == [HARBOUR]
    filled.query("update news.articles set published_at = now() - interval '40 days' where url = %s", PORT)
    assert PORT not in found(filled, words="walls", days=30)

"""When another reading of an article is another version, by whose doing, and what a version holds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from include.newsdesk.articles.article import Image
from tests.loading import NOON, Page, article, load_pages
from tests.postgres import News

LATER = NOON + timedelta(hours=1)
LEDGER = "select revision, cause, changed from news.article_revisions order by article_id, revision"


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"title": "Council does not meet after all tonight"}, ["title"]),
        ({"subtitle": "It took two nights."}, ["subtitle"]),
        ({"body": "Nothing was decided, and everybody went home before the rain came."}, ["body"]),
        ({"authors": ("Mara Lindqvist", "Jon Aske")}, ["authors"]),
        ({"agencies": ()}, ["agencies"]),
        ({"dateline": "QUAYSIDE"}, ["dateline"]),
        ({"section": "Politics"}, ["section"]),
        ({"tags": ("quay", "council", "night")}, ["tags"]),
        ({"language": "sv"}, ["language"]),
        ({"kind": "live blog"}, ["kind"]),
        ({"paywalled": True}, ["paywalled"]),
        ({"published_at": NOON - timedelta(hours=3)}, ["published_at"]),
        ({"lead_image": Image("https://img.ledger.example/crane.jpg")}, ["lead_image_url"]),
        ({"lead_image": None}, ["lead_image_url"]),
        ({"section": "Politics", "modified_at": NOON}, ["section", "modified_at"]),
    ],
)
def test_every_field_that_a_reader_can_see_makes_a_version(news: News, changes: dict[str, object], changed: list[str]) -> None:
    load_pages(news, Page(article()))
    assert load_pages(news, Page(article(**changes), LATER))["changed"] == 1
    assert news.query(LEDGER) == [(1, "first", []), (2, "publisher", changed)]


@pytest.mark.parametrize(
    "changes",
    [
        {"modified_at": NOON},
        {"modified_at": None},
        {"tags": ("council", "Quay", "quay")},
        {"lead_image": Image("https://img.ledger.example/quay.jpg?w=1280&sig=abc", "Another caption")},
        {"subtitle": "It  took all\u00a0night."},
        {"published_at": NOON - timedelta(hours=2) + timedelta(seconds=20)},
        {"published_at": None, "published_source": None},
        {"body": article().body + "\n\nUpdated 5 minutes ago | 17 comments"},
    ],
)
def test_what_moves_by_itself_makes_no_version(news: News, changes: dict[str, object]) -> None:
    load_pages(news, Page(article()))
    before = news.query("select change_seq, published_at, modified_at, published_confidence from news.articles")
    assert load_pages(news, Page(article(**changes), LATER))["unchanged"] == 1
    assert news.query(LEDGER) == [(1, "first", [])]
    assert news.query("select change_seq, published_at, modified_at, published_confidence from news.articles") == before


def test_a_version_shows_what_the_article_was(news: News) -> None:
    load_pages(news, Page(article()))
    load_pages(news, Page(article(section="Politics", tags=("night",), lead_image=None), LATER))
    load_pages(
        news, Page(article(section="Politics", tags=("night",), lead_image=None, title="A quiet night at the quay"), LATER)
    )
    columns = "revision, valid_from, valid_to, section, tags, lead_image_url, body = (select body from news.articles)"
    assert news.query(f"select {columns} from news.revisions order by revision") == [
        (1, NOON, LATER, "Local", ["quay", "council"], "https://img.ledger.example/quay.jpg?w=640", True),
        (2, LATER, LATER, "Politics", ["night"], None, True),
        (3, LATER, None, "Politics", ["night"], None, True),
    ]
    assert news.query("select count(body) from news.article_revisions") == [(1,)]


def test_first_seen_stays_and_change_seq_grows(news: News) -> None:
    load_pages(news, Page(article()))
    (first,) = news.query("select first_seen_at, change_seq, loaded_at from news.articles")
    load_pages(news, Page(article(title="A quiet night at the quay"), LATER))
    (second,) = news.query("select first_seen_at, change_seq, loaded_at from news.articles")
    assert (second[0], second[2]) == (first[0], first[2])
    assert second[1] > first[1]


def test_dates_carry_where_they_came_from_and_how_sure_they_are(news: News) -> None:
    load_pages(news, Page(article()))
    columns = "published_source, published_precision, published_confidence, modified_source, modified_confidence"
    assert news.query(f"select {columns} from news.articles") == [("json-ld", "minute", 0.95, "meta", 0.9)]


def test_an_older_capture_never_replaces_a_newer_one(news: News) -> None:
    load_pages(news, Page(article(title="The newest headline of them all"), LATER))
    assert load_pages(news, Page(article(), NOON))["unchanged"] == 1
    assert news.query("select title, revision from news.articles") == [("The newest headline of them all", 1)]


def test_a_capture_that_confirmed_a_version_counts_as_the_newest(news: News) -> None:
    load_pages(news, Page(article(), NOON))
    load_pages(news, Page(article(), LATER))
    assert (
        load_pages(news, Page(article(title="A headline that was gone by then"), NOON + timedelta(minutes=30)))["unchanged"] == 1
    )
    assert news.query(
        "select a.revision, a.captured_at, c.captured_at from news.articles a join news.confirmations c using (article_id)"
    ) == [(1, NOON, LATER)]


def test_the_same_capture_read_anew_is_the_parsers_doing(news: News) -> None:
    load_pages(news, Page(article()))
    load_pages(news, Page(article(), LATER))
    ((capture_id,),) = news.query("select capture_id from news.articles")
    better = article(authors=("Mara Lindqvist", "Jon Aske"), parser_version="2")
    assert load_pages(news, Page(better, NOON, capture_id=capture_id))["changed"] == 1
    assert news.query(LEDGER) == [(1, "first", []), (2, "parser", ["authors"])]
    assert load_pages(news, Page(better, NOON, capture_id=capture_id))["unchanged"] == 1


@pytest.mark.parametrize(
    ("page", "cause"),
    [
        (Page(article(section="X"), LATER, content=b"as before"), "parser"),
        (Page(article(section="X", parser_version="2"), LATER), "parser"),
        (Page(article(section="X", parser_version="2", modified_at=NOON), LATER), "publisher"),
        (Page(article(section="X"), LATER), "publisher"),
    ],
)
def test_who_caused_a_version(news: News, page: Page, cause: str) -> None:
    load_pages(news, Page(article(), content=b"as before"))
    load_pages(news, page)
    assert news.query("select cause from news.article_revisions where revision = 2") == [(cause,)]


def test_the_page_replaces_the_feeds_text_but_never_the_other_way_round(news: News) -> None:
    from_feed = article(body="A short text from the feed, which says less than the page does.", authors=())
    load_pages(news, Page(from_feed, NOON, source="feed"))
    load_pages(news, Page(article(), LATER))
    assert news.query(LEDGER) == [(1, "first", []), (2, "parser", ["body", "authors"])]
    load_pages(news, Page(from_feed, LATER + timedelta(hours=1), source="feed"))
    assert news.query("select revision, found ->> 'text' from news.articles") == [(2, "page")]


def test_articles_loaded_before_there_were_hashes_make_no_wave_of_versions(news: News) -> None:
    load_pages(news, Page(article()))
    news.query("update news.articles set version_hash = null")
    assert load_pages(news, Page(article(modified_at=NOON), LATER))["unchanged"] == 1
    assert news.query("select count(version_hash), max(revision) from news.articles") == [(1, 1)]


def test_of_two_pages_of_one_article_in_a_batch_the_newer_counts(news: News) -> None:
    url = article().url
    old = Page(article(title="The headline that stood there first"), NOON, link=url + "?page=1")
    new = Page(replace(article(), title="The headline that stands there now"), LATER, link=url + "?page=2")
    assert load_pages(news, old, new) | {"batch_id": 0} == {
        "batch_id": 0, "new": 1, "changed": 0, "unchanged": 1, "quarantined": 0, "copies": 0,
    }  # fmt: skip
    assert news.query("select title, revision from news.articles") == [("The headline that stands there now", 1)]


def test_the_search_column_follows_the_text_whoever_writes_it(news: News) -> None:
    stale = "select count(*) from news.articles where search is distinct from news.search_vector(language, title, subtitle, body)"
    load_pages(news, Page(article()), Page(article("https://ledger.example/pier")))
    load_pages(news, Page(article(subtitle="Nobody went home before dawn."), LATER))
    assert news.query(stale) == [(0,)]
    news.query("update news.articles set title = 'Lighthouse reopened', subtitle = null where url like '%%pier'")
    assert news.query(stale) == [(0,)]
    assert news.query("select url from news.articles where search @@ to_tsquery('news.english', 'lighthouse')") != []
    news.query("update news.articles set search = ''")
    news.query("update news.articles set search = null")
    assert news.query(stale) == [(0,)]

"""The pages inside the Airflow UI: who may see and change what, and what they show. Real Airflow users, real Postgres."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from backports import zstd

from include.newsdesk.stages.archive import archive_captures
from tests.postgres import News

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Using `httpx` with"),
]
FILL = """
insert into news.publishers (name, language) values ('The Gazette', 'en');
insert into ops.feeds (publisher_id, name, configured_url, url, host)
values (1, 'Gazette <World>', 'https://gazette.example/rss', 'https://gazette.example/rss', 'gazette.example');
insert into raw.captures (
  captured_at, kind, requested_url, final_url, status, headers, content_type, body, body_bytes, body_sha256)
values (
  now(), 'page', 'https://gazette.example/a', 'https://gazette.example/a', 200, '{}', 'text/html', %(page)s, 60, %(digest)s);
insert into news.articles (
  publisher_id, url, title, body, body_html, language, kind, word_count, published_at, first_seen_at, captured_at, confirmed_at,
  text_hash, capture_id, parser_version, revision)
values (
  1, 'https://gazette.example/harbour', 'Harbour <closed>', %(text)s, '<p>Ferries wait</p><script>alert(1)</script>',
  'en', 'article', 9, now(), now(), now(), now(), %(digest)s, 1, '1', 2);
insert into news.article_revisions (
  article_id, revision, valid_from, cause, changed, title, body, authors, text_hash, capture_id, parser_version)
values
  (1, 1, now(), 'first', '{}', 'Harbour open', %(text)s, '{}', %(digest)s, 1, '1'),
  (1, 2, now(), 'publisher', '{title}', 'Harbour <closed>', null, '{}', %(digest)s, 1, '1');
insert into ops.batches (cause) values ('poll');
insert into ops.entries (feed_id, entry_key, title, fingerprint, capture_id, first_seen_at, last_seen_at, changed_at, state)
values (1, 'a', 'A <challenge>', %(digest)s, 1, now(), now(), now(), 'quarantined');
insert into ops.quarantine (entry_id, batch_id, stage, reason, reasons, capture_id)
values (1, 1, 'fetch', 'page.challenge', '{page.challenge}', 1);
insert into ops.alerts (check_name, subject, severity, detail, look_at)
values ('feed.silent', 'Gazette <World>', 'warning', 'quiet for a day', 'marts.feed_health');
"""
STORY = """
insert into news.articles (
  publisher_id, url, title, body, body_html, language, kind, word_count, first_seen_at, captured_at, confirmed_at, text_hash,
  capture_id, parser_version)
values (
  1, 'https://gazette.example/ferries', 'Ferries wait', '', '', 'en', 'article', 0, now(), now(), now(), %(digest)s, 1, '1');
insert into news.stories (story_id, title, language, terms, method, first_at, last_at, articles, publishers)
values (1, 'Harbour', 'en', '{}', 'x', now(), now(), 2, 1);
insert into news.story_articles (article_id, story_id, similarity, joined_at) values (1, 1, 1, now()), (2, 1, 0.7, now());
"""


@pytest.fixture(scope="module")
def browsers(dagbag) -> Iterator[dict]:
    """A client for each kind of person: not logged in, a viewer, an admin."""
    from airflow.api_fastapi.app import create_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from newsdesk_web import pages

    manager = create_auth_manager()
    manager.init()
    outer = FastAPI()
    outer.mount("/newsdesk", pages.app)
    clients = {"nobody": TestClient(outer, follow_redirects=False)}
    for role in ("viewer", "admin"):
        token = manager.generate_jwt(SimpleAuthManagerUser(username=role, role=role))
        clients[role] = TestClient(outer, cookies={"_token": token}, follow_redirects=False)
    yield clients


@pytest.fixture
def filled(news: News) -> News:
    """One feed with a loaded article of two versions, and an entry in quarantine."""
    page = zstd.compress(b"<html><script>alert(1)</script><p>Just a moment</p></html>")
    values = {"page": page, "text": "The harbour of Oakmouth was closed.\n\nFerries wait outside.", "digest": bytes(32)}
    connection = psycopg2.connect(news.owner_url)
    with connection, connection.cursor() as cursor:
        cursor.execute(FILL, values)
    connection.close()
    return news


PAGES = ("", "feeds", "articles", "articles/1", "quarantine", "quarantine/1", "static/desk.css")
CHANGES = {
    "feeds/act": {"feed": "Gazette <World>", "action": "pause"},
    "feeds/add": {"url": "https://b.example/", "name": "B", "publisher": "B"},
}


def test_every_route_asks_for_a_login_and_a_role() -> None:
    from fastapi.routing import APIRoute
    from newsdesk_web import pages

    routes = [route for route in pages.app.routes if isinstance(route, APIRoute)]
    assert len(routes) == len(pages.app.routes) > 5
    for route in routes:
        needed = pages.READ if route.methods == {"GET"} else pages.CHANGE
        assert needed[0] in route.dependencies, route.path


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_for_those_who_are_logged_in(browsers: dict, filled: News, page: str) -> None:
    assert browsers["nobody"].get(f"/newsdesk/{page}").status_code == 401
    for person in ("viewer", "admin"):
        answer = browsers[person].get(f"/newsdesk/{page}")
        assert answer.status_code == 200, answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "<script>" not in answer.text


@pytest.mark.parametrize("path", CHANGES)
def test_only_those_who_may_change_things_change_them(browsers: dict, filled: News, path: str) -> None:
    before = filled.query("select name, state from ops.feeds order by name")
    assert browsers["nobody"].post(f"/newsdesk/{path}", data=CHANGES[path]).status_code == 401
    assert browsers["viewer"].post(f"/newsdesk/{path}", data=CHANGES[path]).status_code == 403
    other = {"sec-fetch-site": "cross-site"}
    assert browsers["admin"].post(f"/newsdesk/{path}", data=CHANGES[path], headers=other).status_code == 403
    assert filled.query("select name, state from ops.feeds order by name") == before
    assert browsers["admin"].post(f"/newsdesk/{path}", data=CHANGES[path]).status_code == 303
    assert filled.query("select name, state from ops.feeds order by name") != before


def test_what_a_viewer_may_not_do_is_not_offered(browsers: dict, filled: News) -> None:
    assert "Pause" in browsers["admin"].get("/newsdesk/feeds").text
    assert "<button" not in browsers["viewer"].get("/newsdesk/feeds").text


def test_an_article_is_found_by_its_words_which_are_marked(browsers: dict, filled: News) -> None:
    found = browsers["viewer"].get("/newsdesk/articles", params={"words": "ferry", "language": "en"}).text
    assert "Harbour &lt;closed&gt;" in found
    assert "<mark>Ferries</mark>" in found
    assert "No article matches" in browsers["viewer"].get("/newsdesk/articles", params={"words": "ferry -harbour"}).text


def test_an_article_shows_what_its_publisher_changed(browsers: dict, filled: News) -> None:
    page = browsers["viewer"].get("/newsdesk/articles/1").text
    assert "<del>open</del>" in page
    assert "<ins>&lt;closed&gt;</ins>" in page
    assert "<p>Ferries wait</p>" in page


def test_an_article_leads_to_others_on_the_same_event(browsers: dict, filled: News) -> None:
    assert "On the same event" not in browsers["viewer"].get("/newsdesk/articles/1").text
    connection = psycopg2.connect(filled.owner_url)
    with connection, connection.cursor() as cursor:
        cursor.execute(STORY, {"digest": bytes(32)})
    connection.close()
    assert '<a href="2">Ferries wait</a>' in browsers["viewer"].get("/newsdesk/articles/1").text


def test_a_captured_page_is_shown_as_text(browsers: dict, filled: News) -> None:
    page = browsers["viewer"].get("/newsdesk/quarantine/1").text
    assert "&lt;script&gt;alert(1)" in page
    assert "page.challenge" in page


def test_a_captured_page_is_shown_from_the_archive_or_the_page_says_why_not(
    browsers: dict, filled: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSDESK_ARCHIVE_URL", str(tmp_path))
    filled.query("update raw.captures set captured_at = captured_at - interval '100 days'")
    assert archive_captures()["captures"] == 1
    assert filled.query("select count(*) from raw.captures") == [(0,)]
    page = browsers["viewer"].get("/newsdesk/quarantine/1").text
    assert "&lt;script&gt;alert(1)" in page
    assert "ops.archived_captures" in page
    for file in tmp_path.rglob("*.warc.gz"):
        file.unlink()
    assert "in an archive that can&#39;t be read now" in browsers["viewer"].get("/newsdesk/quarantine/1").text
    filled.query("delete from ops.archived_captures")
    assert "no longer kept" in browsers["viewer"].get("/newsdesk/quarantine/1").text


def test_what_is_set_aside_is_tried_again_by_those_who_may(browsers: dict, filled: News) -> None:
    choice = {"reason": "page.challenge", "publisher": "The Gazette"}
    assert "Try these again" in browsers["admin"].get("/newsdesk/quarantine", params=choice).text
    assert browsers["viewer"].post("/newsdesk/quarantine/retry", data=choice).status_code == 403
    looked = browsers["admin"].post("/newsdesk/quarantine/retry", data=choice | {"dry_run": "true"})
    assert "0+of+0+stored+pages+that+were+read+would+pass+now%3B+1+would+be+fetched." in looked.headers["location"]
    assert filled.query("select count(*) from ops.batches where cause = 'retry'") == [(0,)]
    answer = browsers["admin"].post("/newsdesk/quarantine/retry", data=choice)
    assert "1+tried+again" in answer.headers["location"]
    assert filled.query("select count(*) from ops.batches where cause = 'retry'") == [(1,)]


def test_what_is_not_there_is_said(browsers: dict, filled: News) -> None:
    for page in ("articles/99", "quarantine/99"):
        answer = browsers["viewer"].get(f"/newsdesk/{page}")
        assert answer.status_code == 404
        assert "../static/desk.css" in answer.text


def test_a_refused_feed_is_explained(browsers: dict, filled: News) -> None:
    answer = browsers["admin"].post("/newsdesk/feeds/add", data={"url": "ftp://x", "name": "C", "publisher": "C"})
    assert re.search(r"Not\+added", answer.headers["location"])
    shown = browsers["admin"].get(f"/newsdesk/feeds/{answer.headers['location']}")
    assert "Not added" in shown.text


def test_the_overview_says_what_is_wrong_and_which_views_say_so(browsers: dict, filled: News) -> None:
    page = browsers["viewer"].get("/newsdesk/").text
    assert "1 entry is in quarantine" in page
    assert "Gazette &lt;World&gt;: quiet for a day" in page
    assert re.search(r"<code>marts\.feed_health</code>", page)


def test_each_page_names_views_that_exist(browsers: dict, filled: News) -> None:
    for page in PAGES[:-1]:
        for name in re.findall(r"<code>([a-z]+\.[a-z_]+)</code>", browsers["viewer"].get(f"/newsdesk/{page}").text):
            assert filled.query("select to_regclass(%s) is not null", name) == [(True,)], name

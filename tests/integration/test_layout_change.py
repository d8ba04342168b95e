"""A publisher of the sample newsroom changes its template: flagged at once, and mended by a rule and a replay."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from include.newsdesk.local.newsroom.editions import Article, first_wave
from include.newsdesk.local.newsroom.pages import article_page
from include.newsdesk.local.newsroom.publishers import load_publishers
from tests.postgres import News
from tests.stored import FIRST, balance, ingest, store_pages

ROOT = Path(__file__).parents[2]
RULE = """\
publisher: Talblick Zeitung
hosts: [{host}]
layouts:
  - valid_from: 2020-01-01
    authors: div.x7-who
"""
REPLAY = """\
from include.newsdesk.stages.replay import Choice, replay_articles
replay_articles("relaunch", Choice(publishers=["Talblick Zeitung"]))
"""
BEFORE, AFTER = 24, 6


@pytest.fixture(scope="module")
def edition() -> dict[str, list[Article]]:
    """Thirty articles each of two publishers, without any planned trouble."""
    publishers = [replace(one, base_url=f"https://{one.domain}") for one in load_publishers()]
    plain = [
        one for one in first_wave(publishers, 1, 220, FIRST) if one.trouble is None and one.copy_of is None and not one.query
    ]
    keys = ("talblick", "harbour-ledger")
    return {key: [one for one in plain if one.publisher.key == key][: BEFORE + AFTER] for key in keys}


def pages(articles: list[Article], relaunched: bool = False) -> dict[str, bytes]:
    """Render articles, after the relaunch with names where nobody looks for them."""
    found = {}
    for one in articles:
        html = article_page(one, articles[:9]).body.decode()
        if relaunched:
            html = re.sub(r'<meta name="author"[^>]*>\n', "", html)
            names = " / ".join(one.authors)
            html = re.sub(r'<div class="autorzeile">.*?</div>', "", html)
            html = html.replace('<div class="schlagworte">', f'<div class="x7-who">{names}</div><div class="schlagworte">')
        found[one.link] = html.encode()
    return found


def authors(news: News, publisher: str) -> dict[str, list[str]]:
    return dict(
        news.query("select url, authors from news.articles join news.publishers using (publisher_id) where name = %s", publisher)
    )


def test_a_changed_template_is_flagged_in_its_first_batch_and_mended_by_a_rule_and_a_replay(
    news: News, edition: dict[str, list[Article]], tmp_path: Path
) -> None:
    for articles in edition.values():
        assert len(articles) == BEFORE + AFTER
        ingest(store_pages(pages(articles[:BEFORE]), articles[0].publisher.name, news=news))
    assert news.query("select count(*) from marts.drift") == [(0,)]

    later = FIRST + timedelta(hours=1)
    for key, articles in edition.items():
        html = pages(articles[BEFORE:], relaunched=key == "talblick")
        ingest(store_pages(html, articles[0].publisher.name, news=news, at=later))
    assert news.query("select publisher, measure, usual_share, share, articles from marts.drift") == [
        ("Talblick Zeitung", "authors", 1, 0, AFTER)
    ]
    assert balance(news)[3:] == (0, 0, 0)
    truth = {one.canonical_url: list(one.authors) for one in edition["talblick"]}
    relaunched = {one.canonical_url for one in edition["talblick"][BEFORE:]}
    assert {url for url, names in authors(news, "Talblick Zeitung").items() if names != truth[url]} == relaunched

    replay_with_rule(tmp_path, RULE.format(host=edition["talblick"][0].publisher.domain))
    assert authors(news, "Talblick Zeitung") == truth
    revised = (
        "select a.url, r.cause from news.article_revisions as r join news.articles as a using (article_id) where r.revision > 1"
    )
    assert set(news.query(revised)) == {(url, "parser") for url in relaunched}
    assert news.query("select count(*) from marts.drift") == [(1,)]


def replay_with_rule(folder: Path, rule: str) -> None:
    """Run the replay of a copy of the code to which a contributor has added a rule."""
    shutil.copytree(ROOT / "include", folder / "include", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "include/newsdesk/articles/publishers/talblick.yaml").write_text(rule, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", REPLAY], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

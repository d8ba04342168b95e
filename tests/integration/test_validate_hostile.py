"""Validation under attack: one bad row among many, rows that mean harm, a judge that breaks, a site that changed its layout."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from include.newsdesk.quality import SuiteBroken, judge
from include.newsdesk.stages import batches, fetch, load, parse, poll, validate
from include.newsdesk.stages.catalogue import sync_feeds
from include.newsdesk.stages.checks import run_checks
from tests.postgres import News
from tests.staged import GOOD, staged
from tests.torture import TortureServer, send

PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in GOOD["en"]["body"].split("\n\n"))
STATES = "select state, count(*) from staging.pages group by state"


def test_d60_of_a_thousand_rows_one_bad_one_is_rejected_and_no_other() -> None:
    rows = [staged() for _ in range(999)]
    rows.insert(500, staged(title=None))
    verdict = judge(rows)
    assert [(key, [failure.reason for failure in failures]) for key, failures in verdict.rejected.items()] == [
        (rows[500]["staged_id"], ["title.missing"])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "'; drop table news.articles; --",
        "100 % of %s and %(name)s",
        "{0} {x} ${x}",
        "(a+)+$",
        "\\",
        '"',
        "[" * 5_000,
        "a" * 50_000 + "!",
    ],
    ids=["quotes", "per cent", "braces", "regex", "backslash", "double quote", "brackets", "long"],
)
def test_d62_no_value_is_read_as_code_or_as_a_pattern(text: str) -> None:
    body = f"{GOOD['en']['body']}\n\n{text}"
    rows = [staged(body=body), staged(title=text, url=text, image_url=text), staged()]
    verdict = judge(rows)
    assert rows[0]["staged_id"] not in verdict.rejected
    assert "url.invalid" in [failure.reason for failure in verdict.rejected[rows[1]["staged_id"]]]
    assert rows[2]["staged_id"] not in verdict.rejected | verdict.warned


@pytest.fixture
def site(news: News, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TortureServer]:
    """A feed of three articles with the same good text under different titles."""
    monkeypatch.setenv("NEWSDESK_ALLOW_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("NEWSDESK_ALLOW_ANY_PORT", "true")
    monkeypatch.setenv("NEWSDESK_HOST_DELAY_SECONDS", "0")
    with TortureServer({}) as server:
        publish(server, PARAGRAPHS, range(3))
        feed = {"name": "one", "url": server.url("/feed"), "publisher": "Harbour Post", "language": "en", "country": "GB"}
        path = tmp_path / "feeds.yaml"
        path.write_text(yaml.safe_dump([feed]), encoding="utf-8")
        sync_feeds(news.loader_url, path)
        yield server


def publish(server: TortureServer, markup: str, numbers: range) -> None:
    items = "".join(
        f"<item><title>Storm {number} hits the coast</title><link>{server.url(f'/news/{number}')}</link></item>"
        for number in numbers
    )
    server.routes["/feed"] = send(f"<rss version='2.0'><channel><title>H</title>{items}</channel></rss>".encode())
    for number in numbers:
        title = f"Storm {number} hits the coast"
        html = f"<html lang=en><title>{title}</title><body><article><h1>{title}</h1>{markup}</article>"
        server.routes[f"/news/{number}"] = send(html.encode(), ("Content-Type", "text/html"))


def parsed_batch() -> dict[str, int]:
    poll.plan_shards(force=True)
    poll.poll({"shard": 0, "shards": 1})
    (batch_id,) = batches.batch_entries()
    return parse.parse(fetch.fetch(batch_id))


def test_d61_when_rows_can_not_be_judged_none_passes_and_the_batch_stays(site: TortureServer, news: News) -> None:
    batch = parsed_batch()
    spoil = "update staging.pages set article = article || %s where page_id = (select min(page_id) from staging.pages)"
    news.query(spoil, '{"kind": "essay"}')
    with pytest.raises(SuiteBroken):
        validate.validate(batch)
    assert news.query(STATES) == [("parsed", 3)]

    news.query(spoil, '{"kind": "article"}')
    assert load.load(validate.validate(batch))["new"] == 3


def test_d63_a_site_that_changed_its_layout_loses_nothing_but_time(site: TortureServer, news: News) -> None:
    publish(site, "<p>Please enable the new reader.</p>", range(3, 7))
    batch = validate.validate(parsed_batch())
    assert (batch["valid"], batch["quarantined"]) == (0, 4)
    rows = news.query("select stage, reason, capture_id is not null from ops.quarantine")
    assert set(rows) == {("validate", "page.not_an_article", True)}
    assert news.query("select quarantined, difference from ops.balance") == [(4, 0)]
    [alarm] = (one for one in run_checks() if one["check_name"] == "articles.rejected")
    assert (alarm["success"], alarm["detail"]) == (False, "4 of 4 articles were rejected")

    publish(site, PARAGRAPHS, range(7, 8))
    assert load.load(validate.validate(parsed_batch()))["new"] == 1

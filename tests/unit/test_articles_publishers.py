"""Publisher rules: dates of validity, selectors, drift, and refusal of broken files."""

from datetime import UTC, date, datetime

import pytest

from include.newsdesk.articles import Article, extract_article
from include.newsdesk.articles.publishers.rules import Rule, all_rules, rule_for, rules_in
from include.newsdesk.articles.publishers.selectors import path_of

LAYOUT = {"valid_from": date(2024, 1, 1), "title": "h1.head"}


def test_every_rule_file_is_readable_and_names_its_hosts() -> None:
    assert len({rule.publisher for rule in all_rules()}) >= 15
    assert all(rule.hosts and rule.selectors for rule in all_rules())


@pytest.mark.parametrize(
    "document",
    [
        {"publisher": "X", "hosts": ["x.example"], "layouts": [LAYOUT], "more": 1},
        {"publisher": "X", "hosts": ["x.example"], "layouts": [{**LAYOUT, "headline": "h1"}]},
        {"publisher": "X", "hosts": ["x.example"], "layouts": [{**LAYOUT, "body": "div:first-child"}]},
    ],
)
def test_file_with_an_unknown_key_field_or_selector_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unknown|selector"):
        rules_in("x.yaml", document)


def test_layout_holds_from_its_first_to_its_last_day() -> None:
    rules = [rule for rule in all_rules() if "apnews.com" in rule.hosts]
    before, within = datetime(2001, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    assert rule_for("https://apnews.com/a", before) is None
    assert rule_for("https://www.apnews.com/a", within) in rules
    assert rule_for("https://notapnews.com/a", within) is None


def test_body_of_a_rule_that_disagrees_with_the_generic_one_tells_of_drift() -> None:
    rule = Rule("X", ("x.example",), date(2024, 1, 1), None, {})
    article = Article(url="u", canonical_url="u", body="The reservoir is full.\n\nNobody complains.")
    assert rule.found(article, {"body": "The reservoir is full."})["body"].confidence > 0.9
    assert "drift" in rule.found(article, {"body": "Cookies and terms of use."})["body"].source


def test_rule_that_finds_nothing_leaves_the_generic_article() -> None:
    html = (
        b"<html><body><article><h1>Reservoir full</h1><p>"
        + b"The board said on Monday that the water is at its mark again. " * 5
        + b"</p></article></body></html>"
    )
    ruled = extract_article(html, "https://apnews.com/article/x")
    assert ruled == extract_article(html, "https://apnews.com/article/x", publisher_rules=False)


@pytest.mark.parametrize(
    ("selector", "path"),
    [
        ("h1", "//h1"),
        ("div.a > p", "//div[contains(concat(' ', normalize-space(@class), ' '), ' a ')]/p"),
        ("#x a", "//*[@id='x']//a"),
        ('meta[name="date"]', "//meta[@name='date']"),
        ('a[href*="/tag/"]', "//a[contains(@href, '/tag/')]"),
    ],
)
def test_selector_becomes_a_path(selector: str, path: str) -> None:
    assert path_of(selector) == path


@pytest.mark.parametrize("selector", ["", "p:first-child", "div >", "a + b", "p::text"])
def test_selector_beyond_the_known_ones_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="not a selector"):
        path_of(selector)

"""Every golden page gives exactly what is recorded beside it; clean HTML and text come from the same blocks."""

import json
import re
from pathlib import Path

import pytest

from include.newsdesk.articles import extract_article
from tests.golden_pages import PAGES, laid_out, page_url

CASES = sorted(PAGES.glob("*.html"))
PUBLISHERS = [page for page in CASES if page.stem.startswith("publisher_")]


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_page_gives_the_recorded_article(page: Path) -> None:
    html = page.read_bytes()
    golden = page.with_suffix(".json")
    assert golden.exists(), f"record it: python -m tests.bench.record_pages {page.stem}"
    assert laid_out(extract_article(html, page_url(html))) == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_html_holds_the_same_words_as_the_text_and_nothing_active(page: Path) -> None:
    html = page.read_bytes()
    article = extract_article(html, page_url(html))
    assert re.sub(r"\W+", "", re.sub(r"<[^>]+>|&\w+;", "", article.body_html)) == re.sub(
        r"\W+", "", re.sub(r"[&<>]", "", article.body)
    )
    assert set(re.findall(r"<(\w+)", article.body_html)) <= {
        "p",
        "h2",
        "ul",
        "li",
        "blockquote",
        "a",
        "b",
        "strong",
        "i",
        "em",
        "sub",
        "sup",
        "code",
        "mark",
        "q",
        "cite",
    }


@pytest.mark.parametrize("page", PUBLISHERS, ids=lambda page: page.stem)
def test_generic_extractor_reads_a_publisher_page_without_its_rule(page: Path) -> None:
    html = page.read_bytes()
    ruled = extract_article(html, page_url(html))
    generic = extract_article(html, page_url(html), publisher_rules=False)
    assert ruled.body in generic.body  # the generic text may open with the standfirst too
    assert generic.title == ruled.title


def test_there_is_a_golden_page_for_every_publisher_rule() -> None:
    rules = Path(extract_article.__globals__["__file__"]).parent / "publishers"
    assert {f"publisher_{rule.stem}" for rule in rules.glob("*.yaml")} == {page.stem for page in PUBLISHERS}
    assert len(PUBLISHERS) >= 15

"""The extractor in the child process of the parse stage: what a page may cost, and that its neighbours don't pay."""

import pytest

from include.newsdesk.articles import Article
from include.newsdesk.articles.page import MAX_BYTES, MAX_ELEMENTS
from include.newsdesk.stages.child import Done, ParserPool, SetAside

TARGET = "include.newsdesk.articles:extract_article"
TEXT = "The reservoir above Calder Moss is full again, six weeks earlier than last year, the board said on Monday. " * 3
GOOD = f"<html><body><article><h1>Reservoir full</h1><p>{TEXT}</p></article></body></html>".encode()
CROWDED = b"<html><body><article>" + b"<p>The water is at its mark.</p>" * (MAX_ELEMENTS - 10) + b"</article></body></html>"


def requests(*pages: bytes) -> list[dict[str, object]]:
    return [{"html": page, "url": f"https://daily.example/news/{number}"} for number, page in enumerate(pages)]


@pytest.mark.parametrize(
    ("limits", "reason"), [({"seconds": 0.1}, "parse.timeout"), ({"memory_mib": 60}, "parse.memory")], ids=["time", "memory"]
)
def test_page_over_a_limit_is_set_aside_and_its_neighbours_are_read(limits: dict[str, float], reason: str) -> None:
    with ParserPool(TARGET, workers=1, **limits) as pool:
        first, crowded, last = pool.map(requests(GOOD, CROWDED, GOOD))
    assert isinstance(crowded, SetAside)
    assert crowded.reason == reason
    for outcome in (first, last):
        assert isinstance(outcome, Done)
        assert isinstance(outcome.value, Article)
        assert outcome.value.body.startswith("The reservoir above Calder Moss")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<p>" + b"x" * MAX_BYTES, "page.too_large"),
        (b"<html><body>" + b"<div>" * 2_000 + GOOD, "page.too_deep"),
        (b"<html><body>" + b"<b>x</b>" * (MAX_ELEMENTS + 1), "page.too_many_nodes"),
    ],
    ids=["size", "depth", "nodes"],
)
def test_page_over_a_cap_is_set_aside_with_its_reason_within_the_real_limits(page: bytes, reason: str) -> None:
    with ParserPool(TARGET, workers=1, seconds=10, memory_mib=512) as pool:
        refused, good = pool.map(requests(page, GOOD))
    assert isinstance(refused, SetAside)
    assert refused.reason == reason
    assert isinstance(good, Done)


def test_largest_allowed_page_fits_the_real_memory_limit() -> None:
    page = b"<html><body><article>" + f"<p>{TEXT}</p>".encode() * 20_000 + b"</article></body></html>"
    with ParserPool(TARGET, workers=1, seconds=10, memory_mib=512) as pool:
        (outcome,) = pool.map(requests(page))
    assert isinstance(outcome, Done) or outcome.reason == "parse.timeout"

"""No input but an unreadable page raises: odd structured data, odd addresses, and random changes to golden pages."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from include.newsdesk.articles import UnreadablePage, extract_article
from tests.bench.fuzz_pages import mutate
from tests.golden_pages import PAGES

URL = "https://daily.example/2025/03/story"
GOLDEN = [page.read_bytes() for page in sorted(PAGES.glob("*.html"))]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "name",
                    "headline",
                    "author",
                    "image",
                    "url",
                    "datePublished",
                    "keywords",
                    "publisher",
                    "articleBody",
                    "hasPart",
                    "itemListElement",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_no_structured_data_raises(value: object) -> None:
    thing = {"@type": "NewsArticle", **(value if isinstance(value, dict) else {"x": value})}
    html = f'<html><head><script type="application/ld+json">{json.dumps(thing)}</script></head><body><p>Words.</p></body></html>'
    extract_article(html.encode(), URL)


@pytest.mark.parametrize("seed", range(60))
def test_changed_golden_page_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    try:
        article = extract_article(mutate(chance.choice(GOLDEN), chance), URL)
    except UnreadablePage as refusal:
        assert refusal.reason.startswith("page.")
    else:
        assert article.url == URL


def test_rest_of_the_page_in_an_unclosed_title_is_no_headline() -> None:
    rest = "Reservoir full - six weeks early | The Valley Daily: more " * 4000
    assert extract_article(f"<html><head><title>Reservoir full {rest}".encode(), URL).title is None


@pytest.mark.parametrize("attribute", ['href="http://["', 'href="//[::1"', 'href="data:x"', 'href=""'])
def test_odd_canonical_address_is_passed_over(attribute: str) -> None:
    assert (
        extract_article(
            f"<html><head><link rel=canonical {attribute}></head><body><p>Words.</p></body></html>".encode(), URL
        ).canonical_url
        == URL
    )

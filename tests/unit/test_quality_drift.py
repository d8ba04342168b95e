"""When a batch counts as drift, and when it is chance, too little or no change."""

import pytest

from include.newsdesk.quality.drift import COUNTS, changes, count, in_words, usual_words


def counts(pages: int, **others: int) -> dict[str, int]:
    """Counts of pages that have everything, but for what is given."""
    full = dict.fromkeys(COUNTS, pages) | {"rejected": 0, "other_layout": 0, "short": 0, "long": 0, "words": 400 * pages}
    return full | others


def drifting(usual: dict[str, int], sample: dict[str, int]) -> list[str]:
    return [change.measure for change in changes(usual, sample)]


def page(**others: object) -> dict[str, object]:
    whole = {name: "x" for name in ("authors", "published_at", "image", "section", "tags", "subtitle")}
    return {"kind": "article", "paywalled": False, "word_count": 400, "found": {}, "is_rejected": False, **whole, **others}


def test_a_field_that_every_article_had_and_none_has_drifts_within_five() -> None:
    assert drifting(counts(100), counts(5, authors=0)) == ["authors"]
    assert drifting(counts(100), counts(5, authors=5)) == []


@pytest.mark.parametrize(("missing", "found"), [(1, []), (4, ["authors"])])
def test_one_article_without_a_byline_is_no_drift(missing: int, found: list[str]) -> None:
    assert drifting(counts(100), counts(5, authors=5 - missing)) == found


def test_nobody_knows_what_is_usual_before_twenty_articles() -> None:
    assert drifting(counts(19), counts(10, authors=0)) == []
    assert drifting(counts(20), counts(10, authors=0)) == ["authors"]


def test_four_articles_say_nothing() -> None:
    assert drifting(counts(100), counts(4, authors=0)) == []


def test_a_field_that_half_of_the_articles_have_needs_a_longer_row_of_misses() -> None:
    usual = counts(100, authors=50)
    assert drifting(usual, counts(10, authors=0)) == []
    assert drifting(usual, counts(20, authors=0)) == ["authors"]


def test_a_sure_but_small_move_is_no_drift() -> None:
    assert drifting(counts(10_000), counts(5_000, authors=3_900)) == []
    assert drifting(counts(10_000), counts(5_000, authors=3_700)) == ["authors"]


def test_rejections_short_and_long_texts_and_a_rule_that_disagrees_drift_upwards() -> None:
    for measure in ("rejected", "short", "long", "other_layout"):
        assert drifting(counts(200), counts(6, **{measure: 6})) == [measure]
        assert drifting(counts(200, **{measure: 200}), counts(6)) == []


def test_a_field_that_appears_is_no_drift() -> None:
    assert drifting(counts(100, tags=0), counts(50)) == []


def test_pages_are_counted_by_what_they_have() -> None:
    pages = [
        page(),
        page(authors=[], word_count=199, is_rejected=True),
        page(word_count=801, found={"body": {"source": "rule x, layout drift"}}),
        page(kind="video", word_count=3),
        page(paywalled=True, word_count=3),
        page(kind="not_article", authors=[], is_rejected=True),
    ]
    assert count(pages, 400.0) == {
        "rows": 6, "rejected": 2, "pages": 5, "authors": 4, "published_at": 5, "image": 5, "section": 5, "tags": 5, "subtitle": 5,
        "other_layout": 1, "texts": 3, "words": 1400, "short": 1, "long": 1,
    }  # fmt: skip
    assert count(pages, None)["short"] == count(pages, None)["long"] == 0


def test_usual_length_needs_history() -> None:
    assert usual_words(counts(19)) is None
    assert usual_words(counts(20)) == 400


def test_changes_are_said_in_words() -> None:
    found = changes(counts(100), counts(10, authors=1, short=10))
    assert in_words(found) == "with authors: 100% before, 10% now; texts less than half as long as usual: 0% before, 100% now"

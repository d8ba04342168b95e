"""The demonstration's comparison of plan and warehouse."""

from datetime import UTC, datetime
from typing import Any

from include.newsdesk.local.arrivals import compare, mark_corrected


def planned(link: str, outcome: str = "loaded", copy_of: str | None = None, **more: Any) -> dict[str, Any]:
    return {"feed": "wire", "link": link, "title": "Tide", "outcome": outcome, "copy_of": copy_of, **more}


def entry(link: str, state: str = "loaded", title: str = "Tide", revision: int = 1) -> dict[str, Any]:
    return {"feed": "wire", "link": link, "state": state, "title": title, "revision": revision}


def test_everything_as_planned_leaves_nothing_missing() -> None:
    expected = [planned("/a"), planned("/b", "quarantined"), planned("/c", "duplicate", copy_of="/a")]
    found = compare(expected, [entry("/a"), entry("/b", "quarantined"), entry("/c", "duplicate")])
    assert found.missing == ()
    assert found.arrived == 3
    assert found.states == {"loaded": 1, "quarantined": 1, "duplicate": 1}


def test_an_entry_that_no_feed_showed_is_named() -> None:
    found = compare([planned("/a")], [])
    assert found.missing == ("wire: /a is not seen, planned loaded",)


def test_a_waiting_entry_is_missing() -> None:
    assert compare([planned("/a")], [entry("/a", "waiting")]).missing == ("wire: /a is waiting, planned loaded",)


def test_an_original_and_its_copy_may_swap_roles() -> None:
    expected = [planned("/a"), planned("/c", "duplicate", copy_of="/a")]
    assert compare(expected, [entry("/a", "duplicate"), entry("/c")]).missing == ()


def test_an_article_that_is_loaded_twice_is_named() -> None:
    expected = [planned("/a"), planned("/c", "duplicate", copy_of="/a")]
    assert compare(expected, [entry("/a"), entry("/c")]).missing == ("wire: /c is loaded, planned duplicate",)


def test_a_page_that_should_be_set_aside_but_was_loaded_is_named() -> None:
    assert len(compare([planned("/a", "quarantined")], [entry("/a")]).missing) == 1


def test_the_old_headline_of_a_corrected_article_is_named() -> None:
    found = compare([planned("/a", corrected=True)], [entry("/a", title="Tied")])
    assert found.missing == ("wire: /a has revision 1 titled 'Tied'",)


def test_a_corrected_text_under_the_same_headline_needs_a_second_revision() -> None:
    expected = [planned("/a", corrected=True)]
    assert len(compare(expected, [entry("/a")]).missing) == 1
    assert compare(expected, [entry("/a", revision=2)]).missing == ()


def test_only_older_articles_that_changed_count_as_corrected() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    before, then = "2026-03-01T10:00:00+00:00", "2026-03-01T12:00:00+00:00"
    entries = [
        {"published_at": before, "modified_at": before},
        {"published_at": before, "modified_at": then},
        {"published_at": then, "modified_at": then},
    ]
    assert [one["corrected"] for one in mark_corrected(entries, at)] == [False, True, False]

from pathlib import Path

import pytest

from include.newsdesk.errors import PermanentError
from include.newsdesk.feeds.catalogue import BadCatalogue, FeedConfig, parse_catalogue

GOOD = """\
- name: Harbour Gazette
  url: https://gazette.example/rss
  publisher: Gazette
  language: en-GB
  country: GB
- name: Nordlys
  url: https://nordlys.example/rss
  publisher: Nordlys
  language: no
  country: NO
  section: sport
  enabled: false
"""

# a change to the good catalogue | the line and the words that the message must hold
FAULTS = {
    "unknown key": (("publisher: Gazette", "publisherr: Gazette"), 3, ["'publisherr'", "use name, url, publisher"]),
    "key given twice": (("publisher: Gazette", "name: Gazette"), 3, ["'name'", "remove one"]),
    "key missing": (("  language: no\n", ""), 6, ["'language'", "add"]),
    "duplicate name": (("name: Nordlys", "name: harbour gazette"), 6, ["'name'", "line 1", "change or remove"]),
    "duplicate url": (("https://nordlys.example/rss", "http://www.gazette.example/rss/"), 6, ["'url'", "line 1"]),
    "no web address": (("https://gazette.example/rss", "gazette.example/rss"), 2, ["'url'", "https://"]),
    "address of a file": (("https://gazette.example/rss", "file:///etc/hosts"), 2, ["'url'", "https://"]),
    "number for text": (("name: Nordlys", "name: 24"), 6, ["'name'", "quotes"]),
    "truth value for text": (("section: sport", "section: yes"), 11, ["'section'", "quotes"]),
    "nothing for text": (("publisher: Gazette", "publisher:"), 3, ["'publisher'", "quotes"]),
    "list for text": (("name: Nordlys", "name: [Nordlys]"), 6, ["'name'", "must be text"]),
    "no language": (("language: en-GB", "language: English"), 4, ["'language'", "en"]),
    "no country": (("country: GB", "country: gb"), 5, ["'country'", "two capitals"]),
    "text for a truth value": (("enabled: false", "enabled: never"), 12, ["'enabled'", "true or false"]),
    "no block": (("- name: Nordlys", "- Nordlys\n- name: Nordlys"), 6, ["block of keys"]),
    "feed outside the list": (("- name: Nordlys", "name: Nordlys"), 6, ["not YAML", "indentation"]),
    "open quote": (("name: Nordlys", 'name: "Nordlys'), 13, ["not YAML", "quotes"]),
    "tab": (("  publisher: Gazette", "\tpublisher: Gazette"), 3, ["not YAML", "indentation"]),
}


def test_catalogue_is_read_in_its_order() -> None:
    assert parse_catalogue(GOOD, "feeds.yaml") == (
        FeedConfig("Harbour Gazette", "https://gazette.example/rss", "Gazette", "en-GB", "GB"),
        FeedConfig("Nordlys", "https://nordlys.example/rss", "Nordlys", "no", "NO", section="sport", enabled=False),
    )


@pytest.mark.parametrize(("change", "line", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_fault_is_named_with_file_line_key_and_cure(change: tuple[str, str], line: int, words: list[str]) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(BadCatalogue) as caught:
        parse_catalogue(text, "my/feeds.yaml")
    message = str(caught.value)
    for word in (f"my/feeds.yaml line {line})", *words):
        assert word in message
    assert isinstance(caught.value, PermanentError)


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_empty_catalogue_has_no_feeds(text: str) -> None:
    assert parse_catalogue(text, "feeds.yaml") == ()


def test_top_level_mapping_is_refused() -> None:
    with pytest.raises(BadCatalogue, match="write a list"):
        parse_catalogue("feeds:\n  - name: x\n", "feeds.yaml")


def test_feeds_that_come_with_newsdesk_are_in_order() -> None:
    catalogue = Path(__file__).parents[2] / "include" / "feeds.yaml"
    feeds = parse_catalogue(catalogue.read_text(encoding="utf-8"), str(catalogue))
    assert len(feeds) >= 40
    assert len({feed.language.split("-")[0] for feed in feeds}) >= 20

import pytest

from include.newsdesk.feeds.opml import BadOpml, Outline, parse_opml, render_opml

LISTED = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.1">
  <body>
    <outline text="News &amp; views">
      <outline text="Europe" title="Europa">
        <outline type="rss" text="Le Ph\xe1re" xmlUrl="https://phare.example/rss?a=1&amp;b=2" htmlUrl="https://phare.example/"/>
      </outline>
      <outline TEXT="Gazette" XMLURL="https://gazette.example/rss" language="en"/>
    </outline>
    <outline text="Again" xmlUrl="https://gazette.example/rss"/>
    <outline text="A note"/>
    <outline text="Not on the web" xmlUrl="file:///etc/hosts"/>
    <outline xmlUrl="https://untitled.example/rss"/>
  </body>
</opml>
"""


def test_list_is_read_with_its_groups() -> None:
    assert parse_opml(LISTED, "feeds.opml") == (
        Outline("Le Pháre", "https://phare.example/rss?a=1&b=2", "https://phare.example/", section="News & views/Europa"),
        Outline("Gazette", "https://gazette.example/rss", language="en", section="News & views"),
        Outline("https://untitled.example/rss", "https://untitled.example/rss"),
    )


def test_what_is_written_is_read_again() -> None:
    outlines = (
        Outline("Plain", "https://a.example/rss"),
        Outline('Quoted "& <marked>', "https://b.example/rss?x=1&y=2", "https://b.example/", "pt-BR", "Sport & play"),
        Outline("Same group", "https://c.example/rss", section="Sport & play"),
    )
    text = render_opml(outlines, "Feeds & more")
    assert parse_opml(text.encode(), "x.opml") == outlines
    assert text.count("<outline text=") == 1


def test_broken_list_gives_what_it_has() -> None:
    assert [outline.url for outline in parse_opml(LISTED[: LISTED.index(b"<outline TEXT")], "cut.opml")] == [
        "https://phare.example/rss?a=1&b=2"
    ]


@pytest.mark.parametrize("raw", [b"", b"plain words", b"<rss/>", b'{"a": 1}'])
def test_other_files_are_refused_by_name(raw: bytes) -> None:
    with pytest.raises(BadOpml, match="other.txt"):
        parse_opml(raw, "other.txt")

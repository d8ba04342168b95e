from include.newsdesk.feeds.discovery import USUAL_PLACES, Candidate, discover

URL = "https://www.gazette.example/news/"
PAGE = b"""<!DOCTYPE html><html><head>
<base href="https://www.gazette.example/en/">
<link rel="stylesheet" href="/feed.css">
<link REL="Alternate" TYPE="application/rss+xml; charset=utf-8" href="rss.xml" title=" Main news ">
<link rel="alternate home" type="application/atom+xml" href="//feeds.gazette.example/atom">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="feed" href="/h-feed">
</head><body>
<a href="/rss/sport">Sport <b>feed</b></a>
<a href="https://elsewhere.example/rss">Another site's</a>
<a href="/feedback">Feedback</a>
<a href="rss.xml">RSS</a>
</body></html>"""


def test_links_come_first_then_anchors_then_usual_places() -> None:
    found = discover(PAGE, URL)
    named = [candidate for candidate in found if candidate.found != "usual"]
    assert named == [
        Candidate("https://www.gazette.example/en/rss.xml", "Main news", "link"),
        Candidate("https://feeds.gazette.example/atom", None, "link"),
        Candidate("https://www.gazette.example/feed.json", None, "link"),
        Candidate("https://www.gazette.example/h-feed", None, "link"),
        Candidate("https://www.gazette.example/rss/sport", "Sport feed", "anchor"),
    ]
    assert found[: len(named)] == tuple(named)


def test_usual_places_are_guessed_on_the_site_itself_once_each() -> None:
    found = discover(b"", URL)
    assert [candidate.url for candidate in found] == [f"https://www.gazette.example{place}" for place in USUAL_PLACES]


def test_link_header_is_read_before_the_page() -> None:
    header = (
        '</a,b>; rel="next", <https://x.example/atom>; title="A; b, c"; rel="alternate"; type="application/atom+xml",'
        ' </rss>;rel=alternate;type=application/rss+xml, </style>; rel=alternate; type="text/css", <broken'
    )
    found = discover(PAGE, URL, header)
    assert found[:2] == (
        Candidate("https://x.example/atom", "A; b, c", "header"),
        Candidate("https://www.gazette.example/rss", None, "header"),
    )
    assert len({candidate.url for candidate in found}) == len(found)


def test_hostile_header_and_page_are_survived() -> None:
    assert discover(b"<a href='" * 20_000, URL, "<a>;" + "x=;" * 20_000)
    assert discover(b'<base href="http://[bad"><link rel="feed" href="/f">', URL)

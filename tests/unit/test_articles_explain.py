"""Why each field was chosen and each block kept or cut."""

import pickle

import pytest

from include.newsdesk.articles import explain_article, extract_article
from include.newsdesk.articles.blocks import Run, run_of_text
from include.newsdesk.articles.reasons import Reason
from include.newsdesk.articles.trim import trim
from tests.golden_pages import PAGES, page_url

URL = "https://daily.example/news/story"
LONG = "The reservoir above Calder Moss reached its summer level on Monday, six weeks earlier than last year, the board said."
MORE = "Engineers had lowered it in January to mend a sluice that had leaked since the floods, and the work took nineteen days."
HTML = f"""<html lang="en"><head><meta property="og:site_name" content="The Valley Daily"></head><body>
<nav><p>Sections of this paper and some more words about them</p></nav>
<main><article><h1>Reservoir full six weeks early</h1><p>{LONG}</p>
<div class="related"><p>Why the pumps ran day and night all last summer, in eleven charts</p></div>
<figure><img src="/a.jpg"><figcaption>The dam on Monday, seen from the western bank of the lake</figcaption></figure>
<p>{MORE}</p><p>Read more: <a href="/x">The pumps</a></p><p>Subscribe to our newsletter</p></article></main></body></html>"""


def run(text: str, **known: object) -> Run:
    made = run_of_text(text)
    for name, value in known.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (run("The pumps of Calder Moss", links=24), Reason.LINK),
        (run("Advertisement"), Reason.LABEL),
        (run("4 March 2025, 09:15"), Reason.DATE),
        (run("More: The pumps that ran all summer", links=29, before_link="More:"), Reason.LED_LINK),
        (run("Read also: the pumps"), Reason.READ_MORE),
        (run("To see this external content, allow cookies."), Reason.CONSENT),
        (run("Photo: Bo Lindgren"), Reason.CREDIT),
        (run("Sign up for our newsletter"), Reason.PROMOTION),
        (run("Reservoir full", kind="heading", tag="h2"), Reason.HEADLINE),
        (run("By Tess Arkwright"), Reason.BYLINE),
        (run(LONG), Reason.REPEAT),
        (run("Trending"), Reason.TAIL),
        (run("What the board says", kind="heading", tag="h3"), Reason.EMPTY_HEADING),
    ],
    ids=lambda value: value.code if isinstance(value, Reason) else "",
)
def test_cut_run_carries_its_reason(cut: Run, reason: Reason) -> None:
    runs = trim([run_of_text(LONG), run_of_text(MORE), cut], "Reservoir full", ("Tess Arkwright",))
    assert [one.cut for one in runs] == [None, None, reason]


def test_every_block_and_element_is_kept_or_cut_for_a_reason() -> None:
    explanation = explain_article(HTML.encode(), URL)
    assert explanation.article == extract_article(HTML.encode(), URL)
    assert [(part.text, part.cut) for part in explanation.blocks] == [
        ("Reservoir full six weeks early", Reason.HEADLINE),
        (LONG, None),
        (MORE, None),
        ("Read more: The pumps", Reason.LED_LINK),
        ("Subscribe to our newsletter", Reason.PROMOTION),
    ]
    assert [(part.what, part.cut) for part in explanation.elements] == [
        ("<nav>", Reason.TAG),
        ('<div "related">', Reason.NAME),
        ("<figure>", Reason.PICTURE),
    ]


def test_paragraph_beside_the_chosen_element_is_named() -> None:
    beside = "<section><p>A few words about the paper that stand beside the article itself</p></section>"
    explanation = explain_article(HTML.replace("</main>", f"</main>{beside}").encode(), URL)
    assert [part.text[:11] for part in explanation.elements if part.cut is Reason.OUTSIDE] == ["A few words"]


def test_found_covers_what_stands_around_the_text() -> None:
    found = extract_article(HTML.encode(), URL).found
    assert {name: found[name].source for name in ("kind", "publisher", "canonical_url", "lead_image", "title")} == {
        "kind": "little text",
        "publisher": "meta og:site_name",
        "canonical_url": "address",
        "lead_image": "first picture of the page",
        "title": "h1",
    }
    paid = HTML.replace("</head>", '<meta name="article:content_tier" content="locked"></head>')
    assert extract_article(paid.encode(), URL).found["paywalled"].source == "meta content tier"


def test_text_of_a_publisher_rule_is_explained_by_the_rule() -> None:
    html = (PAGES / "publisher_golem.html").read_bytes()
    explanation = explain_article(html, page_url(html))
    assert explanation.article.found["body"].source.startswith("rule")
    assert [part.text for part in explanation.blocks] == [block.text for block in explanation.article.blocks]


def test_explanation_crosses_a_process_border() -> None:
    explanation = explain_article(HTML.encode(), URL)
    assert pickle.loads(pickle.dumps(explanation)) == explanation  # noqa: S301

"""Which articles are one, which carry the text of another, and why; nothing is dropped."""

from datetime import timedelta

import pytest

from include.newsdesk.articles import Article
from tests.loading import NOON, Page, article, load_pages
from tests.postgres import News

LATER = NOON + timedelta(hours=1)
COPIES = """
select a.url, o.url, a.duplicate_reason from news.articles a left join news.articles o on o.article_id = a.duplicate_of
"""
A, B, C = (f"https://{name}.example/quay" for name in ("ledger", "meridian", "post"))


def copy_of(url: str, title: str | None = None, body: str | None = None, original: str = A) -> Article:
    """The text of another address under this one."""
    first = article(original)
    return article(url, title=title or first.title, body=body or first.body)


def copies(news: News) -> dict[str, tuple[str | None, str | None]]:
    return {url: (original, reason) for url, original, reason in news.query(COPIES)}


def test_the_same_text_under_another_address_of_the_publisher_is_a_copy(news: News) -> None:
    load_pages(news, Page(article(A)))
    counts = load_pages(news, Page(copy_of(A + "-2"), LATER))
    assert (counts["new"], counts["copies"]) == (1, 1)
    assert copies(news) == {A: (None, None), A + "-2": (A, "same_text")}
    assert news.query("select state from ops.entries order by entry_id") == [("loaded",), ("duplicate",)]


def test_a_trimmed_text_at_another_publisher_is_a_near_copy(news: News) -> None:
    load_pages(news, Page(article(A)))
    trimmed = copy_of(
        B, "Another headline for it", article(A).body.rpartition("\n\n")[0] + "\n\nMeridian adds a line of its own."
    )
    load_pages(news, Page(trimmed, LATER, "Meridian", "The Meridian"))
    assert copies(news)[B] == (A, "near_copy")
    ((similarity,),) = news.query("select duplicate_similarity from news.articles where duplicate_of is not null")
    assert 0.5 <= similarity < 1


def test_a_stub_with_the_same_title_is_the_same_article_within_a_publisher_and_a_week(news: News) -> None:
    title = "Harbour council sits until the morning"
    stub = "Read more in the paper."
    load_pages(news, Page(article(A, title=title)))
    load_pages(news, Page(article(A + "-stub", title=title.upper(), body=stub), LATER))
    elsewhere = "Nothing to see here at all, says the harbour master, and asks everybody to come back tomorrow."
    load_pages(news, Page(article(B, title=title, body=elsewhere), LATER, "Meridian", "The Meridian"))
    load_pages(news, Page(article(A + "-long-after", title=title, body="It was long ago."), NOON + timedelta(days=8)))
    load_pages(news, Page(article(A + "-in-full", title=title), LATER))
    assert {url: link for url, link in copies(news).items() if link[0]} == {A + "-stub": (A, "same_title")}


def test_copies_within_one_batch_point_to_the_first_seen(news: News) -> None:
    counts = load_pages(
        news,
        Page(copy_of(C), LATER, "Post", "The Post"),
        Page(article(A), NOON),
        Page(copy_of(B), NOON + timedelta(minutes=5), "Meridian", "The Meridian"),
    )
    assert counts["copies"] == 2
    assert copies(news) == {A: (None, None), B: (A, "same_text"), C: (A, "same_text")}


def test_an_original_that_is_loaded_late_takes_its_place(news: News) -> None:
    load_pages(news, Page(copy_of(B), LATER, "Meridian", "The Meridian"))
    load_pages(news, Page(copy_of(C), LATER, "Post", "The Post"))
    before = news.query("select max(change_seq) from news.articles")[0][0]
    load_pages(news, Page(article(A), NOON))
    assert copies(news) == {A: (None, None), B: (A, "same_text"), C: (A, "same_text")}
    assert news.query("select count(*) from news.articles where change_seq > %s", before) == [(3,)]


def test_a_copy_that_is_rewritten_is_an_original_again(news: News) -> None:
    load_pages(news, Page(article(A)))
    load_pages(news, Page(copy_of(B), NOON, "Meridian", "The Meridian"))
    load_pages(news, Page(article(B, title="Something of our own"), LATER, "Meridian", "The Meridian"))
    assert copies(news) == {A: (None, None), B: (None, None)}


def test_what_was_copied_stays_a_copy_when_the_original_is_rewritten(news: News) -> None:
    load_pages(news, Page(copy_of(A, original=C), NOON))
    load_pages(news, Page(copy_of(B, original=C), NOON, "Meridian", "The Meridian"))
    load_pages(news, Page(article(A), LATER))
    assert copies(news) == {A: (None, None), B: (A, "same_text")}


def test_an_article_that_is_filled_with_an_earlier_text_becomes_a_copy_and_its_copies_follow(news: News) -> None:
    load_pages(news, Page(article(A)))
    load_pages(news, Page(article(B), LATER, "Meridian", "The Meridian"))
    load_pages(news, Page(copy_of(C, original=B), LATER, "Post", "The Post"))
    assert copies(news)[C] == (B, "same_text")
    load_pages(news, Page(copy_of(B), LATER + timedelta(hours=1), "Meridian", "The Meridian"))
    assert copies(news) == {A: (None, None), B: (A, "same_text"), C: (A, "same_text")}


def test_a_change_of_metadata_leaves_a_copy_a_copy(news: News) -> None:
    load_pages(news, Page(article(A)))
    load_pages(news, Page(copy_of(B), NOON, "Meridian", "The Meridian"))
    moved = article(B, title=article(A).title, body=article(A).body, section="Elsewhere")
    assert load_pages(news, Page(moved, LATER, "Meridian", "The Meridian"))["copies"] == 1
    assert copies(news)[B] == (A, "same_text")


@pytest.mark.parametrize(
    "canonical",
    [
        "https://ledger.example/",
        "https://elsewhere.example/quay",
        "javascript:void(0)",
        "ftp://ledger.example/quay",
        "https://co.uk/quay",
        "",
    ],
)
def test_a_canonical_url_that_can_not_be_true_is_not_taken(news: News, canonical: str) -> None:
    load_pages(news, Page(article(A, canonical_url=canonical)))
    assert news.query("select url from news.articles") == [(A,)]


def test_a_canonical_url_on_the_same_domain_joins_addresses(news: News) -> None:
    load_pages(news, Page(article("https://amp.ledger.example/quay", canonical_url=A)), Page(article(A, canonical_url=A)))
    assert news.query("select url from news.articles") == [(A,)]
    assert {url for (url,) in news.query("select url from news.article_urls")} == {A, "https://amp.ledger.example/quay"}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_canonical_url_that_a_template_puts_everywhere_is_not_taken_for_long(news: News, at_once: bool) -> None:
    wrong = "https://ledger.example/template"
    pages = [Page(article(f"{A}-{n}", canonical_url=wrong), NOON + timedelta(minutes=n)) for n in range(6)]
    for some in [pages] if at_once else [[page] for page in pages]:
        load_pages(news, *some)
    own = {f"{A}-{n}" for n in (range(6) if at_once else range(3, 6))}
    assert {url for (url,) in news.query("select url from news.articles")} == own | (set() if at_once else {wrong})


def test_one_page_whose_title_changes_often_keeps_its_canonical_url(news: News) -> None:
    for n in range(6):
        page = article(A + "?edition=1", canonical_url=A, title=f"Ferry strike, day {n}: nothing moves")
        load_pages(news, Page(page, NOON + timedelta(hours=n)))
    assert news.query("select url, revision from news.articles") == [(A, 6)]

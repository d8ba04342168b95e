"""Single fields by construction: dates as written, bylines, captions, titles, tags, languages, addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml.html import fromstring

from include.newsdesk.articles import FeedHint, extract_article
from include.newsdesk.articles.captions import split_caption
from include.newsdesk.articles.dates import date_of_address, parse
from include.newsdesk.articles.names import split_names
from include.newsdesk.articles.written_dates import read_written

URL = "https://daily.example/news/story"
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The reservoir above Calder Moss reached its summer level on Monday, six weeks earlier than last year, the board said.",
        "Engineers had lowered it in January to mend a sluice that had leaked since the floods, and the work took nineteen days.",
        "The board now expects to supply all nine villages through August without the pumps that ran day and night last summer.",
    )
)


def page(head: str = "", top: str = "<h1>Reservoir full six weeks early</h1>", lang: str = "en") -> bytes:
    return f'<html lang="{lang}"><head>{head}</head><body><main><article>{top}{TEXT}</article></main></body></html>'.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 March 2025", "2025-03-04"),
        ("March 4th, 2025", "2025-03-04"),
        ("4. März 2025, 9:05 Uhr", "2025-03-04 09:05"),
        ("Le 3 mars 2020 à 14h30", "2020-03-03 14:30"),
        ("12 de abril de 2021", "2021-04-12"),
        ("27.04.2020 18:50", "2020-04-27 18:50"),
        ("2020年1月3日 下午3:05", "2020-01-03 15:05"),
        ("입력 2025.03.04. 오후 7:15", "2025-03-04 19:15"),
        ("4 มีนาคม 2568", "2025-03-04"),
        ("04 مارس 2025 - 07:15", "2025-03-04 07:15"),
        ("4 במרץ 2025", "2025-03-04"),
        ("5 марта 2021 г., 08:00", "2021-03-05 08:00"),
        ("13/04/2020", "2020-04-13"),
        ("03/04/2020", "2020-04-03"),
        ("Wed, 02 Feb 2022 09:12:22 GMT", "2022-02-02 09:12"),
    ],
)
def test_written_date_is_read(text: str, expected: str) -> None:
    written = read_written(text, month_first=False)
    assert written is not None
    assert written.at.strftime("%Y-%m-%d %H:%M" if written.clock else "%Y-%m-%d") == expected


@pytest.mark.parametrize(
    "text", ["", "in March", "room 4.12", "31 February 2025", "tel 030 2020 55", "13/13/2020", "99 March 2020"]
)
def test_text_without_a_full_date_gives_none(text: str) -> None:
    assert read_written(text, month_first=False) is None


def test_month_comes_first_where_the_page_is_american() -> None:
    written = read_written("03/04/2020", month_first=True)
    assert written is not None
    assert (written.at.month, written.at.day) == (3, 4)


def test_zone_abbreviation_is_kept() -> None:
    written = read_written("March 4, 2025, 7:15 a.m. EST", month_first=False)
    assert written is not None
    assert written.at.isoformat() == "2025-03-04T07:15:00-05:00"


@pytest.mark.parametrize(
    "text", ["2025-03-04T07:15:00Z", "2025-03-04 07:15:00.123 +0000", "20250304T071500Z", "1741072500", "2025-3-4T7:15"]
)
def test_machine_date_is_read_to_the_minute(text: str) -> None:
    parsed = parse(text)
    assert parsed is not None
    assert (parsed[0].replace(second=0, microsecond=0), parsed[1]) == (datetime(2025, 3, 4, 7, 15, tzinfo=UTC), "minute")


def test_midnight_counts_as_a_day_without_a_clock_time() -> None:
    parsed = parse("2025-03-04T00:00:00Z")
    assert parsed is not None
    assert parsed[1] == "day"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://daily.example/2025/03/04/story", "2025-03-04"),
        ("https://daily.example/news-2025-03-04.html", "2025-03-04"),
        ("https://daily.example/a20250304", "2025-03-04"),
        ("https://daily.example/article/202513", None),
        ("https://daily.example/id/12345678", None),
    ],
)
def test_date_in_the_address(url: str, day: str | None) -> None:
    moment = date_of_address(url)
    assert (moment.at.date().isoformat() if moment else None) == day


def test_date_after_the_fetch_is_not_believed() -> None:
    fetched = datetime(2025, 3, 5, tzinfo=UTC)
    html = page(
        '<meta property="article:published_time" content="2035-03-04T07:15:00Z">',
        "<h1>Reservoir full six weeks early</h1><p>4 March 2025</p>",
    )
    article = extract_article(html, URL, fetched_at=fetched)
    assert article.published_at == datetime(2025, 3, 4, tzinfo=UTC)
    assert article.published_precision == "day"


def test_zone_is_taken_from_the_source_that_names_it() -> None:
    html = page(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Reservoir full six weeks '
        'early","datePublished":"2025-03-04 07:15:00"}</script>'
        '<meta name="date" content="2025-03-04T07:15:00+01:00">'
    )
    published = extract_article(html, URL).published_at
    assert published is not None
    assert published.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Tess Arkwright and Bo Lindgren", ["Tess Arkwright", "Bo Lindgren"]),
        ("Von Mira Hollenbeck, Jonas Tiefental", ["Mira Hollenbeck", "Jonas Tiefental"]),
        ("Tess Arkwright, The Valley Daily", ["Tess Arkwright"]),
        ("Tess Arkwright, dpa", ["Tess Arkwright", "dpa"]),
        ("이서진 기자", ["이서진"]),
        ("Tess Arkwright | Senior Reporter", ["Tess Arkwright"]),
        ("https://daily.example/people/tess", []),
        ("admin", []),
        ("15:23", []),
    ],
)
def test_byline_is_split_into_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


def test_desk_in_structured_data_gives_way_to_the_person_in_the_page() -> None:
    html = page(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Reservoir full six weeks '
        'early","author":{"@type":"Organization","name":"The Valley Daily"}}</script>',
        '<h1>Reservoir full six weeks early</h1><div class="byline">By Tess Arkwright</div>',
    )
    article = extract_article(html, URL)
    assert article.authors == ("Tess Arkwright",)
    assert article.agencies == ()


@pytest.mark.parametrize(
    ("top", "authors"),
    [
        ("<div><span>By</span><span>Tess Arkwright</span></div>", ("Tess Arkwright",)),
        ("<div class='byline'><i>written by</i> <b>Tess Arkwright</b> <i>Former Deputy Editor</i></div>", ("Tess Arkwright",)),
        ("<div>Story: <a href='https://daily.example/authors/tess'>Tess Arkwright</a></div>", ("Tess Arkwright",)),
    ],
)
def test_byline_in_pieces_is_read(top: str, authors: tuple[str, ...]) -> None:
    assert extract_article(page(top=f"<h1>Reservoir full six weeks early</h1>{top}"), URL).authors == authors


def test_given_and_family_name_in_elements_of_their_own_are_one_name() -> None:
    top = (
        "<div class='bylines'><div class='name'><a rel='author' href='mailto:tess@daily.example'>"
        "<span class='firstname'>Tess</span> <span class='lastname'>Arkwright</span></a></div>"
        "<div class='name'><a rel='author' href='mailto:bo@daily.example'>"
        "<span class='firstname'>Bo Nils</span> <span class='lastname'>Lindgren</span></a></div></div>"
    )
    article = extract_article(page(top=f"<h1>Reservoir full six weeks early</h1>{top}"), URL)
    assert set(article.authors) == {"Tess Arkwright", "Bo Nils Lindgren"}


def test_shorter_form_in_the_byline_does_not_replace_the_declared_name() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Reservoir full six weeks early",'
        '"author":{"@type":"Person","name":"Tess Arkwright Holm"}}</script>'
    )
    top = "<h1>Reservoir full six weeks early</h1><div class='byline'>By Tess Arkwright</div>"
    assert extract_article(page(head, top), URL).authors == ("Tess Arkwright Holm",)


def test_agency_beside_the_sites_own_name_is_the_source() -> None:
    head = (
        '<meta property="og:site_name" content="The Valley Daily"><meta name="articleAuthor" content="Reuters">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Reservoir full six weeks early",'
        '"author":{"@type":"Organization","name":"The Valley Daily"}}</script>'
    )
    assert extract_article(page(head), URL).agencies == ("Reuters",)


def test_declared_single_name_wins_over_names_of_teasers_further_down() -> None:
    below = (
        f"<p>{'The board met again on Friday to talk about the pumps. ' * 4}</p>" * 3 + "<div class='author'>Bo Lindgren</div>"
    )
    html = page('<meta name="author" content="Mazi">').replace(b"</article>", below.encode() + b"</article>")
    assert extract_article(html, URL).authors == ("Mazi",)


def test_headline_that_the_page_declares_for_the_article_wins_over_the_shared_one() -> None:
    head = (
        '<meta property="og:title" content="Six weeks early: why the reservoir is full">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Reservoir full in May"}</script>'
    )
    assert (
        extract_article(page(head, "<h1>Six weeks early: why the reservoir is full</h1>"), URL).title == "Reservoir full in May"
    )


def test_agency_is_no_person() -> None:
    article = extract_article(page('<meta name="author" content="Reuters">'), URL)
    assert (article.authors, article.agencies) == ((), ("Reuters",))


@pytest.mark.parametrize(
    ("markup", "caption", "credits"),
    [
        (
            "<figcaption>The dam on Monday. (Photo: Tom Reed/Valley Press)</figcaption>",
            "The dam on Monday.",
            ("Tom Reed/Valley Press",),
        ),
        ("<figcaption>The dam on Monday. Foto: Tom Reed</figcaption>", "The dam on Monday.", ("Tom Reed",)),
        (
            "<figcaption>The dam on Monday <span class='credit'>Tom Reed | dpa</span></figcaption>",
            "The dam on Monday",
            ("Tom Reed", "dpa"),
        ),
        ("<figcaption>© Tom Reed</figcaption>", None, ("Tom Reed",)),
        ("<figcaption>The dam (AP Photo/Tom Reed)</figcaption>", "The dam", ("AP Photo/Tom Reed",)),
        ("<figcaption>The dam on Monday (archive picture)</figcaption>", "The dam on Monday (archive picture)", ()),
        ("<figcaption>저수지의 모습이다. 연합뉴스</figcaption>", "저수지의 모습이다.", ("연합뉴스",)),
    ],
)
def test_caption_is_split_from_its_credits(markup: str, caption: str | None, credits: tuple[str, ...]) -> None:
    assert split_caption(fromstring(f"<figure>{markup}</figure>")) == (caption, credits)


def test_feed_entry_fills_what_the_page_lacks() -> None:
    hint = FeedHint(
        title="Reservoir full", published_at=datetime(2025, 3, 4, 7, tzinfo=UTC), authors=("Tess Arkwright",), language="en-GB"
    )
    article = extract_article(page().replace(b' lang="en"', b""), URL, feed_entry=hint)
    assert article.published_at == hint.published_at
    assert article.authors == ("Tess Arkwright",)
    assert article.language == "en"
    assert article.found["published_at"].source == "feed entry"


def test_text_of_the_feed_is_used_where_the_page_has_none() -> None:
    hint = FeedHint(content_html=TEXT)
    article = extract_article(b"<html><body><div>Loading</div></body></html>", URL, feed_entry=hint)
    assert article.body.startswith("The reservoir above Calder Moss")
    assert article.found["body"].source == "feed entry"


def test_stuffed_key_words_are_no_tags() -> None:
    html = page(
        '<meta name="keywords" content="latest news, breaking news today, Calder Moss, _commerce, Page Type: Article, '
        'Subject: Water">'
    )
    assert extract_article(html, URL).tags == ("Calder Moss", "Water")


def test_wrong_language_label_is_overruled_by_the_words() -> None:
    german = (
        "Der Stausee über dem Moor hat am Montag seinen Stand erreicht, und die Leute in den Dörfern sind mit dem Ergebnis "
        "zufrieden. "
        "Die Arbeiten an dem Wehr dauerten neunzehn Tage, sagte der Leiter des Verbandes. "
    ) * 3
    html = f'<html lang="en"><body><article><h1>Stausee voll</h1><p>{german}</p></article></body></html>'.encode()
    assert extract_article(html, URL).language == "de"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Водохранилище над болотом достигло уровня на шесть недель раньше, чем в прошлом году, и это не первый раз. " * 4, "ru"),
        (
            "Rezervuarın seviyesi pazartesi günü bir yıl öncesine göre altı hafta erken doldu ve bu ilk kez olan bir şey. " * 4,
            "tr",
        ),
        (
            "وصل الخزان إلى مستواه الصيفي في يوم الاثنين، أي قبل ستة أسابيع من العام الماضي، على ما قال المجلس الذي يديره. " * 4,
            "ar",
        ),
    ],
)
def test_language_of_an_unlabelled_page_is_told_by_its_commonest_words(text: str, code: str) -> None:
    html = f"<html><body><article><h1>1</h1><p>{text}</p></article></body></html>"
    assert extract_article(html.encode(), URL).language == code


def test_canonical_address_of_the_front_page_is_not_believed() -> None:
    assert extract_article(page('<link rel="canonical" href="https://daily.example/">'), URL).canonical_url == URL


def test_c53_active_content_does_not_survive() -> None:
    html = page().replace(
        b"<p>The",
        b'<p onclick="x()"><a href="javascript:x()">click</a> <a href="https://a.example/b">link</a><script>x()</script> The',
    )
    markup = extract_article(html, URL).body_html
    assert "javascript" not in markup
    assert "onclick" not in markup
    assert "<script" not in markup
    assert '<a href="https://a.example/b"' in markup


def test_script_state_that_speaks_of_something_else_is_no_text() -> None:
    about = "The most complete news of the valley, with politics, sport and weather, updated every hour of the day. " * 8
    state = f'<script type="application/json">{{"section": {{"description": "{about}"}}}}</script>'
    html = f"<html><head><title>Reservoir full six weeks early</title></head><body><p>Loading</p>{state}</body></html>".encode()
    assert about[:40] not in extract_article(html, URL).body


@pytest.mark.parametrize(("times", "kind"), [(1, "not an article"), (3, "article")])
def test_one_long_paragraph_makes_an_article_where_nothing_declares_one(times: int, kind: str) -> None:
    text = TEXT.replace("<p>", "").replace("</p>", "<br>") * times
    article = extract_article(f"<html><body><h1>Reservoir full</h1><div><p>{text}</p></div></body></html>".encode(), URL)
    assert article.kind == kind

"""Bad articles made from good ones, one function a kind, named after what is wrong; and odd ones that must pass."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from include.newsdesk.quality import Failure, Verdict, judge
from tests.staged import FETCHED_AT, GOOD, staged

Article = dict[str, object]
KINDS: dict[str, tuple[str, str, Callable[[Article], Article]]] = {}


def poison(severity: str, reason: str) -> Callable[[Callable[[Article], Article]], Callable[[Article], Article]]:
    def register(kind: Callable[[Article], Article]) -> Callable[[Article], Article]:
        KINDS[kind.__name__] = (severity, reason, kind)
        return kind

    return register


def paragraphs(article: Article) -> list[str]:
    return str(article["body"]).split("\n\n")


# Addresses


@poison("reject", "url.missing")
def without_an_address(article: Article) -> Article:
    return {**article, "url": None}


@poison("reject", "url.invalid")
def address_without_a_scheme(article: Article) -> Article:
    return {**article, "url": "/2026/11/23/story"}


@poison("reject", "url.invalid")
def address_with_two_schemes(article: Article) -> Article:
    return {**article, "url": "https://https://news.example/2026/story"}


@poison("reject", "url.invalid")
def address_of_a_mail_box(article: Article) -> Article:
    return {**article, "url": "mailto:desk@news.example"}


@poison("reject", "url.invalid")
def address_with_a_template_variable(article: Article) -> Article:
    return {**article, "url": "https://news.example/{{ slug }}"}


@poison("reject", "url.invalid")
def address_on_a_bare_host(article: Article) -> Article:
    return {**article, "url": "https://articles/118230451"}


@poison("reject", "url.invalid")
def address_too_long_to_store(article: Article) -> Article:
    return {**article, "url": "https://news.example/" + "a" * 3000}


@poison("reject", "url.not_article")
def front_page_instead_of_an_article(article: Article) -> Article:
    return {**article, "url": "https://news.example/"}


@poison("reject", "url.not_article")
def front_page_of_a_language(article: Article) -> Article:
    return {**article, "url": "https://news.example/fr/index.html"}


@poison("reject", "url.not_article")
def redirected_to_the_login(article: Article) -> Article:
    return {**article, "url": "https://news.example/login?next=%2F2026%2Fstory"}


@poison("reject", "url.not_article")
def search_results(article: Article) -> Article:
    return {**article, "url": "https://news.example/search?q=bridge"}


@poison("reject", "url.not_article")
def page_of_a_tag(article: Article) -> Article:
    return {**article, "url": "https://news.example/tag/bridges"}


@poison("reject", "canonical.invalid")
def canonical_left_at_the_developers_machine(article: Article) -> Article:
    return {**article, "canonical_url": "http://localhost:3000/2026/story"}


@poison("reject", "canonical.not_article")
def canonical_names_the_front_page(article: Article) -> Article:
    return {**article, "canonical_url": "https://news.example/"}


@poison("warn", "canonical.foreign")
def canonical_on_another_site(article: Article) -> Article:
    return {**article, "canonical_url": "https://agency.example/wire/118230451"}


@poison("reject", "page.not_an_article")
def section_front(article: Article) -> Article:
    return {**article, "kind": "not_article"}


# Titles


@poison("reject", "title.missing")
def without_a_title(article: Article) -> Article:
    return {**article, "title": None}


@poison("reject", "title.missing")
def title_of_blanks(article: Article) -> Article:
    return {**article, "title": " \n\u00a0\t"}


@poison("reject", "title.too_short")
def title_of_dashes(article: Article) -> Article:
    return {**article, "title": "-- | --"}


@poison("reject", "title.too_long")
def title_that_is_the_whole_text(article: Article) -> Article:
    return {**article, "title": str(article["body"]) * 5}


@poison("reject", "title.generic")
def title_of_a_challenge(article: Article) -> Article:
    return {**article, "title": "Just a moment..."}


@poison("reject", "title.generic")
def title_of_a_refusal_with_the_site(article: Article) -> Article:
    return {**article, "title": f"Access Denied | {article['site_name']}"}


@poison("reject", "title.generic")
def title_of_an_error_in_french(article: Article) -> Article:
    return {**article, "title": "Page introuvable"}


@poison("reject", "title.generic")
def title_of_an_error_in_japanese(article: Article) -> Article:
    return {**article, "title": "ページが見つかりません"}


@poison("reject", "title.generic")
def title_of_the_subscription_form(article: Article) -> Article:
    return {**article, "title": "Subscribe"}


@poison("reject", "title.placeholder")
def title_from_a_template(article: Article) -> Article:
    return {**article, "title": "{{ article.headline }}"}


@poison("reject", "title.placeholder")
def title_undefined(article: Article) -> Article:
    return {**article, "title": "undefined"}


@poison("reject", "title.placeholder")
def title_that_is_an_address(article: Article) -> Article:
    return {**article, "title": str(article["url"])}


@poison("reject", "title.is_site_name")
def title_that_is_the_name_of_the_site(article: Article) -> Article:
    return {**article, "title": str(article["site_name"]).upper()}


@poison("reject", "title.is_site_name")
def title_that_is_the_domain(article: Article) -> Article:
    return {**article, "url": "https://www.harbourpost.example/2026/story", "title": "HarbourPost"}


@poison("reject", "title.markup")
def title_with_tags(article: Article) -> Article:
    return {**article, "title": f"<b>{article['title']}</b>"}


@poison("reject", "title.mojibake")
def title_in_the_wrong_character_set(article: Article) -> Article:
    return {**article, "title": "“Ñandú” se déclare à São Paulo".encode().decode("latin-1")}


@poison("warn", "title.entities")
def title_escaped_twice(article: Article) -> Article:
    return {**article, "title": f"{article['title']} &amp; more"}


@poison("warn", "title.cut_off")
def title_cut_off(article: Article) -> Article:
    return {**article, "title": f"{str(article['title'])[:20]}…"}


@poison("warn", "title.site_suffix")
def title_with_the_name_of_the_site(article: Article) -> Article:
    return {**article, "title": f"{article['title']} | {article['site_name']}"}


# Texts that are none


@poison("reject", "body.missing")
def without_a_text(article: Article) -> Article:
    return {**article, "body": None}


@poison("reject", "body.too_short")
def only_the_first_words(article: Article) -> Article:
    return {**article, "body": str(article["body"])[:45]}


@poison("reject", "body.too_short")
def only_the_title_again(article: Article) -> Article:
    return {**article, "body": article["title"]}


@poison("reject", "body.too_short_live")
def live_page_before_the_first_update(article: Article) -> Article:
    return {**article, "kind": "live", "body": "Last update 12:04"}


@poison("warn", "body.paywall_stub")
def paywalled_with_one_paragraph(article: Article) -> Article:
    return {**article, "paywalled": True, "body": paragraphs(article)[0]}


@poison("warn", "body.too_long")
def archive_in_one_page(article: Article) -> Article:
    length = len(str(article["body"]))
    return {**article, "body": "\n\n".join(f"{n}. {text}" for n in range(210_000 // length) for text in paragraphs(article))}


CHALLENGE = {
    "english": "Checking if the site connection is secure\n\nVerify you are human by completing the action below. The "
    "site needs to "
    "review the security of your connection before proceeding. Ray ID: 8f2e4c1a9b3d",
    "german": "Bitte bestätigen Sie, dass Sie ein Mensch sind\n\nUnser System hat ungewöhnliche Zugriffe aus Ihrem Netz "
    "festgestellt. Lösen Sie die Aufgabe, um fortzufahren. Danach werden Sie automatisch zur gewünschten Seite geleitet.",
    "russian": "Подтвердите, что вы не робот\n\nМы зарегистрировали подозрительный трафик из вашей сети. Чтобы продолжить, "
    "поставьте отметку в поле ниже, после чего страница откроется автоматически.",
    "chinese": "请完成安全验证后继续访问。系统检测到您的网络存在异常流量，为保障网站安全，请拖动滑块完成拼图。"
    "验证通过后页面将自动跳转，如长时间未跳转，请刷新页面重试，或者联系客服人员处理。",
}


@poison("reject", "body.challenge")
def challenge_in_english(article: Article) -> Article:
    return {**article, "body": CHALLENGE["english"]}


@poison("reject", "body.challenge")
def challenge_in_german(article: Article) -> Article:
    return {**article, "body": CHALLENGE["german"]}


@poison("reject", "body.challenge")
def challenge_in_russian(article: Article) -> Article:
    return {**article, "body": CHALLENGE["russian"]}


@poison("reject", "body.challenge")
def challenge_in_chinese(article: Article) -> Article:
    return {**article, "body": CHALLENGE["chinese"]}


@poison("reject", "body.consent")
def cookie_banner_in_german(article: Article) -> Article:
    text = "Wir verwenden Cookies, um Ihnen ein besseres Angebot zu machen und unsere Seiten zu finanzieren. "
    return {
        **article,
        "body": text + "Mit Ihrer Zustimmung werten wir aus, wie Sie unser Angebot nutzen, auch auf anderen Geräten. " * 2,
    }


@poison("reject", "body.consent")
def cookie_banner_in_spanish(article: Article) -> Article:
    text = "Nosotros y nuestros 214 socios utilizamos cookies propias y de terceros para mostrarle anuncios a su medida. "
    return {
        **article,
        "body": text + "Puede aceptar todas las cookies o configurar su elección en cualquier momento desde el pie de página.",
    }


@poison("reject", "body.privacy_notice")
def consent_form_of_some_length(article: Article) -> Article:
    text = (
        "Before you read on: we need your choice. Store and/or access information on a device. Actively scan device "
        "characteristics."
    )
    purposes = [
        f"Purpose {number}: your data can be used by vendors in this group to understand what you read." for number in range(40)
    ]
    return {**article, "body": "\n".join([text, *purposes])}


@poison("reject", "body.error_page")
def error_page_with_status_200(article: Article) -> Article:
    text = (
        "Sorry about that. The page you requested could not be found. It may have moved or its address may have changed "
        "since you "
    )
    return {
        **article,
        "body": text + "last came here. Try the search field at the top, or go back to the front page for "
        "the latest news from our desk.",
    }


@poison("reject", "body.error_page")
def stack_trace_instead_of_a_text(article: Article) -> Article:
    return {**article, "body": "Fatal error: Uncaught PDOException in /srv/www/story.php on line 41. " * 4}


@poison("reject", "body.error_page")
def blocked_by_region(article: Article) -> Article:
    text = (
        "451: Unavailable for legal reasons. We recognise that you are trying to reach this site from a country where a "
        "law on data "
    )
    return {
        **article,
        "body": text + "protection applies, and we cannot grant access at this time. For questions, write to the desk.",
    }


@poison("reject", "body.placeholder")
def filler_text(article: Article) -> Article:
    return {**article, "body": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt. " * 5}


@poison("reject", "body.placeholder")
def template_that_was_not_filled_in(article: Article) -> Article:
    return {**article, "body": "{{ article.body }}\n\n" + str(article["body"])}


@poison("reject", "body.binary")
def pdf_read_as_text(article: Article) -> Article:
    return {
        **article,
        "body": "%PDF-1.7\n4 0 obj << /Length 5 0 R /Filter /FlateDecode >> stream\n" + "x\u0153\u00b5\u2018; " * 80,
    }


@poison("reject", "body.binary")
def answer_of_an_interface(article: Article) -> Article:
    return {**article, "body": json.dumps({"status": "ok", "story": article["body"]}, ensure_ascii=False)}


@poison("reject", "body.teaser")
def teaser_with_a_link_to_the_rest(article: Article) -> Article:
    return {**article, "body": paragraphs(article)[0] + " [...]\n\nRead more »"}


@poison("reject", "body.teaser")
def teaser_in_german(article: Article) -> Article:
    return {**article, "body": paragraphs(article)[0] + " … Weiterlesen"}


@poison("reject", "body.teaser")
def teaser_of_a_blog_feed(article: Article) -> Article:
    return {
        **article,
        "body": f"{paragraphs(article)[0]}\n\nThe post {article['title']} appeared first on {article['site_name']}.",
    }


@poison("warn", "body.cut_off")
def text_cut_off(article: Article) -> Article:
    return {**article, "body": " ".join(paragraphs(article)[:2]) + " ..."}


@poison("warn", "body.subscribe_prompt")
def offer_instead_of_the_rest(article: Article) -> Article:
    return {
        **article,
        "body": "\n\n".join([*paragraphs(article)[:3], "Subscribe to continue reading. Already a subscriber? Log in."]),
    }


@poison("warn", "body.subscribe_prompt")
def offer_instead_of_the_rest_in_french(article: Article) -> Article:
    return {**article, "body": "\n\n".join([*paragraphs(article)[:3], "Cet article est réservé aux abonnés."])}


@poison("warn", "body.same_as_another")
def text_of_another_article(article: Article) -> Article:
    return {**article, "other_body_of": "https://en-news.example/2026/41"}


@poison("reject", "body.one_for_all")
def text_of_every_article(article: Article) -> Article:
    return {**article, "same_body_others": 40}


# Texts that are spoilt


@poison("reject", "body.boilerplate")
def more_boilerplate_than_text(article: Article) -> Article:
    lines = ["Sign up for our newsletter and never miss a story from your town.", "All rights reserved. No part may be copied.",
             "Follow us on every channel for the latest pictures.", "Advertisement", "Read next: related stories"]  # fmt: skip
    return {**article, "body": "\n".join([paragraphs(article)[0], *lines, *lines])}


@poison("reject", "body.repeated")
def text_twice(article: Article) -> Article:
    return {**article, "body": f"{article['body']}\n\n{article['body']}"}


@poison("reject", "body.repeated")
def text_twice_without_paragraphs(article: Article) -> Article:
    flat = " ".join(paragraphs(article))
    return {**article, "body": f"{flat} {flat}"}


@poison("warn", "body.repeated_paragraph")
def appeal_between_all_sections(article: Article) -> Article:
    appeal = "Help us to keep this site free for all of our readers."
    return {**article, "body": "\n\n".join(part for text in paragraphs(article) for part in (text, text[::-1], appeal))}


@poison("reject", "body.mojibake")
def utf_8_read_as_windows_1252(article: Article) -> Article:
    return {**article, "body": "“Größe”, sagt François, “ist für Łódź kein Maß.” ".encode().decode("cp1252", "replace") * 6}


@poison("reject", "body.mojibake")
def utf_8_read_as_latin_1(article: Article) -> Article:
    return {**article, "body": (GOOD["fr"]["body"] + GOOD["es"]["body"]).encode().decode("latin-1")}


@poison("reject", "body.mojibake")
def cyrillic_read_as_windows_1252(article: Article) -> Article:
    return {**article, "body": GOOD["ru"]["body"].encode().decode("cp1252", "ignore")}


@poison("reject", "body.mojibake")
def cyrillic_read_as_windows_1251(article: Article) -> Article:
    return {**article, "body": GOOD["ru"]["body"].encode().decode("cp1251", "ignore")}


@poison("reject", "body.mojibake")
def japanese_read_as_windows_1252(article: Article) -> Article:
    return {**article, "body": GOOD["ja"]["body"].encode().decode("cp1252", "ignore")}


@poison("reject", "body.mojibake")
def chinese_read_as_latin_1(article: Article) -> Article:
    return {**article, "body": GOOD["zh"]["body"].encode().decode("latin-1")}


@poison("reject", "body.mojibake")
def arabic_read_as_latin_1(article: Article) -> Article:
    return {**article, "body": GOOD["ar"]["body"].encode().decode("latin-1")}


@poison("reject", "body.mojibake")
def thai_read_as_latin_1(article: Article) -> Article:
    return {**article, "body": GOOD["th"]["body"].encode().decode("latin-1")}


@poison("reject", "body.mojibake")
def latin_1_read_as_utf_8(article: Article) -> Article:
    return {**article, "body": GOOD["de"]["body"].encode("cp1252").decode("utf-8", "replace")}


@poison("warn", "body.stray_mojibake")
def one_quotation_mark_broken(article: Article) -> Article:
    return {**article, "body": f"{article['body']}\n\nItâ€™s over."}


@poison("reject", "body.markup")
def raw_html(article: Article) -> Article:
    return {**article, "body": "\n".join(f'<p class="story">{text}</p>' for text in paragraphs(article))}


@poison("reject", "body.markup")
def json_ld_in_the_text(article: Article) -> Article:
    data = json.dumps({"@context": "https://schema.example", "@type": "NewsArticle", "headline": article["title"]})
    return {**article, "body": f"{paragraphs(article)[0]}\n{data}\n{paragraphs(article)[1]}"}


@poison("reject", "body.markup")
def script_in_the_text(article: Article) -> Article:
    script = (
        "window.adSlots = window.adSlots || []; window.adSlots.push(function () { document.getElementById('ad-3').remove(); });"
    )
    return {**article, "body": "\n".join([*paragraphs(article)[:2], script])}


@poison("reject", "body.markup")
def style_sheet_in_the_text(article: Article) -> Article:
    style = ".story-lead { font-weight: 700; margin: 0 0 1rem } @media (max-width: 40rem) { .story-lead { font-size: 1rem } }"
    return {**article, "body": "\n".join([style, *paragraphs(article)[:2]])}


@poison("warn", "body.stray_markup")
def one_tag_left_over(article: Article) -> Article:
    return {**article, "body": f"{article['body']}</p>"}


@poison("reject", "body.no_prose")
def menu_instead_of_the_text(article: Article) -> Article:
    sections = ["Home", "News", "Sport", "Weather", "Politics", "Business", "Culture", "Travel", "Science", "Opinion", "Video"]
    return {**article, "body": "\n".join(f"{section} {part}" for section in sections for part in ("today", "in pictures"))}


@poison("warn", "body.little_prose")
def list_of_links_under_one_sentence(article: Article) -> Article:
    links = "\n".join(f"Pictures of the week from our readers in town number {number}" for number in range(20))
    return {**article, "body": f"{article['body']}\n{links}"}


# Dates, language, image


@poison("reject", "published.future")
def published_next_week(article: Article) -> Article:
    return {**article, "published_at": FETCHED_AT + timedelta(days=7), "modified_at": None}


@poison("reject", "published.future")
def local_time_read_as_utc(article: Article) -> Article:
    return {**article, "published_at": FETCHED_AT + timedelta(hours=9), "modified_at": None}


@poison("reject", "published.implausible")
def published_at_the_epoch(article: Article) -> Article:
    return {**article, "published_at": datetime(1970, 1, 1, tzinfo=UTC), "modified_at": None}


@poison("reject", "published.implausible")
def published_in_the_year_one(article: Article) -> Article:
    return {**article, "published_at": datetime(1, 1, 1, tzinfo=UTC), "modified_at": None}


@poison("warn", "modified.future")
def modified_next_week(article: Article) -> Article:
    return {**article, "modified_at": FETCHED_AT + timedelta(days=7)}


@poison("warn", "modified.before_published")
def modified_years_before_it_was_published(article: Article) -> Article:
    return {**article, "modified_at": FETCHED_AT - timedelta(days=1200)}


@poison("warn", "language.unexpected")
def notice_in_another_language(article: Article) -> Article:
    return {**article, "feed_language": "nl"}


@poison("warn", "image.invalid")
def image_in_the_page(article: Article) -> Article:
    return {**article, "image_url": "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP"}


@poison("warn", "image.invalid")
def image_without_a_host(article: Article) -> Article:
    return {**article, "image_url": "/img/2026/picture.jpg"}


@poison("warn", "image.placeholder")
def image_of_the_site(article: Article) -> Article:
    return {**article, "image_url": "https://news.example/assets/site-logo.png?v=3"}


# Odd, and right


WITNESSES = [f"{n}. The bridge carried me to work for {n + 3} years, said a witness." for n in range(20)]
LONG = "\n\n".join([*paragraphs(staged()), *WITNESSES])
LANTERNS = [f"we counted {n} lanterns on the pier," for n in range(9)]
POEM = "\n".join(
    ["The tide came in, the tide went out,", "and nobody could say about", "what time the boats would go;", *LANTERNS]
)
UMLAUT = "hafen-böte"
PUNYCODE = UMLAUT.encode("idna").decode()
ODD: dict[str, Article] = {
    "without any date": staged(published_at=None, modified_at=None),
    "without an image, a language or a name": staged(image_url=None, language=None, publisher_name=None, site_name=None),
    "without a canonical address": staged(canonical_url=None),
    "paywall unknown": staged(paywalled=None),
    "video without a text": staged(kind="video", body=None),
    "gallery with a caption": staged(kind="gallery", body="All pictures: the desk."),
    "stub that says that it is one": staged(kind="stub", body="More in a few minutes."),
    "flash in Japanese": staged(
        "ja",
        body="三日午前六時ごろ、港町沖で漁船と貨物船が衝突した。漁船の乗組員三人は全員救助さ"
        "れ、けがはないという。海上保安部が当時の状況を詳しく調べている。続報が入り次第お伝えする。",
    ),
    "flash in Chinese": staged(
        "zh",
        body="江湾市气象台今天上午发布暴雨橙色预警，预计未来六小时全市降雨量将超过一百毫米。"
        "市防汛办要求各区做好低洼地带人员转移准备，渡轮与缆车暂停运营，学校提前放学。",
    ),
    "live page with one update": staged(
        kind="live",
        body="12:04 The first lorries have left the port. The police ask drivers to avoid the ring road until the evening.",
    ),
    "live page of a long day": staged(
        kind="live", body="\n".join(f"{n // 60:02}:{n % 60:02} Update {n} from the counting hall." for n in range(1440))
    ),
    "paywalled and complete": staged(paywalled=True),
    "story on challenge pages": staged(body=f"“Verify you are human”: the sentence meets readers on every third site.\n\n{LONG}"),
    "story on cookie banners": staged(
        body=f"Accept all cookies? We use cookies, says the banner, and the court disagrees.\n\n{LONG}"
    ),
    "story on an outage": staged(body=f"Shoppers saw an internal server error for six hours.\n\n{GOOD['en']['body']}"),
    "short poem": staged(body=POEM),
    "interview with short answers": staged(body="\n".join([*paragraphs(staged()), *["Do you regret it?", "No comment."] * 9])),
    "capitals before quotation marks": staged("es", body=GOOD["es"]["body"] + "\n\nTítulos: “AMANH\u00c3” y «MAÇ\u00c3», dice."),
    "French spaces before guillemets": staged(
        "fr", body=GOOD["fr"]["body"] + "\n\n« Privé\u00a0», « à\u00a0« part\u00a0» », 2\u00a0×\u00a04."
    ),
    "German sharp s before a quotation mark": staged(
        "de", body=GOOD["de"]["body"] + "\n\n„Mit Spaß“, „Gruß“ und „Maß“, sagt sie: „Straß“, „Fuß“."
    ),
    "Ukrainian": staged(
        language="uk",
        feed_language="uk",
        body="Сіль, Рівне, Стрий і Суми: «Співаємо разом», — кажуть у Ржищеві. " * 2 + GOOD["ru"]["body"],
    ),
    "title of two letters": staged(title="Up"),
    "title of two Han characters": staged("ja", title="訃報"),
    "title of a date": staged(title="9/11"),
    "title with an emoji": staged(title="🎉 Harbour bridge reopens 🎉"),
    "title in capitals": staged(title="HARBOUR BRIDGE REOPENS"),
    "title about the site": staged(title="The Harbour Post wins a prize for its pictures"),
    "title that opens like a generic one": staged(title="Home at last: the ferry crew returns"),
    "title on a page not found": staged(title="Error 404: how a lost page became a museum"),
    "title with a comparison": staged(title="Why 3 < 5 and R&D > luck"),
    "title with a dash and a name": staged(title="Bridge reopens – Farnham: “People were patient”"),
    "scheduled: modified hours before it was published": staged(modified_at=FETCHED_AT - timedelta(hours=20)),
    "clock of the publisher ahead": staged(
        published_at=FETCHED_AT + timedelta(minutes=50), modified_at=FETCHED_AT + timedelta(minutes=55)
    ),
    "address by number": staged(url="https://news.example/?p=118230451", canonical_url="https://news.example/?p=118230451"),
    "address with an umlaut": staged(url=f"https://www.{UMLAUT}.example/1", canonical_url=f"https://{PUNYCODE}.example/1"),
    "address in Arabic": staged("ar", url="https://news.example/2026/افتتاح-المكتبة", canonical_url=None),
    "address on this machine": staged(url="http://127.0.0.1:8090/2026/story", canonical_url=None),
    "address that starts like a search": staged(url="https://news.example/search-for-missing-plane-resumes", canonical_url=None),
    "address under a tag": staged(url="https://news.example/tag/bridges/2026/harbour-bridge-reopens", canonical_url=None),
    "canonical on the desktop host": staged(url="https://m.en-news.example/2026/1"),
    "regional language code": staged("zh", language="zh-Hant", feed_language="zh_CN"),
    "Norwegian by another code": staged(language="nb", feed_language="no"),
    "language undecided": staged(language="und"),
    "list of results": staged(kind="list", body="\n".join(f"Netherquay {n} Oberwiesing {n + 1}" for n in range(20))),
}


UNSPOILT = {language: staged(language) for language in GOOD}
CASES = {(kind, language): make(staged(language)) for kind, (_, _, make) in KINDS.items() for language in GOOD}


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return judge([*CASES.values(), *ODD.values(), *UNSPOILT.values()])


@pytest.mark.parametrize("kind", KINDS)
def test_bad_article_is_caught_in_every_language(kind: str, verdict: Verdict) -> None:
    severity, reason, _ = KINDS[kind]
    for language in GOOD:
        failures = (verdict.rejected if severity == "reject" else verdict.warned).get(CASES[kind, language]["staged_id"], ())
        assert reason in [failure.reason for failure in failures], language


@pytest.mark.parametrize("kind", [kind for kind, (severity, _, _) in KINDS.items() if severity == "warn"])
def test_remark_does_not_reject(kind: str, verdict: Verdict) -> None:
    assert not [language for language in GOOD if CASES[kind, language]["staged_id"] in verdict.rejected]


@pytest.mark.parametrize("name", ODD)
def test_odd_article_passes_without_remark(name: str, verdict: Verdict) -> None:
    assert failures_of(ODD[name], verdict) == []


@pytest.mark.parametrize("language", GOOD)
def test_good_article_passes_without_remark(language: str, verdict: Verdict) -> None:
    assert failures_of(UNSPOILT[language], verdict) == []


def test_every_reason_has_a_bad_article(verdict: Verdict) -> None:
    assert set(verdict.success) == {reason for _, reason, _ in KINDS.values()}


def failures_of(article: Article, verdict: Verdict) -> list[Failure]:
    return [failure for those in (verdict.rejected, verdict.warned) for failure in those.get(article["staged_id"], ())]

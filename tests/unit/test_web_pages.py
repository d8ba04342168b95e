"""Answers for pages that are no articles' pages, and articles' pages that look a little like them."""

from datetime import UTC, datetime

import pytest

from include.newsdesk.web.answers import Answer
from include.newsdesk.web.pages import REASONS, judge_page

URL = "https://news.example/2026/03/a-bridge-reopens"
ARTICLE = (
    "<!DOCTYPE html><html><head><title>A bridge reopens | News Example</title></head><body><article><h1>A bridge reopens</h1>"
    + "<p>After two years of work the old bridge over the river carries trams again, to the joy of both banks.</p>" * 20
    + "</article></body></html>"
)


def answer(
    body: str | bytes,
    *,
    status: int = 200,
    final_url: str = URL,
    requested_url: str = URL,
    content_type: str = "text/html; charset=utf-8",
    **headers: str,
) -> Answer:
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()} | {"content-type": content_type}
    redirects = () if final_url == requested_url else ((302, final_url),)
    return Answer(
        requested_url, final_url, status, "", named, content, len(content), 1, datetime(2026, 3, 1, tzinfo=UTC), redirects
    )


def page(body: str, title: str = "News Example") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def test_an_articles_page_is_a_page() -> None:
    assert judge_page(answer(ARTICLE)) is None


@pytest.mark.parametrize(
    "body",
    [
        page("<script>window._cf_chl_opt={cvId:'3'}</script>", "Just a moment..."),
        page("<h1>Checking your browser before accessing news.example</h1>"),
        page("<p>Please verify you are human.</p><div class='h-captcha'></div>"),
        page("<iframe src='https://geo.captcha-delivery.com/captcha/?x=1'></iframe>"),
        page('<div id="px-captcha"></div>', "Access to this page has been denied"),
        page("<iframe src='/_Incapsula_Resource?SWUDNSAI=1'></iframe>"),
        page("<p>We have seen unusual traffic from your network.</p>"),
        page("Making sure you're not a bot!<script src='/.within.website/x/cmd/anubis/static/js/main.mjs'></script>"),
        page("<noscript>Enable JavaScript and cookies to continue</noscript>"),
    ],
)
def test_b29_a_challenge_that_answers_200_is_a_challenge(body: str) -> None:
    assert judge_page(answer(body)) == "page.challenge"


@pytest.mark.parametrize("headers", [{"cf_mitigated": "challenge"}, {"x_amzn_waf_action": "captcha"}])
@pytest.mark.parametrize("status", [200, 202, 403, 405])
def test_b29_a_challenge_that_says_so_in_its_headers_is_a_challenge(headers: dict[str, str], status: int) -> None:
    assert judge_page(answer(page(""), status=status, **headers)) == "page.challenge"


def test_b29_a_refusal_with_a_captcha_is_a_challenge_and_without_one_a_refusal() -> None:
    assert judge_page(answer(page("<div class='g-recaptcha'></div>"), status=403)) == "page.challenge"
    assert judge_page(answer(page("Forbidden"), status=403)) == "page.denied"


@pytest.mark.parametrize(
    "body",
    [
        ARTICLE.replace("A bridge reopens", "Are you a robot? How CAPTCHAs verify you are human"),
        ARTICLE.replace(
            "</article>", "<script src='https://www.google.com/recaptcha/api.js'></script><div class='g-recaptcha'></div>"
        ),
        ARTICLE.replace("</article>", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
        ARTICLE.replace("</article>", "<form><input name=login><input type=password></form>"),
        ARTICLE.replace("</article>", "<p>This domain is for sale, the sign said.</p>"),
    ],
)
def test_an_article_about_challenges_or_with_a_form_is_a_page(body: str) -> None:
    assert judge_page(answer(body)) is None


@pytest.mark.parametrize(
    ("final_url", "reason"),
    [
        ("https://consent.news.example/collect?to=x", "page.consent"),
        ("https://news.example/consent/?return=/2026", "page.consent"),
        ("https://myprivacy.example/privacy-gate?url=x", "page.consent"),
        ("https://login.news.example/?next=x", "page.login"),
        ("https://news.example/account/signin?next=x", "page.login"),
        ("https://accounts.news.example/o/oauth", "page.login"),
        ("https://news.example/404", "page.not_found"),
        ("https://news.example/404.html", "page.not_found"),
        ("https://news.example/", "page.not_found"),
        ("https://www.news.example", "page.not_found"),
        ("https://www.news.example/2026/03/a-bridge-reopens", None),
        ("https://news.example/2026/03/a-bridge-reopens-again", None),
        ("https://news.example/?p=1", None),
    ],
)
def test_b29_a_redirect_to_a_wall_or_to_nowhere_is_recognised(final_url: str, reason: str | None) -> None:
    assert judge_page(answer(ARTICLE, final_url=final_url)) == reason


def test_a_login_page_that_was_asked_for_is_a_page() -> None:
    asked = "https://news.example/register/ships/2026"
    assert judge_page(answer(ARTICLE, requested_url=asked, final_url=asked + "/")) is None


def test_b29_a_page_that_is_little_more_than_a_password_field_is_a_login() -> None:
    body = page("<p>Subscribers, welcome back.</p><form><input name='user'><input class='x' type='password'></form>")
    assert judge_page(answer(body)) == "page.login"


def test_b29_a_parked_domain_is_recognised() -> None:
    assert judge_page(answer(page("<h1>news.example</h1>Buy this domain."))) == "page.parked"


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("404", "page.not_found"),
        ("Page not found", "page.not_found"),
        ("Page not found | News Example", "page.not_found"),
        ("News Example – 404 Not Found", "page.not_found"),
        ("Seite nicht gefunden - News Example", "page.not_found"),
        ("ページが見つかりません｜News", None),
        ("Lost hiker not found after three days", None),
        ("Flight 404 lands safely | News Example", None),
        ("Not found: the town that maps forgot", None),
    ],
)
def test_a_soft_404_is_recognised_by_its_title(title: str, reason: str | None) -> None:
    assert judge_page(answer(ARTICLE.replace("A bridge reopens | News Example", title))) == reason


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04\x14\0", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0", b"GIF89a",
        b"RIFF....WEBPVP8 ",
        b"\0\0\0\x20ftypisom", b"ID3\x04", b"\x1f\x8b\x08", b"MZ\x90\0", b"text with a \0 byte", b'{"title": "A bridge"}',
        b"[1, 2]",
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>', b'<feed xmlns="http://www.w3.org/2005/Atom">',
        b"<svg xmlns='http://www.w3.org/2000/svg'><title>x</title>",
    ],
)  # fmt: skip
def test_c59_what_is_not_html_is_recognised_whatever_it_calls_itself(body: bytes) -> None:
    assert judge_page(answer(body)) == "page.not_html"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/pdf", "image/jpeg", "application/json", "application/octet-stream"]
)
def test_c59_html_with_a_wrong_name_is_a_page_and_text_with_that_name_is_not(content_type: str) -> None:
    assert judge_page(answer(ARTICLE, content_type=content_type)) is None
    assert judge_page(answer("A bridge reopens.", content_type=content_type)) == "page.not_html"


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf\n\n" + ARTICLE.encode(), ARTICLE.encode("utf-16"), b"<?xml version='1.0'?>" + ARTICLE.encode(),
        b"<!-- " + b"x" * 600 + b" -->" + ARTICLE.encode(), b"<p>Only a fragment.</p>", b" " * 600 + ARTICLE.encode(),
    ],
)  # fmt: skip
def test_unusual_beginnings_of_html_are_html(body: bytes) -> None:
    assert judge_page(answer(body)) is None


def test_an_empty_body_is_recognised() -> None:
    assert judge_page(answer(b" \n\t ")) == "page.empty"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "page.gone"), (410, "page.gone"), (401, "page.login"), (402, "page.login"), (403, "page.denied"),
        (451, "page.denied"), (408, "page.unavailable"), (429, "page.unavailable"), (500, "page.unavailable"),
        (503, "page.unavailable"), (521, "page.unavailable"), (304, None),
    ],
)  # fmt: skip
def test_a_status_says_what_it_says(status: int, reason: str | None) -> None:
    assert judge_page(answer("sorry", status=status)) == reason


@pytest.mark.parametrize(
    "body",
    [
        b"<" * 140_000,
        b"<script" * 20_000,
        b"<input " * 20_000 + b"password h-captcha",
        b"<title" * 20_000,
        b"h-captcha" + b"<a" * 60_000,
    ],
)
def test_hostile_pages_are_judged_in_one_pass(body: bytes) -> None:
    assert judge_page(answer(body)) in (None, "page.challenge")


def test_every_reason_has_words() -> None:
    assert all(code.startswith("page.") and words.endswith(".") for code, words in REASONS.items())

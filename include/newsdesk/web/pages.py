"""What an answer for a page really is: an article's page, or something that stands in its place.

Challenges, consent and login walls and missing pages often come with status 200. Does not read articles and does no I/O.
"""

import re
from urllib.parse import urlsplit

from include.newsdesk.web.answers import Answer

REASONS: dict[str, str] = {
    "page.gone": "The page does not exist, or no longer (404, 410).",
    "page.denied": "The site refuses the page to us (another 4xx).",
    "page.unavailable": "The site can't answer just now (5xx, 408, 425, 429).",
    "page.empty": "The body holds nothing.",
    "page.not_html": "The body is a picture, a PDF, a feed, JSON or anything else that is not HTML.",
    "page.challenge": "The site wants proof that a person is reading (CAPTCHA or browser check).",
    "page.consent": "The site wants consent to cookies before it shows the page.",
    "page.login": "The site wants a login or a subscription before it shows the page.",
    "page.not_found": "The page says that it was not found, or leads to the front page, although the status is 200.",
    "page.parked": "The domain is parked or for sale.",
}

PASSING_REASONS = frozenset({"page.unavailable", "page.challenge"})

SNIFFED_BYTES = 512
MOST_STAND_IN_BYTES = 150_000  # what stands in an article's place is small; larger bodies are not searched
MOST_STAND_IN_TEXT = 1_500

# In a page of any length of text: no article's page has these.
CHALLENGES = (
    b"_cf_chl_opt",
    b"cf-browser-verification",
    b"captcha-delivery.com/captcha",
    b"captcha-delivery.com/interstitial",
    b'id="px-captcha"',
    b"sucuri_cloudproxy_js",
    b"/.within.website/x/cmd/anubis",
    b"window.awswafcookiedomainlist",
    b"<title>vercel security checkpoint",
    b"/_sec/cp_challenge/",
    b"ddos-guard/check",
    b"/kpsdk",
)
# Only in a page with little text: an article may write about these.
QUIET_CHALLENGES = (
    b"/_incapsula_resource?",
    b"just a moment...",
    b"checking your browser",
    b"verify you are human",
    b"verify that you are human",
    b"are you a robot",
    b"are not a robot",
    b"unusual traffic",
    b"enable javascript and cookies to continue",
    b"g-recaptcha",
    b"h-captcha",
    b"cf-turnstile",
    b"pardon our interruption",
    b"slowaes.decrypt",
)
QUIET_PARKING = (
    b"domain is for sale",
    b"buy this domain",
    b"sedoparking",
    b"parkingcrew",
    b"domain has expired",
    b"this domain is parked",
)
PASSWORD_FIELD = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
TITLE_BREAKS = re.compile(r"\s*[|–—·»]\s*| - ")
NOT_FOUND_TITLES = frozenset(
    {
        "404", "404 error", "404 not found", "404 page not found", "error 404", "not found", "page not found",
        "page not available", "page does not exist", "this page does not exist", "sorry, page not found",
        "article not found", "seite nicht gefunden", "fehler 404", "page introuvable", "erreur 404", "page non trouvée",
        "página no encontrada", "página não encontrada", "pagina non trovata", "pagina niet gevonden",
        "sidan hittades inte", "siden blev ikke fundet", "sivua ei löydy", "strona nie znaleziona",
        "страница не найдена", "sayfa bulunamadı", "ページが見つかりません", "页面不存在", "페이지를 찾을 수 없습니다",
    }
)  # fmt: skip
CONSENT_URL = re.compile(r"//(?:consent|cmp|guce|privacy)\.|/(?:consent|cookie-?wall|privacy-?gate|cmp)(?:[/?.]|$)", re.I)
LOGIN_URL = re.compile(
    r"//(?:login|signin|sso|auth|accounts?)\.|/(?:login|log-in|signin|sign-in|sso|auth|register|paywall)(?:[/?.]|$)", re.I
)
MISSING_URL = re.compile(r"/(?:404|not-?found|error)(?:\.\w+)?/?$", re.I)

BINARY = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"ID3", b"OggS", b"\x1f\x8b", b"BZh",
    b"\x1aE\xdf\xa3", b"7z\xbc\xaf", b"Rar!", b"wOFF", b"wOF2", b"MZ", b"\x7fELF", b"II*\x00", b"MM\x00*",
)  # fmt: skip
UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
HTML_SIGNS = (
    b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<script", b"<link", b"<div", b"<article",
    b"<h1", b"<p>", b"<p ", b"<table", b"<style", b"<main", b"<section",
)  # fmt: skip
FEED_SIGNS = (b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex", b"<svg")


def judge_page(answer: Answer) -> str | None:
    """Give the reason code for an answer that is no page to read an article from, or None."""
    is_challenge = _is_challenge_header(answer)
    small = answer.body.lower() if len(answer.body) <= MOST_STAND_IN_BYTES else b""
    if is_challenge or any(sign in small for sign in CHALLENGES):
        return "page.challenge"
    if answer.not_modified:
        return None
    if answer.status != 200:
        return _judge_status(answer, small)
    return _judge_form(answer) or _judge_urls(answer) or _judge_title(answer) or _judge_quiet_page(small)


def _is_challenge_header(answer: Answer) -> bool:
    return (
        answer.headers.get("cf-mitigated", "").lower() == "challenge"
        or answer.headers.get("x-amzn-waf-action", "").lower() in ("challenge", "captcha")
        or answer.headers.get("x-vercel-mitigated", "").lower() == "challenge"
    )


def _judge_status(answer: Answer, small: bytes) -> str:
    if answer.status in (404, 410):
        return "page.gone"
    if answer.status in (408, 425, 429) or answer.status >= 500:
        return "page.unavailable"
    if any(sign in small for sign in QUIET_CHALLENGES):
        return "page.challenge"
    return "page.login" if answer.status in (401, 402, 407) else "page.denied"


def _judge_form(answer: Answer) -> str | None:
    """Sniff the beginning of the body; the Content-Type only decides where the bytes don't."""
    body = answer.body[:SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n\f")
    if not body and not answer.body.strip():
        return "page.empty"
    is_wide = body.startswith(UTF16_OR_32)
    if body.startswith(BINARY) or body[4:8] == b"ftyp" or (b"\0" in body and not is_wide):
        return "page.not_html"
    beginning = body.replace(b"\0", b"").lower() if is_wide else body.lower()
    html_at = _first(beginning, HTML_SIGNS)
    feed_at = _first(beginning, FEED_SIGNS)
    if html_at is not None and (feed_at is None or html_at < feed_at):
        return None
    is_declared = answer.content_type.lower().startswith(("text/html", "application/xhtml+xml")) or not answer.content_type
    if feed_at is None and is_declared and not beginning.startswith((b"{", b"[")):
        return None
    return "page.not_html"


def _first(text: bytes, signs: tuple[bytes, ...]) -> int | None:
    places = [place for sign in signs if (place := text.find(sign)) >= 0]
    return min(places, default=None)


def _judge_urls(answer: Answer) -> str | None:
    """Judge by where redirects led to; a URL that was asked for by that name is what was wanted."""
    if not answer.redirects:
        return None
    for reason, pattern in (("consent", CONSENT_URL), ("login", LOGIN_URL), ("not_found", MISSING_URL)):
        if pattern.search(answer.final_url) and not pattern.search(answer.requested_url):
            return f"page.{reason}"
    asked, got = urlsplit(answer.requested_url), urlsplit(answer.final_url)
    is_front_page = got.path in ("", "/") and not got.query
    return "page.not_found" if is_front_page and asked.path.strip("/") else None


def _judge_title(answer: Answer) -> str | None:
    match = TITLE.search(answer.body, 0, 50_000)
    if match is None:
        return None
    parts = TITLE_BREAKS.split(match[1].decode("utf-8", errors="replace").strip().lower())
    return "page.not_found" if any(part.strip(" .!") in NOT_FOUND_TITLES for part in parts) else None


def _judge_quiet_page(small: bytes) -> str | None:
    """Judge a page by signs that count only where there is little else to read."""
    signs = (
        ("page.challenge", any(sign in small for sign in QUIET_CHALLENGES)),
        ("page.parked", any(sign in small for sign in QUIET_PARKING)),
        ("page.login", b"password" in small and PASSWORD_FIELD.search(small) is not None),
    )
    reason = next((code for code, is_seen in signs if is_seen), None)
    return reason if reason is not None and _text_length(small) <= MOST_STAND_IN_TEXT else None


def _text_length(html: bytes) -> int:
    """Count what is outside tags, scripts and styles, in one pass."""
    length = 0
    place = 0
    while (opening := html.find(b"<", place)) >= 0:
        length += len(b" ".join(html[place:opening].split()))
        name = html[opening + 1 : opening + 8]
        closing = b"</script" if name.startswith(b"script") else b"</style" if name.startswith(b"style") else b">"
        end = html.find(closing, opening)
        if end < 0:
            return length
        place = end + (1 if closing == b">" else 0)
    return length + len(html[place:].strip())

"""Addresses: what is one article's address written differently, and what only looks like it."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from include.newsdesk.errors import RejectedError
from include.newsdesk.matching.tracking import parse_tracking_parameters, tracking_parameters
from include.newsdesk.matching.urls import (
    MAX_URL_LENGTH,
    BadUrl,
    accept_canonical,
    aliases,
    host_of,
    normalise_url,
    registrable_domain,
)

ARTICLE = "https://www.harbour-post.example/2026/ferry-returns"


@pytest.mark.parametrize(
    "written",
    [
        "http://www.harbour-post.example/2026/ferry-returns",
        "HTTPS://WWW.Harbour-Post.EXAMPLE/2026/ferry-returns",
        "https://www.harbour-post.example./2026/ferry-returns",
        "https://www.harbour-post.example:443/2026/ferry-returns",
        "http://www.harbour-post.example:80/2026/ferry-returns",
        "https://www.harbour-post.example:/2026/ferry-returns",
        "https://reader:secret@www.harbour-post.example/2026/ferry-returns",
        "https://www.harbour-post.example/2026/ferry-returns#comments",
        "https://www.harbour-post.example/2026/ferry-returns/",
        "https://www.harbour-post.example//2026///ferry-returns",
        "https://www.harbour-post.example/2026/./old/../ferry-returns",
        "https://www.harbour-post.example/2026/old/%2E%2e/ferry-returns",
        "https://www.harbour-post.example/2026/ferry%2Dreturns",
        "https://www.harbour-post.example/2026/%66erry-returns",
        "https://www.h%61rbour-post.example/2026/ferry-returns",
        "https://www.harbour-post.example/2026/ferry-returns?",
        "https://www.harbour-post.example/2026/ferry-returns?&",
        "https://www.harbour-post.example/2026/ferry-returns?utm_source=rss&utm_medium=feed",
        "https://www.harbour-post.example/2026/ferry-returns?UTM_Source=rss&fbclid=1&CMP=x&at_medium=y&xtor=z",
        "https://www.harbour-post.example/2026/ferry-returns?wt_mc=rss#ref",
        "  https://www.harbour-post.example/2026/ferry-\n\treturns\r\n ",
        "\ufeffhttps://www.harbour-post.example/2026/ferry-returns\u200b",
    ],
)
def test_one_address_written_differently_has_one_identity(written: str) -> None:
    assert normalise_url(written) == ARTICLE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://a.example/story?id=1", "https://a.example/story?id=2"),
        ("https://a.example/?p=1", "https://a.example/"),
        ("https://a.example/story?page=2", "https://a.example/story"),
        ("https://a.example/story?ref=7", "https://a.example/story"),
        ("https://a.example/story?source=wire", "https://a.example/story"),
        ("https://a.example/story?id=", "https://a.example/story"),
        ("https://a.example/Story", "https://a.example/story"),
        ("https://a.example/story.html", "https://a.example/story"),
        ("https://a.example/one%2Ftwo", "https://a.example/one/two"),
        ("https://a.example/#!/story", "https://a.example/"),
        ("https://a.example:8080/story", "https://a.example/story"),
        ("https://a.example/story", "https://www.a.example/story"),
        ("https://a.example/m/story", "https://a.example/story"),
        ("https://a.example/story/amp", "https://a.example/story"),
    ],
)
def test_addresses_that_may_be_two_articles_stay_apart(first: str, second: str) -> None:
    assert normalise_url(first) != normalise_url(second)


@pytest.mark.parametrize(
    ("written", "identity"),
    [
        ("https://a.example", "https://a.example/"),
        ("https://a.example?q=1", "https://a.example/?q=1"),
        ("https://a.example/caf%c3%a9", "https://a.example/caf%C3%A9"),
        ("https://a.example/café und tee", "https://a.example/caf%C3%A9%20und%20tee"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/a?b=c d|e", "https://a.example/a?b=c%20d%7Ce"),
        ("https://a.example/a\\b", "https://a.example/a%5Cb"),
        ("https://a.example/#!/latest", "https://a.example/#!/latest"),
        ("https://zürich.example/a", "https://xn--zrich-kva.example/a"),
        ("https://ＺÜRICH.example/a", "https://xn--zrich-kva.example/a"),
        ("https://新聞.example/", "https://xn--efvv70d.example/"),
        ("http://[2001:DB8:0:0::1]:8080/a", "https://[2001:db8::1]:8080/a"),
        ("http://127.0.0.1:8042/a/", "https://127.0.0.1:8042/a"),
        ("http://under_score.example/", "https://under_score.example/"),
        ("https://a.example/../../a", "https://a.example/a"),
    ],
)
def test_unusual_addresses_have_the_expected_identity(written: str, identity: str) -> None:
    assert normalise_url(written) == identity


@pytest.mark.parametrize(
    "address",
    [
        "",
        "story",
        "/2026/story",
        "//a.example/story",
        "ftp://a.example/story",
        "mailto:desk@a.example",
        "javascript:alert(1)",
        "https:/a.example",
        "https://",
        "https:///story",
        "https://a..example/",
        "https://.a.example/",
        "https://a.example../",
        "https://a b.example/",
        "https://a.example:port/",
        "https://a.example:70000/",
        "https://a.example:٣/",
        "https://a.example\\@b.example/",
        "https://[::1",
        "https://[fe80::1%eth0]/",
        "https://[not-an-address]/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://a.example/\ud800",
        "https://\ud800.example/",
        "https://%ff.example/",
        "https://a%2fb.example/",
        "https://a.example/" + "x" * MAX_URL_LENGTH,
    ],
)
def test_unusable_addresses_are_rejected_with_a_reason(address: str) -> None:
    with pytest.raises(BadUrl) as caught:
        normalise_url(address)
    assert isinstance(caught.value, RejectedError)
    assert caught.value.reason == "url.invalid"
    str(caught.value).encode("utf-8", "backslashreplace")


def test_order_of_parameters_does_not_matter() -> None:
    written = {
        normalise_url("https://a.example/?" + "&".join(items))
        for items in itertools.permutations(["id=3", "a=", "gclid=x", "A=1", "a=1"])
    }
    assert len(written) == 1


_MARKS = ["/", "//", ".", "..", "?", "&", "=", "#", "#!", "@", ":", ":443", ":80", "[", "]", "\\", ";", "+", "~"]
_ESCAPES = ["%", "%4", "%41", "%25", "%2e", "%2F", " ", "\n", "\x00", "\ud800"]
_WORDS = ["\u3002", "a", "Z", "é", "e\u0301", "ß", "新", "amp", "utm_x=1", "id=2", "m.", "www."]
_TAILS = st.lists(st.sampled_from(_MARKS + _ESCAPES + _WORDS), max_size=12).map("".join)
_SCHEMES = st.sampled_from(["http", "https", "HTTP"])
_ADDRESSES = st.builds("{}://{}a.example{}".format, _SCHEMES, _TAILS, _TAILS)


@settings(deadline=None)
@given(_ADDRESSES | st.builds("http://a.example/{}".format, _TAILS))
@example("http://a.example:443/")
@example("http://a.example/#!?//&/")
@example("https://a.example:80/")
@example("https://a.example/%2e%2e//%252e")
def test_identity_is_idempotent_ascii_and_never_a_surprise(address: str) -> None:
    try:
        identity = normalise_url(address)
    except BadUrl:
        return
    assert normalise_url(identity) == identity
    assert identity.isascii()
    assert identity.startswith("https://")
    assert not set(identity) & set(" \t\r\n\x00\\")
    for alias in aliases(identity):
        assert normalise_url(alias) == alias


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[a-z]{1,3}=[A-Za-z0-9%]{0,3}", fullmatch=True), max_size=6), st.randoms())
def test_shuffled_parameters_have_one_identity(items: list[str], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (normalise_url("https://a.example/s?" + "&".join(part)) for part in (items, shuffled))
    assert first == second


def test_host_is_the_unit_of_politeness() -> None:
    assert host_of("https://User@News.A.Example:443/x") == "news.a.example"
    assert host_of("http://a.example:80") == "a.example"
    assert host_of("http://a.example:8080/x?y") == "a.example:8080"
    assert host_of("http://a.example:443/") == "a.example:443"
    assert host_of("http://[::1]:9000/") == "[::1]:9000"
    assert host_of("https://zürich.example/") == "xn--zrich-kva.example"
    with pytest.raises(BadUrl):
        host_of("gopher://a.example/")


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://www.a.example/2026/story/amp", ["https://www.a.example/2026/story"]),
        ("https://www.a.example/2026/story/amp/", ["https://www.a.example/2026/story"]),
        ("https://www.a.example/amp/2026/story", ["https://www.a.example/2026/story"]),
        ("https://www.a.example/story.amp.html", ["https://www.a.example/story.html"]),
        ("https://www.a.example/story?amp=1&id=4", ["https://www.a.example/story?id=4"]),
        ("https://www.a.example/story?amp", ["https://www.a.example/story"]),
        ("https://www.a.example/story?outputType=amp", ["https://www.a.example/story"]),
        ("https://amp.a.example/story", ["https://www.a.example/story", "https://a.example/story"]),
        ("https://m.a.example/story", ["https://www.a.example/story", "https://a.example/story"]),
        ("https://mobile.a.example/story?id=1", ["https://www.a.example/story?id=1", "https://a.example/story?id=1"]),
        ("https://www-a-example.cdn.ampproject.org/c/s/www.a.example/story", ["https://www.a.example/story"]),
        ("https://cdn.ampproject.org/v/s/a.example/story/amp?amp_js=1", ["https://a.example/story?amp_js=1"]),
        ("https://www.google.com/amp/s/www.a.example/story/amp", ["https://www.a.example/story"]),
        ("https://www.a.example/story", []),
        ("https://www.a.example/2026/champions", []),
        ("https://m.example/story", []),
        ("https://www.google.com/search?q=amp", []),
        ("https://cdn.ampproject.org/v0.js", []),
    ],
)
def test_amp_and_mobile_addresses_offer_their_plain_form(address: str, plain: list[str]) -> None:
    assert list(aliases(address)) == plain


PAGE = "https://m.harbour-post.example/2026/ferry-returns"


@pytest.mark.parametrize(
    ("canonical", "accepted"),
    [
        (ARTICLE, True),
        ("http://www.harbour-post.example/2026/ferry-returns/", True),
        (PAGE, True),
        ("https://www.harbour-post.example/", False),
        ("https://www.harbour-post.example", False),
        ("https://www.harbour-post.example?utm_source=x", False),
        ("https://www.harbour-post.example/?p=12", True),
        ("https://other.example/2026/ferry-returns", False),
        ("https://harbour-post.example.evil.example/2026/ferry-returns", False),
        ("/2026/ferry-returns", False),
        ("android-app://com.harbour/2026", False),
        ("", False),
    ],
)
def test_canonical_is_taken_only_from_the_same_owner_and_never_the_front_page(canonical: str, accepted: bool) -> None:
    assert accept_canonical(PAGE, canonical) is accepted


def test_canonical_that_many_titles_share_is_a_template_error() -> None:
    assert accept_canonical(PAGE, ARTICLE, titles_sharing_it=3)
    assert not accept_canonical(PAGE, ARTICLE, titles_sharing_it=4)


def test_canonical_on_a_syndication_partner_needs_the_pair() -> None:
    theirs = "https://wire.example/story/9"
    pair = ("harbour-post.example", "wire.example")
    assert not accept_canonical(PAGE, theirs)
    assert accept_canonical(PAGE, theirs, syndication_pairs={pair})
    assert not accept_canonical(theirs, PAGE, syndication_pairs={pair})


def test_canonical_of_an_amp_viewer_is_the_address_inside() -> None:
    viewer = "https://www-a-example.cdn.ampproject.org/c/s/www.a.example/story"
    assert accept_canonical(viewer, "https://www.a.example/story")
    assert not accept_canonical(viewer, "https://www.b.example/story")


def test_owners_are_told_apart_by_the_public_suffix_list() -> None:
    assert registrable_domain("https://news.a.co.uk/x") == "a.co.uk"
    assert registrable_domain("https://b.co.uk/x") == "b.co.uk"
    assert registrable_domain("http://127.0.0.1:80/") == "127.0.0.1"
    assert registrable_domain("http://[::1]:80/") == "[::1]"
    assert registrable_domain("http://localhost:8042/") == "localhost"
    assert not accept_canonical("https://a.co.uk/x", "https://b.co.uk/x")
    assert not accept_canonical("http://10.0.0.1/x", "http://10.1.0.1/x")


def test_tracking_rules_can_be_limited_to_a_site_or_lifted_for_it() -> None:
    rules = parse_tracking_parameters(
        "# head\nutm_*\nCMP\n\nref a.example b.example  # theirs\n!cmp c.example\n!utm_id c.example\n"
    )
    assert rules.drop("utm_source", "x.example")
    assert rules.drop("cmp", "x.example")
    assert rules.drop("ref", "www.a.example")
    assert rules.drop("ref", "b.example")
    assert not rules.drop("ref", "nota.example")
    assert not rules.drop("cmp", "www.c.example")
    assert not rules.drop("utm_id", "c.example")
    assert rules.drop("utm_source", "c.example")
    assert not rules.drop("", "x.example")


@pytest.mark.parametrize(
    "name", ["id", "p", "article", "story", "page", "v", "q", "ref", "source", "from", "share", "t", "lang", "sid"]
)
def test_packaged_list_keeps_what_may_choose_the_article(name: str) -> None:
    assert not tracking_parameters().drop(name, "a.example")


@pytest.mark.parametrize(
    "names",
    [
        "utm_source mtm_campaign at_medium ns_campaign xtor ito ico cmp cmpid smid smtyp partner emc ocid ncid taid",
        "gclid gclsrc dclid gbraid wbraid fbclid msclkid yclid twclid ttclid igsh igshid srsltid mc_cid mc_eid _ga _gl",
        "guccounter guce_referrer __twitter_impression echobox wt_mc spm sr_share s_cid ref_src intcmp icid pk_kwd",
    ],
)
def test_packaged_list_drops_the_names_seen_on_news_links(names: str) -> None:
    assert [name for name in names.split() if not tracking_parameters().drop(name, "a.example")] == []


def test_packaged_list_drops_common_words_only_at_their_site() -> None:
    assert tracking_parameters().drop("source", "medium.com")
    assert not tracking_parameters().drop("source", "notmedium.com")

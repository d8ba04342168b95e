"""Where the client may go: every way known to lead it to an address that is not of the open web.

The numbers are those of the project's catalogue of attacks. A denied address is one where a socket listens that must see no
connection; `NEWS` stands for a public host and is the one loopback address that the limits of a test allow.
"""

import contextlib
import pickle
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from urllib3.util import parse_url

from include.newsdesk.errors import NewsdeskError, TransientError
from include.newsdesk.web.addresses import DENIED_IPV4, DENIED_IPV6, BadNetwork, why_denied
from include.newsdesk.web.client import GuardedClient
from include.newsdesk.web.dialling import is_own_address, resolve_with_system
from include.newsdesk.web.limits import Limits
from include.newsdesk.web.refusals import REASONS, FetchFailed, FetchRefused, refusal
from include.newsdesk.web.urls import read_url
from tests.certificates import Authority
from tests.torture import TortureServer, closed_clients, guarded, raw, redirect, send, twin_sockets

__all__ = ["closed_clients"]

NEWS = "127.0.0.1"
INNER = "127.0.0.2"
PUBLIC = "93.184.216.34"


def limits(**changes: object) -> Limits:
    settings: dict[str, object] = {
        "allow_any_port": True,
        "allow_networks": (f"{NEWS}/32",),
        "connect_seconds": 1.0,
        "idle_seconds": 1.0,
        "total_seconds": 3.0,
    }
    return Limits(**{**settings, **changes})  # type: ignore[arg-type]


def names(table: dict[str, list[str]]) -> Callable[[str], list[str]]:
    return lambda host: table.get(host, [])


def refused(url: str, client: GuardedClient | None = None) -> str:
    """Fetch what must not be fetched, and give the reason code."""
    with pytest.raises(NewsdeskError) as caught:
        (client or guarded(limits())).get(url, kind="page")
    assert isinstance(caught.value, FetchFailed | FetchRefused)
    return caught.value.reason


@pytest.fixture
def inner() -> Iterator[TortureServer]:
    """A service that nobody outside may reach."""
    with TortureServer({"/": send(b"<html>secret")}, address=INNER) as server:
        yield server
        assert server.connections == 0


@pytest.fixture
def news() -> Iterator[TortureServer]:
    with TortureServer({"/": send(b"<html>news")}, address=NEWS) as server:
        yield server


@pytest.mark.parametrize(
    "address",
    [INNER, "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fd00:ec2::254]", "[::1]"],
)
def test_a01_private_addresses_are_refused_without_a_connection(address: str, inner: TortureServer) -> None:
    assert refused(f"http://{address}:{inner.port}/") == "address.denied"


@pytest.mark.parametrize(
    "host",
    [
        "0x7f.2",
        "2130706434",
        "0177.0.0.2",
        "127.2",
        "0",
        "１２７.０.０.２",
        "①②⑦.⓪.⓪.②",
        "127。0。0。2",
        "localhost",
        "LOCALHOST.",
        "0x7f000002",
    ],
)
def test_a02_other_spellings_of_an_address_lead_to_the_same_refusal(host: str) -> None:
    with TortureServer({"/": send(b"secret")}, address="0.0.0.0") as everywhere:
        client = guarded(limits(allow_networks=()), resolve=resolve_with_system)
        assert refused(f"http://{host}:{everywhere.port}/", client) in ("address.denied", "dns.failed")
    assert everywhere.connections == 0


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "::",
        "::1",
        "100::1",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2620:4f:8000::1",
        "3ffe::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "4000::1",
    ],
)
def test_a03_every_ipv6_form_that_is_not_of_the_open_web_is_denied(address: str) -> None:
    assert why_denied(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "0.255.255.255", "10.255.255.255", "100.127.255.255", "127.255.255.255", "169.254.255.255", "172.31.255.255",
        "192.0.0.255", "192.168.255.255", "198.19.255.255", "239.255.255.255", "255.255.255.255", "168.63.129.16",
        "2001:1ff:ffff::1", "2002:ffff:ffff::1", "3fff:fff:ffff::1",
    ],
)  # fmt: skip
def test_a03_the_last_addresses_of_denied_networks_are_denied(address: str) -> None:
    assert why_denied(address) is not None


@pytest.mark.parametrize("network", [*DENIED_IPV4, *DENIED_IPV6])
def test_a03_the_first_and_last_address_of_each_denied_network_are_denied(network: str) -> None:
    first, last = ip_network(network)[0], ip_network(network)[-1]
    assert why_denied(str(first))
    assert why_denied(str(last))


@pytest.mark.parametrize(
    "address",
    [
        "1.0.0.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450:4001::1", "2003::1",
    ],
)  # fmt: skip
def test_a03_addresses_beside_the_denied_networks_are_allowed(address: str) -> None:
    assert why_denied(address) is None


@pytest.mark.parametrize("network", ["10.0.0.1/8", "localhost", "10.0.0.0/33", ""])
def test_a_network_of_the_settings_that_cannot_be_read_is_a_permanent_error(network: str) -> None:
    with pytest.raises(BadNetwork, match="allow_networks"):
        guarded(limits(allow_networks=(network,)))


def test_an_ipv6_address_is_dialled_and_named_as_one() -> None:
    if not is_own_address("::1"):
        pytest.skip("no IPv6 on this machine")
    with TortureServer({"/": send(b"<html>news")}, address="::1") as server:
        url = f"http://[::1]:{server.port}/"
        assert guarded(limits(allow_networks=("::1/128",))).get(url, kind="page").body == b"<html>news"
        assert server.requests[0].headers["host"] == f"[::1]:{server.port}"


def test_a04_a_name_that_changes_its_address_never_reaches_the_inner_one() -> None:
    lookups = 0

    def flip(_: str) -> list[str]:
        nonlocal lookups
        lookups += 1
        return [NEWS] if lookups % 2 else [INNER]

    with twin_sockets(INNER, silent=NEWS) as inner:
        client = guarded(limits(dns_seconds=30, connect_seconds=30, total_seconds=60), resolve=flip)
        reasons = {refused(f"http://flip.example:{inner.getsockname()[1]}/", client) for _ in range(500)}
        with pytest.raises(BlockingIOError):
            inner.accept()
    assert reasons == {"connect.failed", "address.denied"}
    assert lookups == 500


def test_a04_the_host_header_keeps_the_name_that_was_asked(news: TortureServer) -> None:
    client = guarded(limits(), resolve=names({"news.example": [NEWS]}))
    assert client.get(news.url(host="news.example"), kind="page").body == b"<html>news"
    assert news.requests[0].headers["host"] == f"news.example:{news.port}"


@pytest.mark.parametrize("addresses", [[INNER, NEWS], [NEWS, INNER]])
def test_a05_of_a_name_with_an_inner_and_an_open_address_only_the_open_one_is_used(addresses: list[str]) -> None:
    # On the open address connections are turned away: whoever tried the inner one next would be seen there.
    with twin_sockets(INNER, silent=NEWS) as inner:
        client = guarded(limits(), resolve=names({"both.example": addresses}))
        assert refused(f"http://both.example:{inner.getsockname()[1]}/", client) == "connect.failed"
        with pytest.raises(BlockingIOError):
            inner.accept()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("hop", [1, 2, 4])
def test_a06_a_redirect_to_an_inner_address_is_refused_at_every_hop(
    status: int, hop: int, inner: TortureServer, news: TortureServer
) -> None:
    for number in range(hop - 1):
        news.routes[f"/{number}"] = redirect(f"/{number + 1}", status)
    news.routes[f"/{hop - 1}"] = redirect(inner.url(), status)
    assert refused(news.url("/0")) == "address.denied"
    assert len(news.requests) == hop


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "data:text/html,x",
        "s3://bucket/key",
        "javascript:alert(1)",
        "FILE:/etc/passwd",
    ],
)
def test_a07_a_redirect_to_another_scheme_is_refused(location: str, news: TortureServer) -> None:
    news.routes["/"] = redirect(location)
    assert refused(news.url()) == "scheme.denied"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://news.example/", "/etc/passwd", "news.example/feed", ""])
def test_a07_only_absolute_http_urls_are_fetched(url: str) -> None:
    assert refused(url) in ("scheme.denied", "url.invalid")


def test_a08_five_redirects_are_followed_and_no_more(news: TortureServer) -> None:
    for number in range(6):
        news.routes[f"/{number}"] = redirect(f"/{number + 1}")
    news.routes["/6"] = send(b"<html>six")
    answer = guarded(limits()).get(news.url("/1"), kind="page")
    assert answer.body == b"<html>six"
    assert answer.redirects == tuple((302, news.url(f"/{number}")) for number in range(2, 7))
    assert refused(news.url("/0")) == "redirect.too_many"


def test_a08_a_circle_of_redirects_ends(news: TortureServer) -> None:
    news.routes["/"] = redirect("/")
    assert refused(news.url()) == "redirect.too_many"
    assert len(news.requests) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("", "redirect.invalid"),
        ("//[::1", "redirect.invalid"),
        ("http://[::1", "url.invalid"),
        ("http://", "url.invalid"),
        ("http://news.example\\@inner.example/", "url.credentials"),
        ("http://news.example\\.inner.example/", "url.invalid"),
        ("http:// news.example/", "url.invalid"),
        ("http://news.example:99999/", "url.invalid"),
        ("/a\x01b", "redirect.invalid"),
        ("/" + "a" * 3000, "url.too_long"),
    ],
)
def test_a08_a_redirect_without_a_usable_location_is_refused(location: str, reason: str, news: TortureServer) -> None:
    news.routes["/"] = redirect(location)
    assert refused(news.url()) == reason


@pytest.mark.parametrize("location", ["there", "./there", "/there", "//{authority}/there", "?to=there", "/there#part"])
def test_a08_relative_redirects_are_followed(location: str, news: TortureServer) -> None:
    def route(opened: socket.socket, request: object) -> None:
        is_first = len(news.requests) == 1
        (redirect(location.format(authority=f"{NEWS}:{news.port}")) if is_first else send(b"<html>there"))(opened, request)  # type: ignore[arg-type]

    news.routes.update({"/": route, "/there": route})
    assert guarded(limits()).get(news.url("/"), kind="page").body == b"<html>there"


def test_a09_a_page_cannot_make_the_client_fetch_more(news: TortureServer, inner: TortureServer) -> None:
    page = f"""<html><head><meta http-equiv="refresh" content="0;url={inner.url()}"><base href="{inner.url()}">
    <script>location = "{inner.url()}"</script></head><iframe src="{inner.url()}"></iframe>""".encode()
    news.routes["/"] = send(page, ("Refresh", f"0; url={inner.url()}"), ("Link", f"<{inner.url()}>; rel=preload"))
    assert guarded(limits()).get(news.url(), kind="page").body == page
    assert len(news.requests) == 1


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 8080, 8443, 1, 65535])
def test_a10_ports_other_than_80_and_443_are_refused_before_the_name_is_looked_up(port: int) -> None:
    looked_up: list[str] = []
    client = guarded(limits(allow_any_port=False), resolve=lambda host: looked_up.append(host) or [PUBLIC])  # type: ignore[func-returns-value]
    assert refused(f"http://news.example:{port}/", client) == "port.denied"
    assert looked_up == []


def test_a10_a_redirect_to_another_port_is_refused(news: TortureServer) -> None:
    news.routes["/"] = redirect("http://127.0.0.1:6379/")
    client = guarded(limits(allow_any_port=False, allow_ports=frozenset({news.port})))
    assert refused(news.url(), client) == "port.denied"


def test_a11_our_own_addresses_are_known_whatever_they_are() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        with contextlib.suppress(OSError):  # without a network there is only loopback
            probe.connect(("192.0.2.1", 9))
        assert is_own_address(probe.getsockname()[0] if probe.getsockname()[1] else NEWS)
    assert is_own_address(NEWS)
    assert not is_own_address("192.0.2.1")


def test_a11_our_own_address_is_refused_even_if_it_is_of_the_open_web(
    news: TortureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("include.newsdesk.web.dialling.why_denied", lambda _: None)  # as if NEWS were public
    assert refused(news.url(), guarded(limits(allow_networks=()))) == "address.denied"
    assert news.connections == 0


def test_a12_proxies_of_the_environment_are_not_used(news: TortureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with TortureServer({"/": send(b"<html>proxied")}, address=INNER) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert guarded(limits()).get(news.url(), kind="page").body == b"<html>news"
    assert proxy.connections == 0


def test_a13_netrc_is_not_read(news: TortureServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text(f"machine {NEWS}\nlogin editor\npassword secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    guarded(limits()).get(news.url(), kind="page")
    assert "authorization" not in news.requests[0].headers


def test_a13_credentials_stay_with_their_origin(news: TortureServer) -> None:
    with TortureServer({"/": send(b"<html>other")}, address=NEWS) as other:
        news.routes["/"] = redirect("/same")
        news.routes["/same"] = redirect(other.url())
        secrets = {"Authorization": "Basic c2VjcmV0", "Cookie": "session=secret", "X-Asked-For": "feed"}
        guarded(limits()).get(news.url(), kind="page", headers=secrets)
    first, same = news.requests
    assert first.headers["authorization"] == same.headers["authorization"] == "Basic c2VjcmV0"
    assert not {"authorization", "cookie"} & other.requests[0].headers.keys()
    assert other.requests[0].headers["x-asked-for"] == "feed"


def test_a13_cookies_are_never_sent_back(news: TortureServer) -> None:
    news.routes["/"] = send(b"<html>news", ("Set-Cookie", "id=1"))
    client = guarded(limits())
    client.get(news.url(), kind="page")
    client.get(news.url(), kind="page")
    assert "cookie" not in news.requests[1].headers


def test_a13_credentials_in_a_url_are_refused_and_not_repeated_in_the_error() -> None:
    with pytest.raises(FetchRefused) as caught:
        guarded(limits()).get("https://editor:secret@news.example/feed", kind="feed")
    assert caught.value.reason == "url.credentials"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://a@b\\@c/", "http:\\\\news.example", "http:/news.example", "http:news.example", "http://news.example\\.inner/",
        "http://inner.example\t.good.example/", "http://news.example%00/",
        "http://news%2eexample/", "http://[::1%25eth0]/", "http://[127.0.0.1]:80:80/", "http://::1/", "http://a:b:80/",
        "http://news.example:80a/", "http://news.example:-1/", "http://news.example:0/", "http://.example/", "http://a..b/",
        "http://news.example /", "http://<news>.example/", "http://{news}/", "http://ne^ws/", "http://a|b/", "https:///path",
        "http://\u202enews.example/", "http://xn--\u00e9/", "http://\ud800.example/", "http://news.example/a\\b",
    ],
)  # fmt: skip
def test_a14_a_url_that_two_parsers_could_read_differently_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        read_url(url)
    assert caught.value.reason in ("url.invalid", "url.credentials")


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("HTTP://News.EXAMPLE", "news.example", "/"),
        ("http://good.example#@inner.example", "good.example", "/"),
        ("http://good.example?@inner.example", "good.example", "/?@inner.example"),
        ("http://good.example/@inner.example", "good.example", "/@inner.example"),
        ("http://news.example:80/a b?q=é#part", "news.example", "/a%20b?q=%C3%A9"),
        ("http://bücher.example/", "xn--bcher-kva.example", "/"),
        ("http://faß.example/", "xn--fa-hia.example", "/"),
        ("http://my_blog.news.example./x%2Fy", "my_blog.news.example", "/x%2Fy"),
    ],
)
def test_a14_the_host_that_is_read_is_the_host_that_is_dialled(url: str, host: str, path: str) -> None:
    dialled: list[str] = []
    client = guarded(limits(), resolve=lambda name: dialled.append(name) or [])  # type: ignore[func-returns-value]
    assert refused(url, client) == "dns.failed"
    assert dialled == [host]
    assert read_url(url).path == path


@settings(deadline=None, database=None, max_examples=100)
@given(
    st.one_of(
        st.text(max_size=30).map(lambda text: f"http://{text}"),
        st.lists(
            st.sampled_from(["http:", "//", "/", "\\", "@", ":", "#", "?", "a.example", "b", "%2e", "[::1]", "。", "80", "."]),
            max_size=9,
        ).map("".join),
    )
)
def test_a14_what_is_accepted_is_read_alike_by_three_parsers(url: str) -> None:
    try:
        target = read_url(url)
    except FetchRefused:
        return
    assert urlsplit(target.url).hostname == parse_url(target.url).host.strip("[]") == target.host  # type: ignore[union-attr]
    assert (urlsplit(target.url).port or 80) == (parse_url(target.url).port or 80) == target.port
    assert read_url(target.url) == target


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\t", "\x7f", "\x1f"])
@pytest.mark.parametrize("pattern", ["http://news.example/a{}b", "http://news{}.example/", "http://news.example/?{}"])
def test_a15_control_characters_in_a_url_are_refused(character: str, pattern: str) -> None:
    assert refused(pattern.format(character)) == "url.invalid"


def test_a15_control_characters_in_headers_are_neither_sent_nor_kept(news: TortureServer) -> None:
    news.routes["/"] = raw(b'HTTP/1.1 200 O\x1bK\r\nETag: "a\x00\x07b"\r\nContent-Length: 4\r\n\r\nbody')
    client = guarded(limits())
    answer = client.get(news.url(), kind="page")
    assert answer.etag == '"a b"'
    assert answer.reason == "O K"
    with pytest.raises(NewsdeskError):
        client.get(news.url(), kind="page", headers={"X-Asked": "a\r\nInjected: yes"})
    assert not any("injected" in request.headers for request in news.requests)


def test_a15_an_escaped_line_break_in_a_location_stays_escaped(news: TortureServer) -> None:
    news.routes["/"] = redirect("/next%0d%0aInjected:%20yes")
    news.routes["/next%0d%0aInjected:%20yes"] = send(b"<html>there")
    assert guarded(limits()).get(news.url(), kind="page").body == b"<html>there"


def test_a16_a_secret_goes_over_https_only(inner: TortureServer) -> None:
    client = guarded(limits(allow_networks=("127.0.0.2/32",)))
    with TortureServer({"/": send(b"", status="202 Accepted")}, address=INNER) as hub:
        assert client.post(hub.url(), b"hub.secret=x").status == 202
        assert hub.requests[0].body == b"hub.secret=x"
    with pytest.raises(NewsdeskError) as caught:
        guarded(limits()).post(inner.url(), b"hub.secret=x")
    assert getattr(caught.value, "reason", None) == "address.denied"


def test_a16_a_secret_is_not_sent_over_plain_http_to_the_open_web(news: TortureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The test's own address counts as one of the open web for this once.
    monkeypatch.setattr("include.newsdesk.web.dialling.why_denied", lambda _: None)
    monkeypatch.setattr("include.newsdesk.web.dialling.is_own_address", lambda _: False)
    with pytest.raises(FetchRefused) as caught:
        guarded(limits(allow_networks=())).post(news.url(), b"hub.secret=x")
    assert caught.value.reason == "scheme.denied"
    assert news.requests == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"dns_seconds": 0.05}, "dns.failed"), ({"dns_seconds": 5.0, "total_seconds": 0.05}, "deadline.exceeded")],
)
def test_a17_a_resolver_that_never_answers_is_left_behind(changes: dict[str, float], reason: str) -> None:
    never = threading.Event()
    client = guarded(limits(**changes), resolve=lambda _: [] if never.wait(30) else [])
    assert refused("http://news.example/", client) == reason
    never.set()


def test_a17_a_name_without_addresses_or_with_thousands_ends() -> None:
    def fail(_: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert refused("http://news.example/", guarded(limits(), resolve=fail)) == "dns.failed"
    assert refused("http://news.example/", guarded(limits(), resolve=lambda _: [])) == "dns.failed"
    many = [f"10.{number // 256}.{number % 256}.1" for number in range(10_000)]
    assert refused("http://news.example/", guarded(limits(), resolve=lambda _: many)) == "address.denied"


def test_a18_only_a_certificate_that_is_valid_for_the_host_is_accepted(tmp_path: Path) -> None:
    good, other = Authority(tmp_path), Authority(tmp_path, "Another Authority")
    resolve = names({"www.news.example": [NEWS]})

    def outcome(serving: ssl.SSLContext) -> bytes | str:
        with TortureServer({"/": send(b"<html>news")}, tls=serving, address=NEWS) as server:
            client = guarded(limits(), resolve=resolve, tls=good.trusting())
            try:
                return client.get(server.url(host="www.news.example"), kind="page").body
            except TransientError as error:
                assert server.requests == []
                return error.reason if isinstance(error, FetchFailed) else repr(error)

    assert outcome(good.serving("www.news.example")) == b"<html>news"
    assert outcome(good.serving("*.news.example")) == b"<html>news"
    assert outcome(good.serving("www.news.example", days=(-10, -1))) == "tls.failed"
    assert outcome(good.serving("www.news.example", days=(1, 10))) == "tls.failed"
    assert outcome(good.serving("other.example")) == "tls.failed"
    assert outcome(other.serving("www.news.example")) == "tls.failed"
    assert outcome(good.serving(NEWS)) == "tls.failed"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
def test_a18_old_versions_of_tls_are_refused(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    serving = authority.serving(NEWS)
    serving.minimum_version = ssl.TLSVersion.TLSv1
    serving.maximum_version = ssl.TLSVersion.TLSv1
    serving.set_ciphers("ALL:@SECLEVEL=0")
    with TortureServer({"/": send(b"<html>news")}, tls=serving, address=NEWS) as server:
        assert refused(server.url(), guarded(limits(), tls=authority.trusting())) == "tls.failed"


def test_a18_a_server_that_does_not_speak_tls_is_refused(news: TortureServer) -> None:
    assert refused(news.url().replace("http:", "https:"), guarded(limits(connect_seconds=0.1))) == "tls.failed"


@pytest.mark.parametrize(
    "host", ["a" * 64 + ".example", "é" * 300 + ".example", ".".join(["a" * 60] * 5), "\u200d.example", "-\u0301.example"]
)
def test_a19_host_names_that_cannot_exist_are_refused(host: str) -> None:
    assert refused(f"http://{host}/") == "url.invalid"


def test_a19_spellings_of_one_host_are_one_host() -> None:
    spellings = [
        "http://BÜCHER.example",
        "http://bücher.example.",
        "http://xn--bcher-kva.example:80",
        "http://bu\u0308cher.example",
    ]
    assert {read_url(url).authority for url in spellings} == {"xn--bcher-kva.example"}


def test_every_reason_is_words_and_an_error_that_can_travel_between_processes() -> None:
    for reason, (_, words) in REASONS.items():
        assert words.endswith(".")
        error = refusal(reason, "http://news.example/", "seen")
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (type(again), again.reason, again.subject, again.detail) == (type(error), reason, "http://news.example/", "seen")

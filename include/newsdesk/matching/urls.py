"""Give every address of an article one identity form, and judge which other addresses may mean the same article.

Does not fetch, and its forms are not for fetching: a page is fetched at the address that the publisher gave.
"""

import ipaddress
import re
from collections.abc import Collection
from functools import cache, lru_cache

import idna
from publicsuffixlist import PublicSuffixList

from include.newsdesk.errors import RejectedError
from include.newsdesk.matching.tracking import tracking_parameters

MAX_URL_LENGTH = 2048
"""Longest identity form, in characters (they are all ASCII); an index entry in Postgres holds 2,700 bytes."""

MAX_TITLES_PER_CANONICAL = 3
"""A canonical URL that more titles than this point to is a site's template error, not an article."""


class BadUrl(RejectedError):
    """The address is not a usable http or https URL."""

    reason = "url.invalid"


_UNRESERVED = r"A-Za-z0-9._~\-"
_KEPT = _UNRESERVED + "!$&'()*+,;=:@/"
_URL = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_ASCII_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_SPACE_OR_CONTROL = re.compile("[\x00-\x20\x7f-\xa0\u200b\ufeff]")
_NEWLINE_OR_TAB = re.compile(r"[\t\r\n]")
_BLANK_ENDS = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\ufeff"
_PLAIN_PATH = re.compile(f"[{_KEPT}]*")
_PLAIN_QUERY = re.compile(f"[{_KEPT}?]*")
_TO_ESCAPE = re.compile(f"%[0-9A-Fa-f]{{2}}|%|[^{_KEPT}?%]+")
_IS_UNRESERVED = re.compile(f"[{_UNRESERVED}]")

_AMP_QUERY = re.compile(r"(?:amp(?:=(?:1|true)?)?|outputtype=amp)", re.IGNORECASE)
_AMP_PATH = re.compile(r"\A/amp(?=/.)|/amp(?=\Z)|\.amp(?=(?:\.html?)?\Z)", re.IGNORECASE)
_AMP_VIEWER = re.compile(r"/amp/(s/)?(.+)")
_AMP_CACHE = re.compile(r"/[civ]/(?:[^/]+/)??(s/)?([^/]+\.[^/]+.*)")
_OTHER_DEVICE_HOST = re.compile(r"\A(?:www\.)?(?:amp|m|mobile)\.(?=[^.]+\.)")


def normalise_url(url: str) -> str:
    """Return the identity form: two addresses of one article, written differently, come out equal.

    https for http; lower-case IDNA host without trailing dot, default port or userinfo; no fragment but `#!`; no dot
    segments, empty segments or trailing slash; escapes as in RFC 3986 section 6.2.2; no tracking parameters, the rest
    sorted. Idempotent. Raises BadUrl for anything but an http(s) URL, and for a form over MAX_URL_LENGTH.
    """
    scheme, authority, path, query, fragment = _split(url)
    identity = f"https://{_authority(scheme, authority, True)}{_path(path)}"
    if query and (kept := _query(query, identity[8:].partition("/")[0].partition(":")[0])):
        identity += "?" + kept
    if fragment and fragment.startswith("!"):
        identity += "#" + _escaped(fragment)
    if len(identity) > MAX_URL_LENGTH:
        raise BadUrl(url[:200], f"longer than {MAX_URL_LENGTH} characters")
    return identity


def host_of(url: str) -> str:
    """Return the host, with the port where it isn't the scheme's own: the unit of politeness. Raises BadUrl."""
    scheme, authority, *_ = _split(url)
    return _authority(scheme, authority, False)


def registrable_domain(url: str) -> str:
    """Return the domain that its owner registered, by the public suffix list; the host itself where there is none."""
    host = host_of(url)
    host = host if host.endswith("]") else host.partition(":")[0]
    if host.endswith("]") or host.rpartition(".")[2].isdigit():
        return host
    return _public_suffixes().privatesuffix(host) or host


def aliases(url: str) -> tuple[str, ...]:
    """Return the plain addresses that an AMP or mobile address may stand for, in identity form, likeliest first.

    Guesses: link one only when the page's rel=canonical confirms it. Empty for an ordinary address. Raises BadUrl.
    """
    identity = normalise_url(url)
    unwrapped = _unwrapped(identity) or identity
    plain = _without_amp(unwrapped)
    scheme_end = len("https://")
    bare = _OTHER_DEVICE_HOST.sub("", plain[scheme_end:])
    candidates = [plain]
    if bare != plain[scheme_end:]:
        candidates = [f"https://www.{bare}", f"https://{bare}"]
    return tuple(candidate for candidate in candidates if candidate != identity)


def accept_canonical(
    page_url: str,
    canonical_url: str,
    *,
    titles_sharing_it: int = 1,
    syndication_pairs: Collection[tuple[str, str]] = (),
) -> bool:
    """Tell whether a page's rel=canonical may become an address of the page's article.

    It must be an http(s) URL on the page's registrable domain, or what an AMP viewer's address unwraps to, or on the
    second domain of a syndication pair whose first is the page's; not a site's root; not claimed by more than
    MAX_TITLES_PER_CANONICAL different titles. Never raises.
    """
    try:
        page, canonical = normalise_url(page_url), normalise_url(canonical_url)
        domains = registrable_domain(page), registrable_domain(canonical)
    except BadUrl:
        return False
    if titles_sharing_it > MAX_TITLES_PER_CANONICAL or canonical.count("/") == 3 and canonical.endswith("/"):
        return False
    return domains[0] == domains[1] or domains in syndication_pairs or canonical in aliases(page)


def _split(url: str) -> tuple[str, str, str, str | None, str | None]:
    if _SPACE_OR_CONTROL.search(url):
        # Browsers strip the ends and drop line breaks anywhere (WHATWG URL, basic parser, steps 1 and 3).
        url = _NEWLINE_OR_TAB.sub("", url.strip(_BLANK_ENDS))
    match = _URL.fullmatch(url)
    if match is None:
        raise BadUrl(url[:200], "not http or https")
    scheme, authority, path, query, fragment = match.groups()
    return scheme.lower(), authority, path, query, fragment


@lru_cache(maxsize=4096)
def _authority(scheme: str, authority: str, folded: bool) -> str:
    """Return host and port; `folded` takes http and https for one scheme, whose own ports are then 80 and 443."""
    if "\\" in authority:
        # Browsers end the host there, other clients don't: no two readers agree whose address this is.
        raise BadUrl(authority[:200], "backslash before the path")
    host, port = authority.rpartition("@")[2], ""
    if not host.endswith("]"):
        host, colon, port = host.rpartition(":") if ":" in host else (host, "", "")
    name = _host(host)
    if not port:
        return name
    if not (port.isascii() and port.isdigit() and len(port) <= 8 and int(port) < 65536):
        raise BadUrl(authority[:200], "bad port")
    # An identity is always https, so 443 must go from it whatever the scheme was: normalising twice would drop it then.
    default = {443} if scheme == "https" else {80, 443} if folded else {80}
    return name if int(port) in default else f"{name}:{int(port)}"


def _host(host: str) -> str:
    try:
        if host.startswith("[") and "%" not in host:
            return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        name = host.lower()
        if "%" in name:
            name = re.sub("(?:%[0-9a-f]{2})+", lambda m: bytes.fromhex(m[0].replace("%", "")).decode(), name).lower()
        if not name.isascii():
            name = idna.encode(name, uts46=True).decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise BadUrl(host[:200], "bad host name") from error
    name = name.removesuffix(".")
    if not _ASCII_HOST.fullmatch(name):
        raise BadUrl(host[:200], "bad host name")
    return name


def _path(path: str) -> str:
    if not _PLAIN_PATH.fullmatch(path):
        path = _escaped(path)
    # After decoding: an escaped dot is a dot.
    if "//" in path or "/." in path:
        kept: list[str] = []
        for segment in path.split("/"):
            if segment == "..":
                del kept[-1:]
            elif segment not in ("", "."):
                kept.append(segment)
        path = "/" + "/".join(kept)
    return path.rstrip("/") or "/"


def _query(query: str, host: str) -> str:
    if not _PLAIN_QUERY.fullmatch(query):
        query = _escaped(query)
    drop = tracking_parameters().drop
    items = query.split("&")
    return "&".join(sorted(item for item in items if item and not drop(item.partition("=")[0].lower(), host)))


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    text = match[0]
    if text == "%":
        return "%25"
    if text.startswith("%"):
        character = chr(int(text[1:], 16))
        return character if _IS_UNRESERVED.fullmatch(character) else text.upper()
    try:
        return "".join(f"%{byte:02X}" for byte in text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise BadUrl(ascii(text)[:200], "not Unicode text") from error


def _unwrapped(identity: str) -> str | None:
    """Return what a cached AMP address holds: host/c/s/address (s for https), or google.tld/amp/s/address."""
    host, slash, rest = identity.removeprefix("https://").partition("/")
    pattern = None
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        pattern = _AMP_CACHE
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host):
        pattern = _AMP_VIEWER
    match = pattern.fullmatch(slash + rest) if pattern else None
    if match is None:
        return None
    try:
        return normalise_url(f"https://{match[2]}")
    except BadUrl:
        return None


def _without_amp(identity: str) -> str:
    rest, mark, fragment = identity.partition("#")
    address, _, query = rest.partition("?")
    host, slash, path = address.removeprefix("https://").partition("/")
    plain = f"https://{host}{_path(_AMP_PATH.sub('', slash + path))}"
    items = [item for item in query.split("&") if item and not _AMP_QUERY.fullmatch(item)]
    return plain + ("?" + "&".join(items) if items else "") + mark + fragment


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()

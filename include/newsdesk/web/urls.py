"""Reading a URL in the one way that is also the way it is dialled.

Stricter than browsers on purpose: what two parsers could read differently (backslashes, credentials, control
characters, escapes in the host) is refused, so the host that was checked is the host that is asked. Does not tidy a URL
for comparing: that is `include.newsdesk.matching`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import idna

from include.newsdesk.web.refusals import refusal

DEFAULT_PORTS = {"http": 80, "https": 443}

_URL = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]:@\\%\s<>^|\"`{}]+)(?::([0-9]{0,5}))?")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_KEPT = "%/:@!$&'()*+,;=~-._[]?"


@dataclass(frozen=True)
class Target:
    """One URL, taken apart: `path` is what goes into the request line (path and query, ASCII)."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as in a Host header; the default port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials and connections belong to."""
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        """The URL as it is asked for, without fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


@lru_cache(maxsize=4096)
def read_url(url: str, most_characters: int = 2048) -> Target:
    """Take an absolute URL apart.

    Raises `FetchRefused` with `url.invalid`, `url.too_long`, `url.credentials` or `scheme.denied`.
    """
    if len(url) > most_characters:
        raise refusal("url.too_long", url[:most_characters], f"characters={len(url)}")
    if _CONTROL.search(url):
        raise refusal("url.invalid", repr(url), "a control character")
    if _OTHER_SCHEME.match(url):
        raise refusal("scheme.denied", url)
    match = _URL.fullmatch(url)
    if match is None:
        raise refusal("url.invalid", url, "not an absolute http or https URL")
    scheme, authority, path, query = match[1].lower(), match[2], match[3], match[4] or ""
    if "@" in authority:
        raise refusal("url.credentials", url.replace(authority, "***@" + authority.rpartition("@")[2], 1))
    if "\\" in path:
        raise refusal("url.invalid", url, "a backslash")
    host, port = _read_authority(url, authority, DEFAULT_PORTS[scheme])
    return Target(scheme, host, port, quote(path or "/", safe=_KEPT) + quote(query, safe=_KEPT))


def _read_authority(url: str, authority: str, default_port: int) -> tuple[str, int]:
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        raise refusal("url.invalid", url, "a broken host")
    port = int(match[2]) if match[2] else default_port
    if not 0 < port < 65536:
        raise refusal("url.invalid", url, "a port out of range")
    if match[1].startswith("["):
        return match[1][1:-1].lower(), port
    host = _ascii_host(match[1])
    if host is None:
        raise refusal("url.invalid", url, "not a host name")
    return host, port


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str | None:
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    host = host.lower().removesuffix(".")
    return host if _HOST.fullmatch(host) else None

"""The guarded client: the only code that asks the open web for anything.

Feeds, pages, robots.txt, discovery and WebSub hubs all go through it. Each hop of a redirect is checked like a first
request. Proxy variables, netrc and cookies are never used. Does not wait between requests to one host (`politeness`) or
read robots.txt (`robots`).
"""

import http.client
import re
import ssl
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import urllib3.exceptions

from include.newsdesk.errors import NewsdeskError
from include.newsdesk.web.answers import Answer, Validators, read_retry_after
from include.newsdesk.web.bodies import ACCEPTED_CODINGS, Body, read_beginning, read_body
from include.newsdesk.web.budget import Budget
from include.newsdesk.web.connections import Connection, Connections, Response
from include.newsdesk.web.dialling import Dialler, Resolve, resolve_with_system
from include.newsdesk.web.limits import Kind, Limits
from include.newsdesk.web.refusals import refusal
from include.newsdesk.web.urls import Target, read_url

REDIRECTS = (301, 302, 303, 307, 308)
SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
MOST_DRAINED_BYTES = 16_384
ACCEPT: dict[Kind, str] = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
    "hub": "*/*",
}

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TRANSPORT_ERRORS = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError)
_TLS_ERRORS = (ssl.SSLError, ssl.CertificateError, urllib3.exceptions.SSLError)

BeforeRequest = Callable[[str], float]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class GuardedClient:
    """Fetches from the open web within `Limits`. Safe for threads; connections are kept open between requests."""

    def __init__(
        self,
        limits: Limits,
        *,
        resolve: Resolve = resolve_with_system,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Keep the limits; raises `BadNetwork`. `tls` replaces the system's authorities, `resolve` its resolver."""
        self._limits = limits
        self._now = now
        self._connections = Connections(limits, Dialler(limits, resolve), tls)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def get(
        self,
        url: str,
        *,
        kind: Kind,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        before_request: BeforeRequest | None = None,
    ) -> Answer:
        """Fetch a URL and follow its redirects.

        `before_request` is called with each hop's URL and gives back how many seconds it waited; they don't count.
        A 4xx or 5xx is an answer. Raises `FetchFailed` or `FetchRefused` with a code of `refusals.REASONS`.
        """
        exchange = _Exchange(self._limits, self._connections, self._now, url, kind, dict(headers or {}))
        return exchange.get(validators or Validators(), before_request)

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a body to a WebSub hub; 307 and 308 are followed with the body, other redirects are answers.

        The body may hold a secret: plain http is refused (`scheme.denied`) except into networks that the limits add.
        """
        exchange = _Exchange(self._limits, self._connections, self._now, url, "hub", dict(headers or {}))
        return exchange.post(body)

    def close(self, authorities: Collection[str] | None = None) -> None:
        """Close the connections that are kept open, or only those to some hosts; the end of a `with` block closes all."""
        self._connections.close(authorities)


class _Exchange:
    """One `get` or `post`, from the first hop to the answer."""

    def __init__(
        self,
        limits: Limits,
        connections: Connections,
        now: Callable[[], datetime],
        url: str,
        kind: Kind,
        headers: dict[str, str],
    ) -> None:
        self._limits = limits
        self._connections = connections
        self._now = now
        self._url = url
        self._kind = kind
        self._headers = headers
        self._started = time.monotonic()
        self._budget = Budget(url, limits.total_seconds, limits.idle_seconds)
        self._redirects: list[tuple[int, str]] = []

    def get(self, validators: Validators, before_request: BeforeRequest | None) -> Answer:
        target = read_url(self._url, self._limits.url_characters)
        conditional_url = validators.url or target.url
        while True:
            if before_request is not None:
                self._budget.extend(before_request(target.url))
            asked = self._conditional_headers(validators) if target.url == conditional_url else {}
            connection, response = self._send("GET", target, None, asked)
            if response.status not in REDIRECTS:
                return self._finish(connection, response, target, is_conditional=bool(asked))
            target = self._follow(connection, response, target)

    def post(self, body: bytes) -> Answer:
        target = read_url(self._url, self._limits.url_characters)
        while True:
            connection, response = self._send("POST", target, body, {})
            if response.status not in (307, 308):
                return self._finish(connection, response, target, is_conditional=False)
            target = self._follow(connection, response, target)

    def _send(self, method: str, target: Target, body: bytes | None, extra: dict[str, str]) -> tuple[Connection, Response]:
        """Send one request; a kept connection that the server has closed meanwhile is replaced once."""
        headers = {**self._default_headers(target), **self._headers, **extra}
        connection: Connection | None = None
        is_used = False
        try:
            connection, is_used = self._connections.take(target, self._budget)
            return self._exchange_head(connection, method, target, body, headers)
        except _TRANSPORT_ERRORS as error:
            if not is_used or method != "GET":
                raise self._transport_failure(error, connection, target) from error
        try:
            connection = None
            connection = self._connections.open(target, self._budget)
            return self._exchange_head(connection, method, target, body, headers)
        except _TRANSPORT_ERRORS as error:
            raise self._transport_failure(error, connection, target) from error

    def _exchange_head(
        self, connection: Connection, method: str, target: Target, body: bytes | None, headers: dict[str, str]
    ) -> tuple[Connection, Response]:
        try:
            if body is not None and target.scheme != "https" and not connection.is_widened:
                raise refusal("scheme.denied", target.url, "a secret over plain http")
            connection.request(method, target.path, body=body, headers=headers)
            response: Response = http.client.HTTPConnection.getresponse(connection)  # type: ignore[assignment]
        except BaseException:
            connection.close()
            raise
        return connection, response

    def _transport_failure(self, error: Exception, connection: Connection | None, target: Target) -> NewsdeskError:
        if isinstance(error, TimeoutError):
            return self._budget.timed_out("connection.lost" if connection else "tls.failed")
        if isinstance(error, _TLS_ERRORS) or connection is None:
            return refusal("tls.failed", target.url, str(error))
        if isinstance(error, ValueError):
            return refusal("answer.malformed", target.url, str(error))
        if isinstance(error, http.client.HTTPException) and not isinstance(error, ConnectionError):
            is_long = isinstance(error, http.client.LineTooLong) or "more than" in str(error)
            return refusal("headers.too_large" if is_long else "answer.malformed", target.url, repr(error))
        return refusal("connection.lost", target.url, repr(error))

    def _follow(self, connection: Connection, response: Response, target: Target) -> Target:
        location = response.headers.get("location", "").strip(" \t")
        status = response.status
        self._drain(connection, response)
        if not location or _CONTROL.search(location):
            raise refusal("redirect.invalid", target.url, f"status={status} location={location[:200]!r}")
        try:
            # A location with a scheme is read as it stands: urljoin would mend what must be refused.
            joined = location if _SCHEME.match(location) else urljoin(target.url, location)
        except ValueError as error:
            raise refusal("redirect.invalid", target.url, f"location={location[:200]!r}") from error
        following = read_url(joined, self._limits.url_characters)
        self._redirects.append((status, following.url))
        if len(self._redirects) > self._limits.redirects:
            raise refusal("redirect.too_many", self._url, f"hops={len(self._redirects)} to={following.url}")
        if following.origin != target.origin:
            self._headers = {name: value for name, value in self._headers.items() if name.lower() not in SECRET_HEADERS}
        return following

    def _finish(self, connection: Connection, response: Response, target: Target, *, is_conditional: bool) -> Answer:
        try:
            body = self._read(response, target, is_conditional=is_conditional)
        except BaseException:
            connection.close()
            response.close()
            raise
        self._release(connection, response)
        now = self._now()
        limits = self._limits
        headers = _plain_headers(response)
        return Answer(
            requested_url=self._url,
            final_url=target.url,
            status=response.status,
            reason=_CONTROL.sub(" ", response.reason)[:200],
            headers=headers,
            body=body.content,
            wire_bytes=body.wire_bytes,
            elapsed_ms=round((time.monotonic() - self._started) * 1000),
            fetched_at=now,
            redirects=tuple(self._redirects),
            retry_after_seconds=read_retry_after(
                headers.get("retry-after"), now, limits.retry_after_least_seconds, limits.retry_after_most_seconds
            ),
            is_end_certain=body.is_end_certain,
        )

    def _read(self, response: Response, target: Target, *, is_conditional: bool) -> Body:
        status = response.status
        if status >= 400 or self._kind == "hub":
            return read_beginning(response, target.url, self._limits.error_body_bytes)
        if status == 304 and not is_conditional:
            raise refusal("answer.unasked_304", target.url)
        if status in (204, 205, 206):
            raise refusal("answer.partial", target.url, f"status={status}")
        most = self._limits.bodies[self._kind]
        body = read_body(response, target.url, most, self._limits)
        if not body.content and status == 200 and self._kind != "robots":
            raise refusal("body.empty", target.url)
        return body

    def _drain(self, connection: Connection, response: Response) -> None:
        """Read the small body of a redirect so that the connection can be used again."""
        if response.length is not None and response.length <= MOST_DRAINED_BYTES:
            read_beginning(response, self._url, MOST_DRAINED_BYTES)
        self._release(connection, response)

    def _release(self, connection: Connection, response: Response) -> None:
        if response.isclosed() and not response.will_close and connection.sock is not None:
            self._connections.give_back(connection)
        else:
            connection.close()
            response.close()

    def _conditional_headers(self, validators: Validators) -> dict[str, str]:
        asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
        return {name: value for name, value in asked.items() if value}

    def _default_headers(self, target: Target) -> dict[str, str]:
        return {
            "Host": target.authority,
            "User-Agent": self._limits.user_agent,
            "Accept": ACCEPT[self._kind],
            "Accept-Encoding": ACCEPTED_CODINGS,
        }


def _plain_headers(response: Response) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        clean = _CONTROL.sub(" ", value).strip()
        headers[key] = f"{headers[key]}, {clean}" if key in headers else clean
    return headers

"""Why an exchange with the open web was refused or failed: one stable code each, with words for people.

`docs/operations.md` shows this table. Does not decide what follows: a stage counts, retries or sets aside.
"""

from include.newsdesk.errors import NewsdeskError, RejectedError, TransientError

FAILED = "failed"
REFUSED = "refused"

REASONS: dict[str, tuple[str, str]] = {
    "url.invalid": (REFUSED, "The URL is broken or could be read in more than one way."),
    "url.too_long": (REFUSED, "The URL is longer than the limit."),
    "url.credentials": (REFUSED, "The URL carries a user name or a password; send an Authorization header instead."),
    "scheme.denied": (REFUSED, "Only http and https are spoken, and secrets travel over https only."),
    "port.denied": (REFUSED, "The port is not one that is allowed."),
    "address.denied": (REFUSED, "Every address of the host is private, reserved or our own."),
    "dns.failed": (FAILED, "The host's name was not resolved in time or has no address."),
    "connect.failed": (FAILED, "No address of the host took the connection in time."),
    "connection.lost": (FAILED, "The connection broke before the answer's headers were complete."),
    "tls.failed": (FAILED, "The TLS handshake failed or the certificate is not valid for the host."),
    "read.timeout": (FAILED, "The server sent nothing for longer than the limit."),
    "deadline.exceeded": (FAILED, "The whole exchange took longer than the limit."),
    "answer.malformed": (FAILED, "The answer breaks the rules of HTTP."),
    "answer.unasked_304": (FAILED, "The server said `304 Not Modified` although nothing conditional was asked."),
    "answer.partial": (FAILED, "The server sent `204`, `205` or `206` where a whole document was asked for."),
    "headers.too_large": (REFUSED, "The answer's headers have more lines or bytes than the limit."),
    "redirect.too_many": (REFUSED, "The redirects go on for more hops than the limit, or in a circle."),
    "redirect.invalid": (REFUSED, "A redirect has no usable Location."),
    "body.empty": (FAILED, "The body is empty although a document was asked for."),
    "body.length_invalid": (FAILED, "The body's declared length is broken, doubled or not the length that was sent."),
    "body.truncated": (FAILED, "The body ended before its declared or encoded end."),
    "body.too_large": (REFUSED, "The body is larger than the limit, on the wire or decoded."),
    "body.bomb": (REFUSED, "The body grows by more than the allowed ratio when decoded."),
    "coding.refused": (REFUSED, "The body has an unknown content coding, or more than one."),
    "coding.broken": (FAILED, "The body is not what its content coding says."),
    "robots.disallowed": (REFUSED, "The site's robots.txt does not allow this URL for us."),
    "robots.unreachable": (FAILED, "The site's robots.txt can't be had, which counts as no."),
    "host.busy": (FAILED, "Another worker is asking this host."),
    "host.slow": (FAILED, "The host asked for fewer requests or refuses us; its time has not come yet."),
    "host.waiting": (FAILED, "The delay between requests to the host left no time for this one."),
}


class FetchFailed(TransientError):
    """The web could not be fetched from, and may be later."""

    def __init__(self, subject: str, reason: str, detail: str = "", wait_seconds: float | None = None) -> None:
        """Keep the stable code of the failure, and after how many seconds the host's turn comes where that is known."""
        super().__init__(subject, detail)
        self.reason = reason
        self.wait_seconds = wait_seconds
        self.args = (subject, reason, detail, wait_seconds)


class FetchRefused(RejectedError):
    """The exchange broke one of our rules and was ended."""

    def __init__(self, subject: str, reason: str, detail: str = "") -> None:
        """Keep the stable code of the rule."""
        super().__init__(subject, detail)
        self.reason = reason
        self.args = (subject, reason, detail)


def refusal(reason: str, url: str, detail: str = "") -> NewsdeskError:
    """Build the error that belongs to a reason code; an unknown code is a KeyError."""
    kind, _ = REASONS[reason]
    return FetchFailed(url, reason, detail) if kind == FAILED else FetchRefused(url, reason, detail)


def postponed(reason: str, host: str, wait_seconds: float, detail: str = "") -> FetchFailed:
    """Build the error for a host whose turn comes later."""
    return FetchFailed(host, reason, detail or f"for {wait_seconds:.0f} s", wait_seconds)

"""What a server answered, as the stages see it.

Does not judge a page's content: that is `pages.judge_page`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PERMANENT_REDIRECTS = (301, 308)


@dataclass(frozen=True)
class Validators:
    """What makes a request conditional: kept from the last answer that was stored whole.

    `url` is the final URL that they came with; through redirects they are sent to that URL only. Empty: the URL asked.
    """

    etag: str | None = None
    last_modified: str | None = None
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """One whole answer. Header names are lower case, repeated headers are joined by commas.

    `wire_bytes` counts the body as sent, framing included. `retry_after_seconds` is clamped to the limits.
    """

    requested_url: str
    final_url: str
    status: int
    reason: str
    headers: dict[str, str]
    body: bytes = field(repr=False)
    wire_bytes: int
    elapsed_ms: int
    fetched_at: datetime
    redirects: tuple[tuple[int, str], ...] = ()
    retry_after_seconds: int | None = None
    is_end_certain: bool = True

    @property
    def not_modified(self) -> bool:
        """Tell whether the server said that nothing changed."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        """The Content-Type header as sent, or an empty string."""
        return self.headers.get("content-type", "")

    @property
    def etag(self) -> str | None:
        """The ETag to ask with next time; None when the body may have been cut without a trace."""
        return self.headers.get("etag") if self.is_end_certain else None

    @property
    def last_modified(self) -> str | None:
        """The Last-Modified to ask with next time; None when the body may have been cut without a trace."""
        return self.headers.get("last-modified") if self.is_end_certain else None

    @property
    def permanent_redirect(self) -> str | None:
        """The final URL when every hop to it was permanent (301, 308)."""
        if self.redirects and all(status in PERMANENT_REDIRECTS for status, _ in self.redirects):
            return self.final_url
        return None


def read_retry_after(value: str | None, now: datetime, least: int, most: int) -> int | None:
    """Read Retry-After (seconds or a date) as seconds from now, clamped; None when absent or unreadable."""
    if value is None:
        return None
    value = value.strip()
    digits = value.removeprefix("-")
    if digits.isascii() and digits.isdigit():
        seconds = int(value) if len(digits) < 10 else (least if value.startswith("-") else most)
        return min(max(seconds, least), most)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(min(max((moment - now).total_seconds(), least), most))

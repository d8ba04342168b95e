"""How long an answer says it stays fresh (RFC 9111, sections 5.2.2.1 and 5.3).

Does not decide when to ask again: `feeds/schedule.py` does.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from include.newsdesk.web.answers import Answer

_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,18})", re.IGNORECASE)


def max_age_seconds(answer: Answer) -> int | None:
    """Read `max-age` of Cache-Control; 0 for `no-cache` and `no-store`, None when it says nothing."""
    control = answer.headers.get("cache-control", "")
    if re.search(r"(?:^|,)\s*no-(?:cache|store)\b", control, re.IGNORECASE):
        return 0
    match = _MAX_AGE.search(control)
    return int(match[1]) if match else None


def expires_at(answer: Answer) -> datetime | None:
    """Read Expires as a time of this machine's clock; None when it is absent or no date."""
    try:
        expires = parsedate_to_datetime(answer.headers["expires"])
        said_at = parsedate_to_datetime(answer.headers["date"]) if "date" in answer.headers else answer.fetched_at
        return answer.fetched_at + (aware(expires) - aware(said_at))
    except (KeyError, ValueError, OverflowError):
        return None


def retry_at(answer: Answer) -> datetime | None:
    """Read Retry-After as a time; None when it is absent."""
    seconds = answer.retry_after_seconds
    return None if seconds is None else answer.fetched_at + timedelta(seconds=seconds)


def aware(moment: datetime) -> datetime:
    """Take a date without zone (`-0000`) as UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""One rule for every address in a feed: absolute, http or https, of bearable length.

Does not canonicalise (tracking parameters, mobile forms): that is matching's work.
"""

import re
from urllib.parse import urljoin, urlsplit

MAX_URL_LENGTH = 2_048

_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")


def joined(base: str, target: str) -> str:
    """Resolve `target` against `base`, or give `base` where the target is no address."""
    try:
        return urljoin(base, target)
    except ValueError:
        return base


def web_url(raw: str | None, base: str = "") -> str | None:
    """Give `raw` as an absolute http(s) URL, or None where it can't be one.

    Tabs and line breaks inside are dropped and spaces escaped, as browsers do (WHATWG URL standard).
    """
    if not raw:
        return None
    cleaned = re.sub(r"[\t\r\n]+", "", raw).strip(" \x00")
    try:
        url = urljoin(base, cleaned) if base else cleaned
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > MAX_URL_LENGTH:
        return None
    return _UNSEEN.sub("%20", url)

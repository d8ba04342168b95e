"""Tell the operator's own address something: one small POST of JSON.

The address comes from the operator's settings, never from a feed or a page, so it may lie in a private network and the guard of
`client.py` does not apply. Does not follow redirects, read the answer's body or try again.
"""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

import urllib3

from include.newsdesk.errors import PermanentError, TransientError

SECONDS = 10.0


class WebhookAddress(PermanentError):
    """The webhook is no http or https address; correct NEWSDESK_ALERT_WEBHOOK."""


class WebhookFailed(TransientError):
    """The webhook did not take the message."""


def post_json(url: str, message: Mapping[str, object]) -> None:
    """Send one message; any answer of 2xx means taken. Errors name the host only, as the rest of the address can be a secret."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WebhookAddress(parts.hostname or "no host")
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Newsdesk"}
    with urllib3.PoolManager(timeout=urllib3.Timeout(total=SECONDS), retries=False) as pool:
        try:
            answer = pool.request("POST", url, body=body, headers=headers, redirect=False, preload_content=False)
        except urllib3.exceptions.HTTPError as error:
            raise WebhookFailed(parts.hostname, type(error).__name__) from None
        answer.close()
    if not 200 <= answer.status < 300:
        raise WebhookFailed(parts.hostname, f"it answered with status {answer.status}")

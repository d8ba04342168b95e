"""The callback of a subscription: a hub asks whether a request was ours, denies it, or pushes (WebSub 5 and 7).

A token that nobody knows and a wrong signature get the same 404 after the same work. Does not read what is pushed.
"""

import secrets

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from include.newsdesk.receiver.inbox import Inbox, Push, packed
from include.newsdesk.receiver.requests import NOSNIFF, Rate, Refused, kept_headers, read_body, refused
from include.newsdesk.receiver.subscriptions import Subscriptions
from include.newsdesk.websub.intents import Intent, Reply, read_lease, reply_to
from include.newsdesk.websub.signatures import is_signed, read_signature

PUSHES_PER_SECOND = 20.0
BURST = 100
NOBODYS_SECRET = secrets.token_bytes(32)
"""What is computed with where there is no subscription, so that it takes as long as where there is one."""


class Callbacks:
    """The two methods of /websub/TOKEN."""

    def __init__(self, subscriptions: Subscriptions, inbox: Inbox) -> None:
        """Join the parts."""
        self._subscriptions = subscriptions
        self._inbox = inbox
        self._rate = Rate(PUSHES_PER_SECOND, BURST)

    async def answer_intent(self, request: Request) -> Response:
        """Echo the challenge of a pending request, or take note of a denial; 404 for anything else."""
        said = request.query_params
        intent = Intent(said.get("hub.mode", ""), said.get("hub.topic", ""), said.get("hub.challenge", ""))
        one = await self._subscriptions.find_fresh(request.path_params["token"])
        if one is None:
            raise not_found(request, "unknown_intent")
        reply = reply_to(intent, one.state, one.topic_url)
        if reply is Reply.CONFIRM and await self._subscriptions.confirm(one, read_lease(said.get("hub.lease_seconds"))):
            return PlainTextResponse(intent.challenge, headers=NOSNIFF)
        if reply is Reply.END and await self._subscriptions.end(one, "unsubscribed"):
            return PlainTextResponse(intent.challenge, headers=NOSNIFF)
        if reply is Reply.DENIED and await self._subscriptions.end(one, "denied", reason(said.get("hub.reason"))):
            return PlainTextResponse("", headers=NOSNIFF)
        raise not_found(request, "refused_intent")

    async def take_push(self, request: Request) -> Response:
        """Keep what a hub has signed; 202 once it is committed."""
        claimed = read_signature(request.headers.getlist("x-hub-signature"))
        if claimed is None:
            raise not_found(request, "unsigned")
        body = await read_body(request)
        one = self._subscriptions.find(request.path_params["token"])
        is_good = is_signed(body, one.secret if one else NOBODYS_SECRET, claimed)
        if one is None or not is_good:
            raise not_found(request, "wrongly_signed")
        if not self._rate.allows(str(one.subscription_id)):
            raise refused(request, 429, "Too many pushes.", "too_many", {"retry-after": "1"})
        columns = packed(body)
        digest = columns["body_sha256"]
        assert isinstance(digest, bytes)
        push = Push(
            kind="websub", idempotency_key=f"websub:{one.feed_id}:{digest.hex()}", subscription_id=one.subscription_id,
            content_type=request.headers.get("content-type", "")[:200], headers=kept_headers(request), **columns,  # type: ignore[arg-type]
        )  # fmt: skip
        await self._inbox.keep(push)
        return PlainTextResponse("", 202, NOSNIFF)


def not_found(request: Request, count_as: str) -> Refused:
    """Build the one answer for tokens that don't exist and for those that do but were not used rightly."""
    return refused(request, 404, "Not Found", count_as)


def reason(text: str | None) -> str | None:
    """Cut what a hub gives as its reason to what a person wants to read."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300] if text else None

"""POST /articles: publishers without WebSub send an address or a whole article.

Does not fetch, clean or judge what is sent: the pipeline does, as with anything from a feed.
"""

import hashlib
import json
import re
from collections.abc import Mapping

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from include.newsdesk.matching.urls import BadUrl, normalise_url
from include.newsdesk.receiver.inbox import Inbox, Push, packed
from include.newsdesk.receiver.requests import NOSNIFF, Rate, kept_headers, read_body, refused

ARTICLES_PER_SECOND = 300.0
BURST = 1_000
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class PushedArticle(BaseModel):
    """One article: its address alone, or the article as a whole."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2048, description="Address of the article: http or https.")
    title: str | None = Field(None, max_length=2000, description="Headline; needed with a text.")
    body_html: str | None = Field(None, description="Text as HTML. With a text, the page is not fetched.")
    body: str | None = Field(None, description="Text as plain text, paragraphs separated by a blank line.")
    summary: str | None = Field(None, max_length=10_000, description="Standfirst or summary.")
    authors: list[str] = Field(default_factory=list, max_length=50, description="Persons in byline order.")
    published_at: AwareDatetime | None = Field(None, description="RFC 3339 with an offset.")
    language: str | None = Field(None, max_length=35, description="BCP 47 tag of the text.")

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        try:
            normalise_url(url)
        except BadUrl as error:
            raise ValueError("not an http or https address") from error
        return url

    @model_validator(mode="after")
    def _is_address_or_whole(self) -> "PushedArticle":
        if self.body and self.body_html:
            raise ValueError("give body or body_html, not both")
        if (self.body or self.body_html) and not (self.title or "").strip():
            raise ValueError("a text needs a title")
        return self


class Articles:
    """The method of /articles."""

    def __init__(self, senders: Mapping[bytes, str], inbox: Inbox) -> None:
        """Join the parts; `senders` names whose token has a digest."""
        self._senders = senders
        self._inbox = inbox
        self._rate = Rate(ARTICLES_PER_SECOND, BURST)

    async def take_push(self, request: Request) -> Response:
        """Keep an article; 202 once it is committed."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        sender = self._senders.get(hashlib.sha256(token.strip().encode()).digest()) if scheme.lower() == "bearer" else None
        if sender is None:
            raise refused(
                request, 401, "A token is needed: Authorization: Bearer TOKEN.", "no_token", {"www-authenticate": "Bearer"}
            )
        if not self._rate.allows(sender):
            raise refused(request, 429, "Too many pushes.", "too_many", {"retry-after": "1"})
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise refused(request, 415, "Send application/json.", "not_json")
        body = await read_body(request)
        try:
            PushedArticle.model_validate_json(body)
        except ValidationError as error:
            return problem(422, json.loads(error.json(include_url=False, include_context=False, include_input=False)))
        digest = hashlib.sha256(body).digest()
        key = request.headers.get("idempotency-key", digest.hex())
        if not _KEY.fullmatch(key):
            return problem(400, "Idempotency-Key: 1 to 200 visible ASCII characters")
        push = Push(
            kind="article", idempotency_key=f"article:{sender}:{key}", sender=sender, content_type="application/json",
            headers=kept_headers(request), **packed(body),  # type: ignore[arg-type]
        )  # fmt: skip
        kept = await self._inbox.keep(push)
        if kept.body_sha256 != digest:
            return problem(409, "this Idempotency-Key came with another body before")
        return JSONResponse({"push_id": kept.push_id, "repeated": kept.deliveries > 1}, 202, NOSNIFF)


def problem(status: int, detail: object) -> Response:
    """Say what is wrong with an article."""
    return JSONResponse({"detail": detail}, status, NOSNIFF)


def read_senders(setting: str) -> dict[bytes, str]:
    """Read NEWSDESK_PUSH_TOKENS (`name=token`, comma separated) as digest to name; raises `ValueError` naming the part."""
    senders = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        name, _, token = (side.strip() for side in part.rpartition("="))
        if not 0 < len(name) <= 100 or len(token) < 16:
            raise ValueError(f"{name or 'a part without a name'}: name=token is wanted, with a token of 16 characters or more")
        senders[hashlib.sha256(token.encode()).digest()] = name
    return senders

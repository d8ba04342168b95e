"""The receiver as an ASGI application: its routes, and what runs beside them.

Does not listen: `__main__` does, or a test.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from include.newsdesk.receiver.articles import Articles
from include.newsdesk.receiver.callbacks import Callbacks
from include.newsdesk.receiver.database import InboxUnavailable
from include.newsdesk.receiver.inbox import Inbox
from include.newsdesk.receiver.openapi import DOCUMENT, PAGE, PAGE_HEADERS
from include.newsdesk.receiver.requests import NOSNIFF, Refused
from include.newsdesk.receiver.subscriptions import Subscriptions

logger = logging.getLogger(__name__)

COUNTS_SECONDS = 60.0


def build_app(database_url: str, senders: Mapping[bytes, str]) -> Starlette:
    """Build the application on a database; `senders` names who may push articles, by the digest of the token."""
    inbox, subscriptions, refusals = Inbox(database_url), Subscriptions(database_url), Counter[str]()
    callbacks, articles = Callbacks(subscriptions, inbox), Articles(senders, inbox)

    async def health(request: Request) -> Response:
        """Say whether pushes can be kept now; asks nobody."""
        status = "ok" if subscriptions.is_listening else "no database"
        return JSONResponse({"status": status}, 200 if subscriptions.is_listening else 503, NOSNIFF)

    def turned_away(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        refusals[error.count_as] += 1
        return error.response

    def unavailable(request: Request, error: Exception) -> Response:
        refusals["unavailable"] += 1
        return PlainTextResponse("Not now, please again.", 503, {**NOSNIFF, "retry-after": "5"})

    @contextlib.asynccontextmanager
    async def beside(app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(work) for work in (inbox.run(), subscriptions.run(), tell(refusals))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    return Starlette(
        routes=[
            Route("/websub/{token}", callbacks.answer_intent, methods=["GET"]),
            Route("/websub/{token}", callbacks.take_push, methods=["POST"]),
            Route("/articles", articles.take_push, methods=["POST"]),
            Route("/health", health, methods=["GET"]),
            Route("/openapi.json", lambda request: JSONResponse(DOCUMENT, headers=NOSNIFF), methods=["GET"]),
            Route("/docs", lambda request: Response(PAGE, media_type="text/html", headers=PAGE_HEADERS), methods=["GET"]),
        ],
        exception_handlers={Refused: turned_away, InboxUnavailable: unavailable, HTTPException: plain},
        lifespan=beside,
    )


def plain(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    assert isinstance(error, HTTPException)
    return PlainTextResponse(error.detail, error.status_code, {**NOSNIFF, **(error.headers or {})})


async def tell(refusals: Counter[str]) -> None:
    """Write what was turned away to the log once a minute, as numbers: a flood must not fill the disk."""
    while True:
        await asyncio.sleep(COUNTS_SECONDS)
        if refusals:
            logger.warning("turned away %s", " ".join(f"{name}={count}" for name, count in sorted(refusals.items())))
            refusals.clear()

"""The Newsdesk pages inside the Airflow UI: routes, who may use them, and the headers that keep them safe.

Does not build pages (`include/newsdesk/desk`) and does not work on the warehouse itself (`include/newsdesk/stages`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Annotated
from urllib.parse import urlencode

from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_asset
from fastapi import Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg2.extensions import connection as Connection
from starlette.middleware.base import RequestResponseEndpoint

from include.newsdesk.desk import pages
from include.newsdesk.desk.rendering import render
from include.newsdesk.errors import NewsdeskError
from include.newsdesk.settings import read_settings
from include.newsdesk.stages import feed_admin
from include.newsdesk.stages.retry import retry_rejected
from include.newsdesk.warehouse.connection import connected
from include.newsdesk.warehouse.statements import execute
from include.newsdesk.web.urls import read_url

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}
LOOKED_AT = 20
"""Pages that a dry run on the page of the quarantine reads: somebody waits for it."""
READ = [Depends(requires_access_asset(method="GET"))]
CHANGE = [Depends(requires_access_asset(method="POST"))]

app = FastAPI(title="Newsdesk", docs_url=None, redoc_url=None, openapi_url=None)


@app.middleware("http")
async def keep_safe(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Refuse forms that other sites send, and add the headers to every answer."""
    if request.method != "GET" and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return Response("this form was sent by another site", 403, HEADERS)
    answer = await call_next(request)
    answer.headers.update(HEADERS)
    return answer


@app.exception_handler(NewsdeskError)
def explain(request: Request, error: NewsdeskError) -> HTMLResponse:
    """Show what went wrong in the words of the error."""
    status = 404 if isinstance(error, pages.NoSuchPage) else 503
    root = "../" * request.url.path.removeprefix(f"{request.scope.get('root_path', '')}/").count("/")
    return HTMLResponse(render("message.html", (), root=root, headline="Not now", message=str(error)), status)


@contextmanager
def reading() -> Iterator[Connection]:
    """Open a connection that can't write, for a page that takes no longer than a person waits."""
    with connected(read_settings().database_url, "newsdesk page") as connection:
        connection.set_session(readonly=True)
        with connection:
            execute(connection, "limit_page")
            yield connection


def may_change(request: Request, user: GetUserDep) -> bool:
    """Tell whether this person may act and not only look."""
    check: Callable[..., None] = CHANGE[0].dependency  # type: ignore[assignment]
    try:
        check(request, user)
    except HTTPException:
        return False
    return True


MayChange = Annotated[bool, Depends(may_change)]


@app.get("/", dependencies=READ)
def overview() -> HTMLResponse:
    """Show what came in, what waits and what is wrong."""
    with reading() as connection:
        return HTMLResponse(pages.overview(connection))


@app.get("/feeds", dependencies=READ)
def feeds(is_allowed: MayChange, condition: str | None = None, said: str = "") -> HTMLResponse:
    """Show how every feed is doing."""
    with reading() as connection:
        return HTMLResponse(pages.feeds(connection, condition, is_allowed, said))


@app.post("/feeds/act", dependencies=CHANGE)
def act_on_feed(feed: Annotated[str, Form()], action: Annotated[str, Form(pattern="^(poll|pause|resume)$")]) -> RedirectResponse:
    """Pause a feed, resume it, or poll it now."""
    url = read_settings().database_url
    if action == "poll":
        feed_admin.make_due(url, feed)
    else:
        feed_admin.set_state(url, feed, {"pause": "paused", "resume": "active"}[action])
    done = {"poll": "is due now", "pause": "is paused", "resume": "is polled again"}[action]
    return back("../feeds", f"{feed} {done}.")


@app.post("/feeds/add", dependencies=CHANGE)
def add_feed(
    url: Annotated[str, Form()],
    name: Annotated[str, Form()],
    publisher: Annotated[str, Form()],
    language: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Add a feed; what is wrong with it shows on this page after its first poll."""
    database = read_settings().database_url
    try:
        read_url(url)
        feed_admin.refuse_known_feed(database, name, url)
        feed_admin.add_feeds(database, [feed_admin.NewFeed(name, url, publisher, language or None)])
    except NewsdeskError as error:
        return back("../feeds", f"Not added: {error}")
    return back("../feeds", f"{name} is added and due now.")


@app.get("/articles", dependencies=READ)
def articles(request: Request) -> HTMLResponse:
    """Show the articles that match."""
    with reading() as connection:
        return HTMLResponse(pages.articles(connection, request.query_params))


@app.get("/articles/{article_id}", dependencies=READ)
def article(article_id: int) -> HTMLResponse:
    """Show one article with its versions."""
    with reading() as connection:
        return HTMLResponse(pages.article(connection, article_id))


@app.get("/quarantine", dependencies=READ)
def quarantine(is_allowed: MayChange, reason: str | None = None, publisher: str | None = None, said: str = "") -> HTMLResponse:
    """Show what is set aside."""
    with reading() as connection:
        return HTMLResponse(pages.quarantine(connection, reason, publisher, is_allowed, said))


@app.post("/quarantine/retry", dependencies=CHANGE)
def retry(
    reason: Annotated[str, Form()], publisher: Annotated[str, Form()], dry_run: Annotated[bool, Form()] = False
) -> RedirectResponse:
    """Try the entries of one reason and publisher again, or say which would pass."""
    counts = retry_rejected([reason], [publisher], dry_run=dry_run, sample=LOOKED_AT)
    if dry_run:
        said = f"{counts['would_pass']} of {counts['looked_at']} stored pages that were read would pass now"
        return back("../quarantine", f"{said}; {counts['to_fetch']} would be fetched. Nothing was changed.")
    tried = counts["from_capture"] + counts["to_fetch"]
    said = f"{tried} tried again."
    if counts["exhausted"]:
        said += f" {counts['exhausted']} left alone, as they were tried too often: retry_rejected with `force` takes them too."
    return back("../quarantine", said)


@app.get("/quarantine/{quarantine_id}", dependencies=READ)
def quarantined(quarantine_id: int, is_allowed: MayChange) -> HTMLResponse:
    """Show one entry that is set aside, with its page."""
    with reading() as connection:
        return HTMLResponse(pages.quarantined(connection, quarantine_id, is_allowed))


@app.get("/static/{name}", dependencies=READ)
def static(name: str) -> Response:
    """Send the style sheet or the script."""
    if name not in STATIC:
        raise HTTPException(404)
    return Response(files("include.newsdesk.desk").joinpath("static", name).read_bytes(), media_type=STATIC[name])


def back(page: str, said: str) -> RedirectResponse:
    """Lead to a page that says what was done."""
    return RedirectResponse(f"{page}?{urlencode({'said': said})}", 303)

"""The Data Docs inside the Airflow UI, behind its login: the newest validations and what is expected of an article.

Pages come from the warehouse, by number and never by path. Does not render them: the tasks that validated did.
"""

import hashlib
from base64 import b64encode

from fastapi import FastAPI, HTTPException
from fastapi.responses import HTMLResponse

from include.newsdesk.quality.data_docs_index import style
from include.newsdesk.stages import data_docs
from newsdesk_web.login import signed_in

app = FastAPI(title="Data Docs", dependencies=[signed_in], openapi_url=None, docs_url=None, redoc_url=None)

STYLE_HASH = b64encode(hashlib.sha256(style().encode()).digest()).decode()
HEADERS = {
    # No script, no picture, no form, nothing from elsewhere; the one style sheet is named by its digest.
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@app.get("/")
def index() -> HTMLResponse:
    """List the newest validations."""
    return HTMLResponse(data_docs.read_index(), headers=HEADERS)


@app.get("/suite")
def suite() -> HTMLResponse:
    """Show what is expected of an article."""
    return found(data_docs.read_page("suite"))


@app.get("/validations/{page_id}")
def validation(page_id: int) -> HTMLResponse:
    """Show one validation."""
    return found(data_docs.read_page("validation", page_id))


def found(page: str | None) -> HTMLResponse:
    """Answer with a page, or 404."""
    if page is None:
        raise HTTPException(404, "There is no such page any more; the newest are in the list.")
    return HTMLResponse(page, headers=HEADERS)

"""What the receiver takes, for programs (OpenAPI 3.1) and for people (one page without any outside asset).

Does not describe the pipeline behind it.
"""

from html import escape
from typing import Any

from include.newsdesk import VERSION
from include.newsdesk.receiver.articles import PushedArticle

PAGE_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
PROBLEMS = {
    "400": "the Idempotency-Key can't be one",
    "401": "no token, or one that nobody has",
    "408": "the body took more than 10 s",
    "409": "the Idempotency-Key came with another body before",
    "413": "the body is larger than 5 MiB",
    "415": "not application/json, or sent with a content coding",
    "422": "the article is not as described; the answer says where",
    "429": "too many pushes; Retry-After says when again",
    "503": "it can't be kept just now; send it again",
}
HEADERS = {
    "Authorization": "`Bearer TOKEN`: each publisher has its own",
    "Idempotency-Key": "names this push: sent again under the same key, it is kept once; without it the body itself is the key",
}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Newsdesk receiver", "version": VERSION, "description": "Push articles into Newsdesk."},
    "paths": {
        "/articles": {
            "post": {
                "operationId": "pushArticle",
                "summary": "Push one article, whole or by its address.",
                "security": [{"token": []}],
                "parameters": [
                    {"name": "Idempotency-Key", "in": "header", "description": HEADERS["Idempotency-Key"],
                     "schema": {"type": "string", "maxLength": 200}}
                ],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Article"}}},
                },
                "responses": {
                    "202": {
                        "description": "Kept: it will not be lost.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kept"}}},
                    },
                    **{status: {"description": words} for status, words in PROBLEMS.items()},
                },
            }
        },
        "/health": {
            "get": {
                "operationId": "health",
                "summary": "Say whether pushes can be kept now.",
                "responses": {"200": {"description": "They can."}, "503": {"description": "The database is away."}},
            }
        },
    },
    "components": {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        "schemas": {
            "Article": PushedArticle.model_json_schema(),
            "Kept": {
                "type": "object",
                "required": ["push_id", "repeated"],
                "properties": {"push_id": {"type": "integer"}, "repeated": {"type": "boolean"}},
            },
        },
    },
}  # fmt: skip

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
pre { overflow-x: auto; padding: 1rem; border: 1px solid }
th { text-align: left; padding-right: 1rem; vertical-align: top }
"""
_EXAMPLE = """\
curl -X POST http://127.0.0.1:8090/articles \\
  -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' -H 'Idempotency-Key: harbour-17' \\
  -d '{"url": "https://gazette.example/2031/harbour.html"}'"""


def _rows(pairs: dict[str, str]) -> str:
    return "".join(f"<tr><th scope=row>{escape(name)}<td>{escape(words)}" for name, words in pairs.items())


_FIELDS = {name: field.description or "" for name, field in PushedArticle.model_fields.items()}
PAGE = f"""<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">
<title>Newsdesk receiver</title><style>{_STYLE}</style>
<h1>Newsdesk receiver</h1>
<p>Push one article with <code>POST /articles</code>: its address alone, or all of it. For programs:
<a href="/openapi.json">openapi.json</a>.
<pre>{escape(_EXAMPLE)}</pre>
<h2>Headers</h2><table>{_rows(HEADERS)}</table>
<h2>Fields of the JSON object</h2><table>{_rows(_FIELDS)}</table>
<h2>Answers</h2><table>{_rows({"202": "kept: it will not be lost", **PROBLEMS})}</table>
"""

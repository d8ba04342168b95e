"""The page about all expectations, for those who read reasons.

Does not keep a text of its own about any of them: reason, meaning and example stand in `suite.py`.
"""

import html
from itertools import groupby

from great_expectations.expectations.expectation import Expectation

from include.newsdesk.quality import suite

_HEAD = """\
# Expectations on an article

Every staged article is judged by these expectations before it is loaded. **reject** sets the article aside in the quarantine,
with all the expectations that it failed and what was observed; nothing is lost, and it can be tried again. **warn** leaves a
remark on the article and lets it pass. What a publisher simply does not give (author, section, image, date) is never a failure.

Letters are counted as a Latin script would need them: a Han character counts 3, kana and Hangul count 2. An article is open to
read unless its publisher marks it as paywalled. The text opens with its first 400 characters and ends with its last 240.

This page is generated: `python -m include.newsdesk.quality > docs/expectations.md`.
"""
_TITLES = {
    "page": "Kind of page",
    "url": "Address",
    "canonical": "Canonical address",
    "title": "Title",
    "body": "Text",
    "published": "Publication date",
    "modified": "Modification date",
    "language": "Language",
    "image": "Image",
}


def document() -> str:
    """Render the suite as Markdown, one table for each field of an article."""
    return "\n".join([_HEAD, *(_table(field, list(those)) for field, those in groupby(suite.expectations(), _field))])


def _field(expectation: Expectation) -> str:
    return _meta(expectation, "reason").partition(".")[0]


def _meta(expectation: Expectation, key: str) -> str:
    return str((expectation.meta or {})[key])


def _table(field: str, expectations: list[Expectation]) -> str:
    columns = "| reason | severity | what is expected | example of a failure | check |\n|---|---|---|---|---|\n"
    return f"## {_TITLES[field]}\n\n{columns}" + "".join(_row(one) for one in expectations)


def _row(expectation: Expectation) -> str:
    words = [_meta(expectation, key) for key in ("meaning", "example")]
    meaning, example = (html.escape(word, quote=False).replace("|", "\\|") for word in words)
    check = expectation.configuration.type.removeprefix("expect_")
    return f"| `{_meta(expectation, 'reason')}` | {_meta(expectation, 'severity')} | {meaning} | {example} | `{check}` |\n"

"""Great Expectations' Data Docs as single pages: one about each validated batch, one about the suite.

Great Expectations' own pages load scripts and styles from other hosts and print observed values as they are. These are theirs
without scripts, with one own style sheet and escaped values: they can be shown inside another site, behind a log-in and without
the internet. Does not keep them. Imports Great Expectations, which takes seconds.
"""

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import great_expectations as gx
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.render.renderer.page_renderer import ExpectationSuitePageRenderer, ValidationResultsPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView

from include.newsdesk.quality import suite
from include.newsdesk.quality.data_docs_index import style
from include.newsdesk.quality.handbook import document

# A page shows at most twenty of the failing rows.
_LONG_LISTS = ("unexpected_list", "unexpected_index_list", "unexpected_index_query")
_FOREIGN = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<link\b[^>]*>|<img\b[^>]*>|<footer\b.*?</footer>|<button\b.*?</button>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_HANDLER = re.compile(r"\son\w+=\"[^\"]*\"")
_HOME = re.compile(r"href=\"[^\"]*index\.html\"")


def validation_page(result: ExpectationSuiteValidationResult, run_name: str) -> str:
    """Render one validation; it lies one folder below the index."""
    result.meta["run_id"] = gx.RunIdentifier(run_name=_escaped(run_name) or None, run_time=datetime.now(UTC))
    for one in result.results:
        one.result = {key: _escaped(value) for key, value in one.result.items() if key not in _LONG_LISTS}
        if one.expectation_config is not None:
            one.expectation_config.description = _description(one.expectation_config.meta)
    return _self_contained(_rendered(ValidationResultsPageRenderer(), result), home="../")


def suite_page() -> str:
    """Render what is expected of an article; it lies beside the index."""
    expectations = suite.expectations()
    for one in expectations:
        one.description = _description(one.meta)
    page = _rendered(ExpectationSuitePageRenderer(), gx.ExpectationSuite(name=suite.NAME, expectations=expectations))
    return _self_contained(page, home="./")


def suite_version() -> str:
    """Give a digest that changes with every expectation and with the style of the page."""
    return hashlib.sha256((document() + style()).encode()).hexdigest()[:16]


def _rendered(renderer: Any, subject: object) -> str:
    return str(_view().render(renderer.render(subject), show_how_to_buttons=False))


@cache
def _view() -> Any:
    return DefaultJinjaPageView()  # It compiles its templates, which takes longer than a page.


def _description(meta: Mapping[str, object] | None) -> str:
    return str(_escaped("{reason} ({severity}): {meaning} Fails: {example}".format_map(meta or {})))


def _escaped(value: Any) -> Any:
    """Make text harmless: publishers write it, the templates print it as it is and take dollar signs for placeholders."""
    if isinstance(value, str):
        return html.escape(value).replace("$", "&#36;")
    if isinstance(value, Mapping):
        return {key: _escaped(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_escaped(inner) for inner in value]
    return value


def _self_contained(page: str, home: str) -> str:
    bare = _HANDLER.sub("", _FOREIGN.sub("", page))
    return _HOME.sub(f'href="{home}"', bare).replace("</head>", f"<style>{style()}</style></head>", 1)

"""The static site that shows the newest validations and the suite: Great Expectations' Data Docs, made self-contained.

Great Expectations' own pages load scripts and styles from other hosts, list the validations by script and print observed values
as they are. These pages are theirs without scripts, with one own style sheet, escaped values and a plain index: they can be shown
inside another site, behind a log-in and without the internet. Does not serve them.
"""

import fcntl
import html
import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.render.renderer.page_renderer import ExpectationSuitePageRenderer, ValidationResultsPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView

from include.newsdesk.quality import suite
from include.newsdesk.quality.verdict import Verdict

logger = logging.getLogger(__name__)

KEPT = 50
"""Validations that stay in the site."""
_SUITE = "expectations.html"
# A page shows at most twenty of the failing rows.
_LONG_LISTS = ("unexpected_list", "unexpected_index_list", "unexpected_index_query")
_FOREIGN = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<link\b[^>]*>|<img\b[^>]*>|<footer\b.*?</footer>|<button\b.*?</button>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_HANDLER = re.compile(r"\son\w+=\"[^\"]*\"")
_HOME = re.compile(r"href=\"[^\"]*index\.html\"")


def write_data_docs(result: ExpectationSuiteValidationResult, verdict: Verdict, folder: Path, run_name: str) -> None:
    """Add a page about one validation to the site in a folder, and take the oldest pages away.

    Writers in several processes take turns. A full disk or the like is logged and changes nothing for the articles.
    """
    now = datetime.now(UTC)
    stem = f"{now:%Y%m%dT%H%M%S%f}_{re.sub(r'[^A-Za-z0-9.-]+', '_', run_name)[:100]}"
    counts = {"rejected": len(verdict.rejected), "warned": len(verdict.warned)}
    summary = {"run": run_name, "at": f"{now:%Y-%m-%d %H:%M:%S} UTC", **counts}
    result.meta["run_id"] = gx.RunIdentifier(run_name=_escaped(run_name) or None, run_time=now)
    page = _self_contained(_validation_page(result), home="../index.html")
    suite_page = _self_contained(_suite_page(), home="index.html")
    try:
        (folder / "validations").mkdir(parents=True, exist_ok=True)
        with _alone_in(folder):
            (folder / "validations" / f"{stem}.html").write_text(page, encoding="utf-8")
            (folder / "validations" / f"{stem}.json").write_text(json.dumps(summary), encoding="utf-8")
            (folder / _SUITE).write_text(suite_page, encoding="utf-8")
            (folder / "index.html").write_text(_index(_kept(folder / "validations")), encoding="utf-8")
    except OSError as error:
        logger.warning("data_docs_failed folder=%s run=%s error=%s", folder, run_name, error)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _kept(pages: Path) -> dict[str, dict[str, Any]]:
    """Delete all but the newest validations; give the summaries of those that stay, newest first."""
    stems = sorted((path.stem for path in pages.glob("*.json")), reverse=True)
    for stem in stems[KEPT:]:
        (pages / f"{stem}.html").unlink(missing_ok=True)
        (pages / f"{stem}.json").unlink(missing_ok=True)
    return {stem: json.loads((pages / f"{stem}.json").read_text(encoding="utf-8")) for stem in stems[:KEPT]}


def _index(summaries: Mapping[str, Mapping[str, Any]]) -> str:
    rows = "".join(
        f'<tr><td><a href="validations/{stem}.html">{one["at"]}</a></td><td>{html.escape(one["run"])}</td>'
        f"<td>{one['rejected']}</td><td>{one['warned']}</td></tr>"
        for stem, one in summaries.items()
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Data Docs</title>{_style()}</head><body>'
        f'<h1>Data Docs</h1><p><a href="{_SUITE}">What is expected of an article</a></p>'
        f"<table><thead><tr><th>Validated</th><th>Run</th><th>Articles rejected</th><th>with warnings</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>"
    )


def _style() -> str:
    return f"<style>{resources.files('include.newsdesk.quality').joinpath('data_docs.css').read_text(encoding='utf-8')}</style>"


def _validation_page(result: ExpectationSuiteValidationResult) -> str:
    for one in result.results:
        one.result = {key: _escaped(value) for key, value in one.result.items() if key not in _LONG_LISTS}
        if one.expectation_config is not None:
            one.expectation_config.description = _description(one.expectation_config.meta)
    return _rendered(ValidationResultsPageRenderer(), result)


def _suite_page() -> str:
    expectations = suite.expectations()
    for one in expectations:
        one.description = _description(one.meta)
    return _rendered(ExpectationSuitePageRenderer(), gx.ExpectationSuite(name=suite.NAME, expectations=expectations))


def _rendered(renderer: Any, subject: object) -> str:
    return str(DefaultJinjaPageView().render(renderer.render(subject), show_how_to_buttons=False))  # type: ignore[no-untyped-call]


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
    return _HOME.sub(f'href="{home}"', bare).replace("</head>", f"{_style()}</head>", 1)

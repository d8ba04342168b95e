"""The front page of the Data Docs: the newest validations and the way to the suite.

Does not import Great Expectations, so that a web server can show it.
"""

import html
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def style() -> str:
    """Read the style sheet of all pages."""
    return resources.files("include.newsdesk.quality").joinpath("data_docs.css").read_text(encoding="utf-8")


def index_page(validations: Iterable[Mapping[str, Any]]) -> str:
    """List validations in the order given; each has `page_id`, `written_at`, `name`, `rejected` and `warned`."""
    rows = "".join(
        f'<tr><td><a href="validations/{int(one["page_id"])}">{one["written_at"]:%Y-%m-%d %H:%M:%S} UTC</a></td>'
        f"<td>{html.escape(one['name'])}</td><td>{int(one['rejected'])}</td><td>{int(one['warned'])}</td></tr>"
        for one in validations
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Data Docs</title>'
        f"<style>{style()}</style></head><body>"
        '<h1>Data Docs</h1><p><a href="suite">What is expected of an article</a></p>'
        "<table><thead><tr><th>Validated</th><th>Run</th><th>Articles rejected</th><th>with warnings</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>"
    )

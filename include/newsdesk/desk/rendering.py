"""Fill the templates: one environment, escaping everything, with the few filters that the pages share.

Does not read the database.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from include.newsdesk.warehouse.statements import TEXTS

RELATION = re.compile(r"\b(?:from|join)\s+((?:marts|news|ops|raw)\.[a-z_]+)\b(?!\s*\()")
CONTEXT_WORDS = 8
HIT_BEGINS, HIT_ENDS = "\x02", "\x03"  # As `search_articles.sql` marks them: no text in the warehouse holds these.


def render(template: str, statements: Iterable[str], **values: Any) -> str:
    """Fill a template; the page names the tables and views that its `statements` read."""
    read = sorted({name for statement in statements for name in RELATION.findall(TEXTS[statement])})
    return ENVIRONMENT.get_template(template).render(relations=read, **values)


def moment(at: datetime | None) -> Markup:
    """Write a time in UTC, to the minute."""
    if at is None:
        return Markup('<span class="none">never</span>')
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), f"{at.astimezone(UTC):%Y-%m-%d %H:%M}")


def seconds(value: float | None) -> str:
    """Write a span of time in the unit that people would use."""
    if value is None:
        return "–"
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if value >= 2 * size:
            return f"{value / size:.0f} {unit}"
    return f"{value:.0f} s" if value >= 10 else f"{value:.1f} s"


def hits(text: str) -> Markup:
    """Show the words that matched."""
    return Markup(str(escape(text)).replace(HIT_BEGINS, "<mark>").replace(HIT_ENDS, "</mark>"))  # noqa: S704 - escaped before


def around(words: str) -> str:
    """Shorten words that stayed to those beside a change."""
    kept = words.split(" ")
    return words if len(kept) <= 2 * CONTEXT_WORDS else " ".join([*kept[:CONTEXT_WORDS], "…", *kept[-CONTEXT_WORDS:]])


def number(value: int) -> str:
    """Write a whole number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


ENVIRONMENT = Environment(
    loader=PackageLoader("include.newsdesk.desk"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip
ENVIRONMENT.filters |= {"moment": moment, "seconds": seconds, "hits": hits, "number": number, "around": around}

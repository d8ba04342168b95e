"""Small, fast treatment of the HTML inside feeds: its text, its links, and what nobody reads.

Does not make markup safe for display: whoever shows it cleans it with a real sanitiser.
"""

import html
import re

from include.newsdesk.feeds.links import joined

_UNREAD = re.compile(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)|<!--(?:.*?-->|[^>]*>?)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_BLOCK = re.compile(r"<(?:br|/?(?:p|div|li|ul|ol|h[1-6]|tr|td|table|blockquote))\b[^<>]*>", re.IGNORECASE)
_RELATIVE = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)(["'])(?![a-zA-Z][a-zA-Z0-9+.-]*:|#|\2)([^"'<>]*)\2""")


def without_unread(markup: str) -> str:
    """Drop scripts, styles and comments, with what they hold."""
    if "<s" in markup or "<S" in markup or "<!" in markup:
        return _UNREAD.sub("", markup)
    return markup


def text_of(markup: str) -> str:
    """Give the text of HTML on one line: tags dropped, references undone, white space folded."""
    if "<" in markup:
        markup = _TAG.sub("", _BLOCK.sub(" ", without_unread(markup)))
    if "&" in markup:
        markup = html.unescape(markup)
    return " ".join(markup.split())


def with_absolute_links(markup: str, base: str) -> str:
    """Resolve relative links and pictures against `base`."""
    if not base or ("=" not in markup):
        return markup
    return _RELATIVE.sub(lambda found: _absolute(found, base), markup)


def _absolute(found: re.Match[str], base: str) -> str:
    target = html.escape(joined(base, html.unescape(found[3])))
    return f"{found[1]}{found[2]}{target}{found[2]}"

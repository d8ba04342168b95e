"""Find the standfirst: the sentence or two between headline and text.

Does not take the page's meta description for one unless the page shows those words.
"""

from lxml.html import HtmlElement

from include.newsdesk.articles.hints import Hint
from include.newsdesk.articles.mass import fold, size_of
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import text_of

TAGS = frozenset({"p", "div", "h2", "h3", "h4", "span", "section", "strong", "header"})
LONGEST = 700
SHORTEST = 40


def find_subtitle(page: Page, title: str | None, description: str | None) -> str | None:
    """Return the text that stands as a standfirst near the headline.

    Chosen by name, else as the heading below the headline that the page's description quotes.
    """
    headline = next((h1 for h1 in page.root.iter("h1") if text_of(h1)), None)
    if headline is None:
        return None
    for element, hints in page.hinted:
        if (
            hints & Hint.STANDFIRST
            and not hints & Hint.JUNK
            and element.tag in TAGS
            and near(element, headline)
            and (text := usable(element, title))
        ):
            return text
    following = headline.getnext()
    if (
        following is not None
        and following.tag in ("h2", "h3")
        and (text := usable(following, title))
        and is_quoted(text, description)
    ):
        return text
    return None


def usable(element: HtmlElement, title: str | None) -> str | None:
    """Return the text of an element if it can be a standfirst."""
    text = text_of(element)
    if not size_of(text) >= SHORTEST or len(text) > LONGEST or (title and fold(text) == fold(title)):
        return None
    links = sum(len(text_of(a)) for a in element.iter("a"))
    if (
        links > 0.5 * len(text)
        or next(element.iter("h1", "img", "figure"), None) is not None
        or any(node.tag in ("a", "aside", "nav", "footer", "figure", "figcaption") for node in element.iterancestors())
    ):
        return None
    return text


def near(element: HtmlElement, headline: HtmlElement) -> bool:
    """Tell whether an element shares a box with the headline, with little else between them."""
    above = set(headline.iterancestors())
    for level, node in enumerate(element.iterancestors()):
        if node in above:
            return level < 5 and node.tag not in ("body", "html")
    return False


def is_quoted(text: str, description: str | None) -> bool:
    """Tell whether a text and the page's description begin alike."""
    return bool(description) and fold(text)[:40] == fold(description or "")[:40]

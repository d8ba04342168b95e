"""Pages to articles: bytes of HTML in, a frozen `Article` out.

Pure: no network, no clock, no files but the publisher rules beside it. Does not decide what becomes of an article.
"""

from include.newsdesk.articles.article import Article, Block, FeedHint, Found, Image
from include.newsdesk.articles.explain import Explanation, Part, explain_article
from include.newsdesk.articles.extract import PARSER_VERSION, extract_article
from include.newsdesk.articles.page import UnreadablePage

__all__ = [
    "PARSER_VERSION",
    "Article",
    "Block",
    "Explanation",
    "FeedHint",
    "Found",
    "Image",
    "Part",
    "UnreadablePage",
    "explain_article",
    "extract_article",
]

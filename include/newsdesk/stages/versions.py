"""What a staged page is to the warehouse: a new article, another version of one and by whose doing, or nothing new.

Does not write.
"""

from include.newsdesk.matching.versions import Article, changed_fields, moment
from include.newsdesk.warehouse.statements import Row


def decide(page: Row) -> Row:
    """Say what becomes of a row of `select_staged_articles`: its `outcome`, and for a version `cause` and `changed`."""
    if not page["differs"]:
        return {"outcome": "unchanged"}
    if page["known"] is None:
        return {"outcome": "new", "cause": "first", "changed": []}
    changed = changed_fields(page["known"], page["article"])
    if not changed:
        return {"outcome": "unchanged", "confirms": True}
    return {"outcome": "changed", "cause": cause(page["known"], page["article"]), "changed": changed}


def cause(known: Article, article: Article) -> str:
    """Tell a publisher's edit from our reading the same thing in another way.

    Surely ours is a difference in a page that has the same bytes, or between the feed's text and the page's. With another
    parser version it is taken for ours as long as the publisher does not say when it modified the article.
    """
    if known["same_bytes"] or known["found"].get("text") != article["found"].get("text"):
        return "parser"
    if known["parser_version"] != article["parser_version"] and moment(known["modified_at"]) == moment(article["modified_at"]):
        return "parser"
    return "publisher"

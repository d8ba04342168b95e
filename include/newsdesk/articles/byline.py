"""Read who wrote the article: persons apart from desks and agencies.

Does not guess names from running text.
"""

import re
from dataclasses import dataclass

from lxml import etree

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.jsonld import resolve, text_of as value_of
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import find, text_of

AGENCIES = frozenset("""
ap afp reuters dpa apa sda keystone-sda sid epd kna dpa-afx efe ansa lusa tass ria interfax ukrinform xinhua kyodo jiji yonhap antara bernama pti ani ians
anp belga ritzau ntb tt stt pap ctk čtk mti cna upi dapd ddp nd aa dha iha ap/dpa bloomberg dow jones agencies agencia agencias europa press
associated press the associated press press association pa media agence france-presse deutsche presse-agentur anadolu ajansı anadolu agency
canadian press the canadian press australian associated press aap ap news getty images cnn newswire staff 連合ニュース 共同通信 時事 新华社 中新社 연합뉴스 뉴시스 뉴스1
""".split()) | {"associated press", "the associated press", "press association", "pa media", "agence france-presse", "deutsche presse-agentur",
                "anadolu ajansı", "anadolu agency", "canadian press", "the canadian press", "europa press", "dow jones", "getty images", "cnn newswire"}
DESK = re.compile(
    r"\b(?:staff|desk|newsroom|editors?|editorial|redaktion\w*|redaktion|redacción|rédaction|redazione|redação|redacção|team|bureau|agency|agencies|agentur|"
    r"news|online|newspaper|reporters|correspondents?|service|press|magazine|redakcja|редакция|редакція|web|digital|zeitung|tv|radio)\b|\.(?:com|de|org|net|at|ch|co|tr|fr|it|es|uk|jp|kr)\b|新聞|编辑部|記者会|通信|편집부", re.I)
PREFIX = re.compile(r"^(?:by|von|par|por|di|af|av|door|text|autor(?:in)?|author|written by|reported by|posted by|story by|od|autor|автор|текст|記者|文|oleh|penulis)\s*:?\s+|^(?:文|取材)[:：／/]\s*", re.I)
SPLIT = re.compile(r"\s*(?:,(?!\s*(?:jr|sr|ph\.?d|md)\b)|;|\||•|·|\n|／|、|\s(?:and|und|et|y|e|og|och|en|i|и|та|ve|dan)\s|\s&\s|\s\+\s|\s/\s)\s*", re.I)
BAD = re.compile(r"https?:|www\.|@|\d{3,}|^\W*$|^(?:admin|administrator|unknown|null|none|undefined|author|editor|user|guest|n/?a)$", re.I)
BYLINES = etree.XPath(
    "//*[@rel='author' or contains(concat(' ', @itemprop, ' '), ' author ') or contains(@class, 'byline') or contains(@class, 'author') or contains(@class, 'Author') or contains(@class, 'Byline')]")


@dataclass(frozen=True, slots=True)
class Byline:
    """Persons and desks or agencies in their order."""

    persons: tuple[str, ...]
    agencies: tuple[str, ...]
    found: Found | None


def names_in(value: object, page: Page) -> list[str]:
    """List the names in a JSON-LD author value."""
    values = value if isinstance(value, list) else [value]
    names = []
    for one in values:
        if isinstance(one, dict) and isinstance(one.get("name"), list):
            names += [value_of(name) for name in one["name"]]
        else:
            names.append(value_of(one.get("name")) if isinstance(one, dict) else value_of(one))
    return [part for name in names for part in split_names(name)]


def split_names(text: str) -> list[str]:
    """Split a byline into names, without `By` and what can't be a name."""
    text = PREFIX.sub("", " ".join(text.split()))
    return [name for part in SPLIT.split(text) if (name := PREFIX.sub("", part).strip(" .,;:|-–—")) and not BAD.search(name) and len(name) < 60]


def is_agency(name: str, publisher: str | None) -> bool:
    """Tell whether a name is a desk, an agency or the publisher itself."""
    folded = name.casefold()
    return folded in AGENCIES or bool(DESK.search(name)) or bool(publisher and folded == publisher.casefold())


def choose_byline(page: Page, thing: dict[str, object], hint: FeedHint | None, publisher: str | None) -> Byline:
    """Choose the source that names persons: JSON-LD, meta, visible byline, feed."""
    sources: list[tuple[str, list[str]]] = [("json-ld author", names_in(resolve(thing.get("author"), page.ld), page))]
    metas = [name for key in ("author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "byl", "citation_author") for name in page.meta.get(key, [])]
    sources.append(("meta author", [name for text in dict.fromkeys(metas) for name in split_names(text)]))
    visible = [text_of(element) for element in find(BYLINES, page.root)[:6]]
    sources.append(("visible byline", [name for text in visible if 3 < len(text) < 80 for name in split_names(text)]))
    sources.append(("feed entry", list(hint.authors) if hint else []))
    for source, names in sources:
        unique = list({name.casefold(): name for name in names}.values())
        if any(not is_agency(name, publisher) for name in unique):
            return byline_of(unique, publisher, Found(source, 0.9))
    for source, names in sources:
        if names:
            return byline_of(list({name.casefold(): name for name in names}.values()), publisher, Found(source, 0.6))
    return Byline((), (), None)


def byline_of(names: list[str], publisher: str | None, found: Found) -> Byline:
    """Sort names into persons and agencies."""
    return Byline(tuple(n for n in names if not is_agency(n, publisher)), tuple(n for n in names if is_agency(n, publisher)), found)

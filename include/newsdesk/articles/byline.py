"""Read who wrote the article: persons apart from desks and agencies.

Does not guess names from running text: a name comes from structured data, an element marked as a
byline, or a line that opens with `By`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.hints import Hint, hints_of
from include.newsdesk.articles.jsonld import resolve, types_of
from include.newsdesk.articles.jsonld import text_of as value_of
from include.newsdesk.articles.mass import fold
from include.newsdesk.articles.page import Page
from include.newsdesk.articles.tree import text_of

AGENCIES = frozenset(
    [
        "ap",
        "afp",
        "reuters",
        "dpa",
        "apa",
        "sda",
        "keystone-sda",
        "sid",
        "epd",
        "kna",
        "efe",
        "ansa",
        "lusa",
        "tass",
        "ria",
        "interfax",
        "ukrinform",
        "xinhua",
        "kyodo",
        "jiji",
        "yonhap",
        "antara",
        "bernama",
        "pti",
        "ani",
        "ians",
        "anp",
        "belga",
        "ritzau",
        "ntb",
        "tt",
        "stt",
        "pap",
        "čtk",
        "mti",
        "upi",
        "dapd",
        "ddp",
        "aa",
        "dha",
        "iha",
        "ap/dpa",
        "dpa/ap",
        "bloomberg",
        "dow jones",
        "agencies",
        "agencias",
        "agenturen",
        "europa press",
        "associated press",
        "the associated press",
        "press association",
        "pa media",
        "pa",
        "agence france-presse",
        "deutsche presse-agentur",
        "anadolu ajansı",
        "anadolu agency",
        "canadian press",
        "the canadian press",
        "australian associated press",
        "aap",
        "ap news",
        "getty images",
        "cnn newswire",
        "staff",
        "wire reports",
        "news services",
        "連合ニュース",
        "共同通信",
        "時事通信",
        "新华社",
        "中新社",
        "연합뉴스",
        "뉴시스",
        "뉴스1",
        "سبوتنيك",
        "رويترز",
        "أ ف ب",
    ]
)
DESK = re.compile(
    r"\b(?:staff|desk|newsroom|editors|editorial|redaktion\w*|redacción|rédaction|redazione|redação|redacció|team|bureau|"
    r"agency|agencies|agentur\w*|nachrichtenagentur|news|online|newspaper|reporters|"
    r"correspondents?|service|press|redakcja|редакция|редакція|web|digital|zeitung|tv|radio|reports|wire|contributors?|"
    r"writers?|magazin|gmbh|media|network|journal|sentinel|times|post)\b|"
    r"\.(?:com|de|org|net|at|ch|co|tr|fr|it|es|uk|jp|kr|lt|in|pl|cz)\b|新聞|编辑部|通信$|편집부|일보$|신문$|ニュース|デジタル",
    re.I,
)
PREFIX = re.compile(
    r"^(?:(?:guide|written|reported|posted|story|words|analysis|review|opinion|text|report|compiled|erstellt|veröffentlicht|"
    r"article)\s+(?:by|von)|by|von|par|por|di|af|av|door|autor(?:in)?(?:/autor)?|auteur|author|"
    r"escribe|od|автор|текст|記者|文|oleh|penulis|reporter|redaktion|redazione|text|texto|texte|tekst|av|a cura di|"
    r"from)\s*[:：]?\s+|^(?:文|取材|記者|by|von|autor|text)\s*[:：／/]\s*",
    re.I,
)
ROLE = re.compile(
    r"\s*(?:\(.*?\)|\s기자|기자|記者|특파원|선임기자|,?\s(?:contributing|senior|staff|tech|chief|political|sports|news|health|science|"
    r"business|deputy)\b.*|(?:reporter|correspondent|editor|columnist|redakteur\w*|journalist\w*)$|"
    r"\|.*|see more from.*|@\w+.*|\bfor (?:the )?[A-Z][\w ]+$)\s*$",
    re.I,
)
SPLIT = re.compile(
    r"\s*(?:,(?!\s*(?:jr|sr|ph\.?d|md|m\.d|ii|iii)\b)|;|\||•|·|\n|／|、|\s(?:and|und|et|y|e|og|och|i|и|та|ve|dan|med|mit|with|"
    r"con|avec)\s|\s?&\s|\s\+\s|\s/\s|\swith\s)\s*",
    re.I,
)
BAD = re.compile(
    r"https?:|www\.|@|\d|^\W*$|[{}<>=]|^(?:admin|administrator|unknown|null|none|undefined|author|authors?|auteurs?|editor|"
    r"user|guest|n/?a|name|by|updated|published|share|follow\w*|login|log in|sign in|more|"
    r"subscribe|comments?|advertisement|anzeige|read more|view all|about|profile|biography|posts?|articles?|facebook|twitter|"
    r"email|e-mail|instagram|linkedin)$|フォロー|記事|すべて|더보기",
    re.I,
)
PERSON = re.compile(
    r"^(?:[A-ZÀ-ÞĀ-ſΑ-ΩА-ЯЁІЇЄ][\w.'’‑-]*\.?|(?:de|del|della|di|da|dos|van|von|der|den|la|le|el|al|bin|ibn|ben|zu|du|ter|y|af|"
    r"'t)|[\"“(][\w.]+[\")”])(?:\s+(?:[A-ZÀ-ÞĀ-ſΑ-ΩА-ЯЁІЇЄ][\w.'’‑-]*\.?|(?:de|del|della|di|da|dos|van|von|der|den|la|le|el|"
    r"al|bin|ibn|ben|zu|du|ter|y|e|af|'t)|[\"“(][\w.]+[\")”])){1,4}$"
)
OUTLET = re.compile(r"(?:The|Der|Die|Das|El|La|Le)\s|(?:Senior|Junior|Staff|Contributing|Former|Chief|Guest)\s")
UNCASED = re.compile(
    r"^[\u3040-\u30ff\u3400-\u9fff]{2,5}(?:[ 　・][\u3040-\u30ff\u3400-\u9fff]{1,5})?$|^[\uac00-\ud7af]{2,4}$|"
    r"^[\u0590-\u06ff]+(?:\s[\u0590-\u06ff]+){1,3}$|^[\u0e00-\u0e7f]+(?:\s[\u0e00-\u0e7f]+){0,2}$"
)
OPENING = re.compile(r"^(?:By|Von|Par|Por|Text|Autor(?:in/Autor|in)?|Author|Av|Af|Door|Oleh|Автор|記者|文)\s*[:：]?\s+(?=\S)")
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Byline:
    """Persons and desks or agencies in their order."""

    persons: tuple[str, ...]
    agencies: tuple[str, ...]
    found: Found | None


def choose_byline(page: Page, thing: dict[str, Any], hint: FeedHint | None, site: set[str]) -> Byline:
    """Choose the source that names persons, the structured ones first; without any, the first one that names a desk or agency."""
    said: list[tuple[str, float, list[str]]] = []
    for source, confidence, names in candidates(page, thing, hint):
        if any(is_person(name, site) for name in names):
            head = marked_names(marked_elements(page), set(head_elements(page.root))) if source == "json-ld author" else []
            if any(is_person(name, site) for name in head) and not same_names(names, head):
                source, confidence, names = "byline", 0.7, head
            return sorted_names(names, site, Found(source, confidence))
        said.append((source, confidence, names))
    for source, confidence, names in said:
        if names:
            return sorted_names(names, site, Found(source, confidence / 2))
    return Byline((), (), None)


def marked_elements(page: Page) -> list[HtmlElement]:
    """List the elements whose names mark a byline."""
    return [element for element, hints in page.hinted if hints & Hint.BYLINE and not hints & Hint.NOT_BYLINE]


def same_names(some: list[str], others: list[str]) -> bool:
    """Tell whether two sources share a family name."""
    return bool({fold(name.split()[-1]) for name in some} & {fold(word) for name in others for word in name.split()})


def candidates(page: Page, thing: dict[str, Any], hint: FeedHint | None) -> Iterator[tuple[str, float, list[str]]]:
    """Yield (source, confidence, names), the most trusted first."""
    yield "json-ld author", 0.95, names_of(resolve(thing.get("author"), page.ld))
    keys = (
        "author",
        "article:author",
        "dc.creator",
        "sailthru.author",
        "parsely-author",
        "byl",
        "citation_author",
        "cxenseparse:author",
        "og:article:author",
    )
    metas = [text for key in keys for text in page.meta.get(key, [])]
    yield "meta author", 0.85, unique(name for text in metas for name in split_names(text))
    head, marked = head_elements(page.root), marked_elements(page)
    yield "byline", 0.8, marked_names(marked, set(head))
    yield "json-ld creator", 0.7, names_of(resolve(thing.get("creator") or thing.get("contributor"), page.ld))
    yield "feed entry", 0.7, unique(name for text in (hint.authors if hint else ()) for name in split_names(text))
    yield "opening line", 0.6, opening_names(head)
    yield "byline further down", 0.5, marked_names(marked, None)


def names_of(value: Any) -> list[str]:
    """List the names in a JSON-LD author value."""
    names: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        said = one.get("name") if isinstance(one, dict) else one
        for text in said if isinstance(said, list) else [said]:
            line = value_of(text)
            whole = isinstance(one, dict) and types_of(one) & {"organization", "newsmediaorganization"}
            names += [line.strip()] if whole and line.strip() else split_names(line)
    return unique(names)


def unique(names: Any) -> list[str]:
    """Drop repeats, whatever their case."""
    return list({fold(name): name for name in reversed(list(names))}.values())[::-1]


def split_names(text: str) -> list[str]:
    """Split a byline into names: no `By`, no roles; after a person, parts after a comma that name no person are dropped."""
    text = PREFIX.sub("", " ".join(text.split()))
    if len(text) > LONGEST or (DESK.search(text) and not PERSON.match(SPLIT.split(text)[0])):
        return [text] if text and len(text) < 60 and not re.search(r"https?:|@|[{}<>=]", text) else []
    names = [
        ROLE.sub("", PREFIX.sub("", part)).strip(" .,;:|-–—*") if not PERSON.match(part) else part for part in SPLIT.split(text)
    ]
    names = [
        name for name in names if name and len(name) < 60 and (not BAD.search(name) or (DESK.search(name) and "@" not in name))
    ]
    if names and PERSON.match(names[0]):
        return [names[0]] + [
            name
            for name in names[1:]
            if (PERSON.match(name) and not DESK.search(name) and not OUTLET.match(name)) or name.casefold() in AGENCIES
        ]
    return names


def is_agency(name: str, site: set[str]) -> bool:
    """Tell whether a name is a desk, an agency or the site itself."""
    return name.casefold() in AGENCIES or fold(name) in site or DESK.search(name) is not None


def is_person(name: str, site: set[str]) -> bool:
    """Tell whether a name reads like a person's: two to five capitalised words, or the like in scripts without capitals."""
    return not is_agency(name, site) and (PERSON.match(name) is not None or UNCASED.match(name) is not None)


def sorted_names(names: list[str], site: set[str], found: Found) -> Byline:
    """Sort names into persons and agencies; beside persons the site's own name says nothing."""
    agencies = tuple(name for name in names if is_agency(name, site))
    persons = tuple(name for name in names if name not in agencies)
    if persons:
        agencies = tuple(name for name in agencies if fold(name) not in site)
    return Byline(persons, agencies, found)


def head_elements(root: HtmlElement) -> list[HtmlElement]:
    """List the elements from the headline (or the top) down to the third paragraph of some length: where a byline stands."""
    elements: list[HtmlElement] = []
    started = root.find(".//h1") is None
    paragraphs = 0
    for element in root.iter(
        "h1", "p", "div", "span", "li", "h4", "h5", "address", "a", "section", "header", "strong", "em", "ul", "cite"
    ):
        started = started or element.tag == "h1"
        if started:
            elements.append(element)
        if started and element.tag == "p" and len(text_of(element)) > 150:
            paragraphs += 1
            if paragraphs == 3:
                break
    return elements


def marked_names(marked: list[HtmlElement], head: set[HtmlElement] | None) -> list[str]:
    """Return the names in the first elements, of the head or of the page, that are marked as a byline.

    Those beside it with the same marks are included.
    """
    fallback: list[str] = []
    for element in marked[:40]:
        if (head is not None and element not in head) or any(
            node.tag in ("footer", "nav", "form", "aside", "figure", "figcaption") or hints_of(node) & Hint.NOT_BYLINE
            for node in [element, *list(element.iterancestors())[:4]]
        ):
            continue
        names = piece_names(element)
        if any(is_person(name, set()) for name in names) and len(names) < 6:
            parent = element.getparent()
            mates = (
                []
                if parent is None
                else [
                    other
                    for other in parent
                    if other is not element and other.tag == element.tag and other.get("class") == element.get("class")
                ]
            )
            return unique(names + [name for mate in mates for name in piece_names(mate)])
        fallback = fallback or [name for name in names if len(name) < 25]
    return fallback


def piece_names(element: HtmlElement) -> list[str]:
    """Return the names in the pieces of text of an element, each piece on its own."""
    if len(text_of(element)) > 2 * LONGEST:
        return []
    pieces = [" ".join(piece.split()) for piece in element.itertext() if piece.strip()]
    names = unique(name for piece in pieces for name in split_names(piece))
    persons = [name for name in names if is_person(name, set())]
    return persons or [name for name in names if is_agency(name, set())] or names[:2]


def opening_names(head: list[HtmlElement]) -> list[str]:
    """Return the names of a short line of the head that opens with `By` or the like."""
    for element in head:
        if element.tag in ("a", "section", "header", "ul", "h1") or len(element) > 4:
            continue
        text = text_of(element)
        if len(text) < LONGEST and OPENING.match(text):
            names = split_names(text)
            if any(is_person(name, set()) for name in names):
                return [name for name in names if is_person(name, set()) or is_agency(name, set())]
    return []

"""Tell names apart: split a byline into names, persons from desks and agencies.

Does not find bylines (see `byline.py`).
"""

import re
from typing import Any

from include.newsdesk.articles.mass import fold

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
    r"https?:|www\.|@|\d|^\W*$|[{}<>=]|^(?:(?:(?:written|posted|erstellt|veröffentlicht) )?(?:by|von)|par|por|door|"
    r"admin|administrator|unknown|null|none|undefined|author|authors?|auteurs?|editor|"
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
LONGEST = 120


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
    shaped = (PERSON.match(name) and not OUTLET.match(name)) or UNCASED.match(name)
    return shaped is not None and not is_agency(name, site)

"""Tell the language of the text.

Does not trust the page's own label where the words of the text contradict it.
"""

import re

from include.newsdesk.articles.article import FeedHint, Found
from include.newsdesk.articles.jsonld import text_of
from include.newsdesk.articles.page import Page

CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$", re.I)
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0590-\u05ff\u0e00-\u0e7f\u3040-\ud7af]")
COMMON = {
    "en": "the of and to in a is that for it as was with on",
    "de": "der die und in den von zu das mit sich des auf für ist im",
    "fr": "de la le et les des en un du une que est pour qui",
    "es": "de la que el en y a los del se las por un para",
    "it": "di e che la il un a per in una del è con i",
    "pt": "de a o que e do da em um para com não uma os",
    "nl": "de van een het en in is dat op te voor met zijn",
    "sv": "och i att det som en på är av för med till den",
    "da": "og i at det er en til på af som for med den",
    "no": "og i det er på en som til av for at med ikke",
    "nb": "og i det er på en som til av for at med ikke",
    "pl": "w i na z się do nie że to jest o po za",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi sonra kadar her ise en ne o ki var dedi",
    "id": "yang dan di dengan untuk dari ini dalam pada itu akan ke",
    "fi": "ja on ei että se oli joka myös hän mutta kun",
    "cs": "a se v na je že o z s do i to pro",
    "ro": "de și în a la cu pe din care un o nu",
    "hu": "a az és hogy nem is egy meg de ez volt",
    "ru": "и в не на что с по как из это к за от для о его он был",
    "uk": "і в не на що з та у до як за про від це для й його був",
    "bg": "и на в да се за от че с е са не по като това",
    "sr": "и је у да се на за су од што са као би",
    "hr": "i je u se da na za su od što s kao bi to",
    "sk": "a v na sa je že to s o z do pre ako aj",
    "sl": "in je v se na da za so ki pa z ne bi tudi",
    "lt": "ir kad yra į tai su iš buvo bet kaip už jo apie",
    "lv": "un ir ka no ar par uz kas arī lai bet",
    "et": "ja on ei et see oli ka mis kui või aga",
    "vi": "và của là có trong được cho không với các một người đã những",
    "ar": "في من على أن إلى التي عن مع هذا الذي ما لا كان بين بعد",
    "fa": "و در به از که این را با است برای آن یک خود تا شد",
    "ur": "کے کی میں ہے سے کا اور کو نے پر یہ ہیں بھی کہ",
}
COMMON_SETS = {code: frozenset(words.split()) for code, words in COMMON.items()}
ENOUGH_WORDS = 40
LEAST_SHARE = 0.06
SAMPLE = 1500


def choose_language(page: Page, thing: dict[str, object], text: str, hint: FeedHint | None) -> tuple[str | None, Found | None]:
    """Return the two- or three-letter code and its source."""
    sample = text[:SAMPLE]
    for code, letters in SCRIPTS if OTHER_SCRIPT.search(sample) else ():
        if len(letters.findall(sample)) > 0.12 * max(len(sample), 60):
            return code, Found("script of the text", 0.95)
    label, found = labelled(page, thing, hint)
    if len(sample.split()) < ENOUGH_WORDS or (label and reads_like(sample, label)):
        return label, found
    return guessed(sample), Found("words of the text", 0.8)


def labelled(page: Page, thing: dict[str, object], hint: FeedHint | None) -> tuple[str | None, Found | None]:
    """Return the language that the page or the feed names."""
    listed = [
        ("html lang", page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        ("json-ld inLanguage", text_of(thing.get("inLanguage"))),
        ("meta og:locale", page.first_meta("og:locale", "content-language", "language", "dc.language") or ""),
        ("feed entry", (hint.language or "") if hint else ""),
    ]
    for source, label in listed:
        match = CODE.match(label.strip())
        if match:
            return match[1].lower(), Found(source, 0.8)
    return None, None


def reads_like(sample: str, code: str) -> bool:
    """Tell whether the commonest words of a language make up their usual share of a text; unknown languages pass."""
    if code not in COMMON:
        return True
    words = re.findall(r"\w+", sample.lower())
    common = COMMON_SETS[code]
    return sum(word in common for word in words) >= LEAST_SHARE * len(words)


def guessed(sample: str) -> str:
    """Guess the language by its commonest words, else by letter sequences."""
    words = re.findall(r"\w+", sample.lower())
    shares = {code: sum(word in common for word in words) for code, common in COMMON_SETS.items()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= LEAST_SHARE * len(words):
        return best
    # Takes seconds and some hundred megabytes to load: only for a language that is not in the lists.
    from py3langid import classify

    code, _ = classify(sample)
    return str(code)

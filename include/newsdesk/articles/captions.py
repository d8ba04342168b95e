"""Split the words under a picture into caption and credits.

Does not find pictures (see `images.py`).
"""

import re

from lxml import etree
from lxml.html import HtmlElement

from include.newsdesk.articles.hints import words_of
from include.newsdesk.articles.mass import SENTENCE_END, size_of
from include.newsdesk.articles.names import AGENCIES
from include.newsdesk.articles.tree import find, text_of

LONGEST = 1500
LEAST_CAPTION, LEAST_SLIDES = 60, 3
CREDIT_NAME = re.compile(
    r"-(?:credits?\w*|copy-?right\w*|photographer|photo-?(?:credit|author|by)|image-?(?:credit|author|source|copyright)|"
    r"source|fotograf\w*|autor|author|agency|rights|quelle|urheber|firma|attribution|byline|"
    r"[a-z]*credit[a-z]*|[a-z]*copyright[a-z]*)-"
)
CAPTION_NAME = re.compile(
    r"-(?:captions?\w*|legend\w*|description|bildtext|bildunterschrift|pie-?(?:de-?)?foto|leyenda|dida\w*|[a-z]*caption[a-z]*)-"
)
PARTS = etree.XPath(".//*[@class or self::small or self::cite or self::em or self::i or self::span]")
LABEL = (
    r"(?:photos?(?:graphs?|graphy)?|pictures?|images?|pics?|credits?|fotos?|fotografía|bild(?:er|quelle|rechte)?|illustration|"
    r"grafik|quelle|source|fuente|fonte|crédits?(?: photo)?|imagen|immagine|kuva|billede|zdjęcie|фото|коллаж|колаж|джерело|"
    r"video|vídeo|isithombe|görsel|fotoğraf|写真|撮影|图片来源|사진(?: 출처| 제공| =)?|صورة|צילום|ภาพ)"
)
MARKED = re.compile(
    rf"[\s,|–—-]*[(\[【（]?\s*(?:(?<![A-Z] ){LABEL}\s*(?:by\b|credits?\b|courtesy of\b|:|：|©|=|/)+|©|\(c\)|"
    rf"copyright\b:?)\s*(?P<name>[^()\[\]（）]{{2,150}}(?:\([^()]*\))?[^()\[\]]{{0,60}}?)\s*[)\]】）]?\s*[;.]?\s*$",
    re.I,
)
LEADING = re.compile(rf"^{LABEL}\s*(?:by\b|credits?\b|:|：|©|=)+\s*|^©\s*|^\(c\)\s*|^courtesy of\s+|^foto\s+|^via\s+", re.I)
COURTESY = re.compile(r"[(\[]\s*courtesy of (?P<name>[^()\[\]]{2,80})[)\]]\s*\.?$", re.I)
BRACKETED = re.compile(r"\s*[(\[（【](?P<name>[^()\[\]（）]{2,90})[)\]）】]\s*\.?\s*$")
PERSON = re.compile(r"^[A-ZÀ-Þ][\w.'’-]+(?: (?:[A-ZÀ-Þ][\w.'’-]+|de|van|von|der|del|la)){1,3}$|^Dok\. ?\w+")
PROVIDED = re.compile(r"(?:撮影|提供|写真|摄|촬영|제공)$")
LAST_SENTENCE = re.compile(r"(?<=[.!?。…다])\s+(?P<name>[^.!?。]{2,60})$")
AGENCY = re.compile(
    r"\b(?:AP|AFP|EPA|EFE|dpa|APA|Reuters|REUTERS|Getty|imago|IMAGO|PA|Shutterstock|iStock|Alamy|NTB|TT|Scanpix|ANSA|Xinhua|"
    r"Europa Press|AAP|ANP|Belga|picture alliance|Keystone|stock\.adobe|Unsplash|Pixabay|ZUMA|SIPA|TASS|Archiv)\b|뉴스|뉴시스"
)
CONTROLS = re.compile(
    r"^(?:bild vergrößern|이미지 확대보기|사진 확대|enlarge(?: image)?|expand[\w-]*|fullscreen-enter\w*|[\w-]*expand-left\w*|"
    r"zoom|open "
    r"image modal|view (?:gallery|image)|toggle caption|fullscreen)\s+|\s*(?:vis mer|visa mer|show more|weiterlesen|hide "
    r"caption|toggle caption|enlarge this image)$",
    re.I,
)


def story_of(captions: list[HtmlElement]) -> list[str]:
    """Return the captions of a slide show: three or more that read like sentences; empty where there are fewer."""
    texts = dict.fromkeys(split_caption(caption)[0] or "" for caption in captions)
    told = [text for text in texts if size_of(text) >= LEAST_CAPTION and text.endswith(SENTENCE_END)]
    return told if len(told) >= LEAST_SLIDES else []


def split_caption(box: HtmlElement) -> tuple[str | None, tuple[str, ...]]:
    """Return the caption and the credits of a picture's box."""
    text = CONTROLS.sub("", text_of(box))
    if not text or len(text) > LONGEST:
        return None, ()
    if MARKED.search(text) is None:
        named = named_part(box, CREDIT_NAME) or last_part(box)
        if named and named in text:
            captioned = named_part(box, CAPTION_NAME)
            if not captioned or len(captioned) <= 8 or named in captioned:
                captioned = text.replace(named, " ", 1)
            return tidy(captioned), credits_in(named)
    return split_text(named_part(box, CAPTION_NAME) or text)


def last_part(box: HtmlElement) -> str | None:
    """Return the text of the last element of a box where it names an agency and nothing else."""
    leaves = [
        leaf
        for leaf in box.iter("span", "p", "div", "small", "cite", "em", "i", "figcaption")
        if len(leaf) == 0 and text_of(leaf)
    ]
    text = text_of(leaves[-1]) if len(leaves) > 1 else ""
    return text if 1 < len(text) < 70 and looks_credited(text) and not text.endswith((".", "!", "?")) else None


def named_part(box: HtmlElement, pattern: re.Pattern[str]) -> str | None:
    """Return the text of the first element of a box whose names match."""
    for element in find(PARTS, box):
        if pattern.search(words_of(element)) and (text := text_of(element)):
            return CONTROLS.sub("", text)
    return None


def split_text(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Split one text: a credit after a label, in brackets, or as an agency's name after the last sentence."""
    whole = BRACKETED.match(text)
    if whole and whole.end() == len(text):
        return None, credits_in(whole["name"])
    for pattern in (COURTESY, MARKED):
        match = pattern.search(text)
        if match:
            return tidy(text[: match.start()]), credits_in(match["name"])
    head, bar, tail = text.rpartition(" | ")
    if bar and len(tail) < 80 and looks_credited(tail):
        return tidy(head), credits_in(tail)
    match = BRACKETED.search(text)
    if match and (looks_credited(match["name"]) or "/" in match["name"] or PERSON.match(match["name"])):
        return tidy(text[: match.start()]), credits_in(match["name"])
    match = LAST_SENTENCE.search(text)
    if match and looks_credited(match["name"]):
        return tidy(text[: match.start()]), credits_in(match["name"])
    if len(text) < 60 and looks_credited(text):
        return None, credits_in(text)
    return tidy(text), ()


def looks_credited(text: str) -> bool:
    """Tell whether a short text names an agency or a photographer with one."""
    return (
        text.casefold() in AGENCIES
        or AGENCY.search(text) is not None
        or PROVIDED.search(text) is not None
        or (text.isupper() and len(text) < 12)
    )


def credits_in(text: str) -> tuple[str, ...]:
    """Split a credit line into names, without labels."""
    text = CONTROLS.sub("", text.strip(" ()[]（）"))
    names = (
        LEADING.sub("", part.strip(" .;:,–-|()[]")).strip(" .;:,|") for part in re.split(r"\s*[|;,]\s*", LEADING.sub("", text))
    )
    return tuple(dict.fromkeys(PROVIDED.sub("", name) for name in names if name and len(name) < 100))


def tidy(caption: str) -> str | None:
    """Return a caption without loose punctuation at its ends; None where no words are left."""
    caption = " ".join(caption.split()).strip(" |/–—-(:;,")
    return caption if any(c.isalnum() for c in caption) else None

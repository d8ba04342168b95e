"""What class names, ids and roles say about an element, as word lists.

Holds the words of many publishers and content systems; no rule here names a site. Does not look at the text.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
NOT_WORD = re.compile(r"[^a-z0-9]+")
# `has-caption` or `no-comments` tell what stands inside an element, not what it is.
MODIFIER = re.compile(r"(?<=-)(?:has|have|no|with|without|hide|hidden|show|not|enable|enabled|disable|disabled|contains)-[a-z0-9]+(?=-)")

# An element with one of these is no part of the article's text (unless it holds most of the page's paragraphs).
JUNK = re.compile(
    r"-(?:"
    r"share|sharing|shares|sharebar|sharetools?|share(?:buttons?|links?|icons?)|social(?:media|bar|links?|share|icons?|buttons?)?|follow(?:us)?|addthis\w*|sharedaddy|jp-relatedposts|"
    r"related\w*|recommend\w*|recirc\w*|recirculation|readmore|read-(?:more|also|next)|more-(?:stories|news|articles|from|on|like|in)|morefrom|mostread|most-(?:read|popular|viewed|shared|recent|watched|commented)|"
    r"popular|trending|outbrain\w*|taboola\w*|zergnet|revcontent|plista|dable\w*|onward|up-next|next-(?:article|story|up|post)|nextarticle|prev-next|"
    r"see-also|also-read|also-like|you-may|dont-miss|read-on|further-reading|in-depth-links|link-?list|linkbox|"
    r"comments?|commentlist|commenting|disqus\w*|respond|reactions?|livefyre|coral\w*|opinary|"
    r"ads?|advert\w*|adslot|ad-?(?:box|unit|wrapper|container|block|label|placeholder|space|zone|text)|adsbygoogle|sponsor\w*|dfp|gpt|commercial|affiliate-(?:box|disclaimer)|promo|promos|promoted|promotion\w*|promobox|"
    r"newsletter\w*|subscri(?:be|ption)\w*|sign-?up|signup\w*|register|registration|login|log-in|paywall\w*|piano\w*|tp-(?:modal|container)\w*|regwall|meter|donat(?:e|ion|ions)\w*|fundrais\w*|membership|upsell|"
    r"sidebar|side-bar|rail|right-rail|aside|nav|navi|navigation|navbar|menu|menus|breadcrumbs?|pagination|pager|paging|toolbar|tool-bar|"
    r"footer|masthead|site-header|skip-?(?:link|to)\w*|back-to-top|sticky-(?:bar|header)|"
    r"cookies?|consent\w*|gdpr|privacy|cmp|usercentrics\w*|popup|pop-up|modal|overlay|lightbox|tooltip|dialog|toast|"
    r"tags|taglist|tag-list|tagcloud|topics?|topic-list|keywords?|categories|category-links|article-tags|post-tags|cat-links|entry-meta|post-meta|entry-utility|"
    r"author-(?:bio|box|info|card|profile|description|about|details|block)|about-(?:the-)?author|bio|biography|authorbox|authorinfo|"
    r"byline|by-line|dateline-date|timestamp|pub-?date|publish(?:ed)?-?(?:date|time)|date-?time|posted-on|last-updated|"
    r"caption\w*|legend|legende|fig-?caption|wp-caption(?:-text)?|image-(?:caption|credit|meta|source|info|copyright)|photo-(?:caption|credit)|img-credit|picture-?(?:caption|credit)|credit|credits|copyright\w*|source-line|bildunterschrift|bildnachweis|"
    r"print-?(?:only|button|link|this)?|email-(?:this|link|signup)|bookmark\w*|save-(?:article|story)|clap|likes?|vote|voting|rating\w*|poll|quiz|survey|"
    r"widget\w*|video-?(?:player|container|wrapper|list|playlist|related|carousel)?|videoplayer|jwplayer|player|audio-?player|listen\w*|read-aloud|readspeaker\w*|tts|speech|carousel|slider|swiper|ticker|marquee|"
    r"teaser-?(?:list|box|group|grid|item|container|wrapper|block)?|teasers|cards?-?(?:list|grid|group)|story-?(?:list|card|cards|strip|package-list)|article-?(?:list|cards?|links?)|news-?list|post-?list|feed-list|latest\w*|headlines|"
    r"screen-reader\w*|sr-only|visually-?hidden|visuallyhidden|a11y-hidden|assistive|hide-text|noprint|no-print|hidden-print|"
    r"corrections?-link|report-(?:error|typo|a-typo)|feedback|contact-(?:us|form)|disclosure|disclaimer|trust-(?:project|principles)|"
    r"app-(?:banner|promo|download)|download-app|google-(?:news|preferred)|whatsapp|telegram-(?:box|channel|link|follow)|"
    r"toc|table-of-contents|tableofcontents|jump-?links?|anchor-?(?:nav|links)|"
    r"stock-?(?:ticker|quote|widget)|weather-widget|scoreboard|betting-odds|product-(?:card|box|list)|shop(?:ping)?-?(?:box|widget|module)|"
    r"expandable-?box|collapsible-?box|info-?box|fact-?box\w*|faktenbox|facts-box|key-?points|summary-?box|ai-?summary|article-?ai|text-?to-?speech|sign-?in\w*|identity-?\w*|"
    r"placeholder|embed-(?:consent|placeholder|privacy)|external-?content-?(?:consent|placeholder)"
    r")-")

# Of these the name alone says enough: they go even where they hold more text than the article.
STRONG = re.compile(
    r"-(?:related\w*|recommend\w*|recirc\w*|more-?(?:stories|news|articles|from|posts)|most-?(?:read|popular|viewed|shared)|popular|trending|outbrain\w*|taboola\w*|"
    r"comments?|comment-?list|disqus\w*|footer|newsletter\w*|cookies?|consent\w*|sidebar-?(?:right|left|widget)|teasers|latest\w*|next-?article|also-read|sponsored|onward)-")

# A container with one of these is likely to hold the whole text.
BODY = re.compile(
    r"-(?:article-?(?:body|text|content|copy|main|main-?body|detail-?(?:body|content|text)?|entry|container|page-?body|inner|wrap(?:per)?|__?body|bodytext)|"
    r"story-?(?:body|text|content|copy|inner|main|detail)|entry-?(?:content|body|text)|post-?(?:body|content|text|entry)|news-?(?:body|text|content|detail\w*|article-?body)|"
    r"body-?(?:content|copy|text|main)|content-?(?:body|text|article|main|detail)|main-?(?:content|text|body)|"
    r"text-?(?:body|content|long|formatted)|rich-?text|richtext|single-?(?:content|body)|td-post-content|pf-content|"
    r"page-?(?:content|body|text)|item-?(?:body|text|full-?text)|full-?text|articulo|cuerpo|nota|noticia|texto|corps|"
    r"artikel|artikeltext|beitrag|meldung|articlebody|articletext|artbody|arttext|wysiwyg|prose|amp-wp-article-content|paragraphs?|paywall-?(?:content|body))-")

STANDFIRST = re.compile(
    r"-(?:standfirst|stand-first|sub-?(?:title|headline|heading|head|hed)|dek|deck|lead|lede|leadin|lead-?(?:text|paragraph|in)|leads|intro|introduction|intro-?text|"
    r"article-?(?:summary|intro|lead|teaser|abstract|description|excerpt|dek|sub-?title|deck|head-?desc)|summary|excerpt|abstract|vorspann|teaser-?text|chapo|chapeau|"
    r"entradilla|bajada|copete|sumario|ingress|manchet|sapo|spot|sottotitolo|occhiello|ondertitel|perex|lid|anons|kicker-text|synopsis|article-description|preamble|tagline|standing-?head)-(?!image|photo|author|media|art)")

PULL_QUOTE = re.compile(r"-(?:pull-?quote\w*|quote-?(?:box|block|author)|zitat-?box|key-?points?|fact-?(?:box|s|file)|infobox|info-?box|factbox|faktenbox|boxout|timeline-box|side-?note|in-?text-?box)-")

LIVE = re.compile(r"-(?:live-?(?:blog|ticker|post|update|event|feed|entry|center|reporting)\w*|liveblog\w*|ticker-?(?:entry|event|post|list)|minute-?by-?minute)-")


def words_of(element: HtmlElement) -> str:
    """Return class, id, role and test ids as lower-case words between dashes: `-article-body-`."""
    get = element.get
    return dashed(get("class") or "", get("id") or "", get("role") or "", get("data-testid") or get("data-component") or get("data-module") or "")


@lru_cache(maxsize=4096)
def dashed(*names: str) -> str:
    """Join names as lower-case words between dashes; camel case counts as a word border."""
    text = " ".join(name for name in names if name)[:400]
    if not text:
        return ""
    return MODIFIER.sub("", "-" + NOT_WORD.sub("-", CAMEL.sub("-", text).lower()).strip("-") + "-")


@lru_cache(maxsize=4096)
def is_strong_name(words: str) -> bool:
    """Tell whether the words of an element leave no doubt that it is no part of the text."""
    return STRONG.search(words) is not None and BODY.search(words) is None


@lru_cache(maxsize=4096)
def is_junk_name(words: str) -> bool:
    """Tell whether the words of an element mark it as no part of the text."""
    return bool(words) and JUNK.search(words) is not None

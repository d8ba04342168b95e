"""What class names, ids and roles say about an element, as word lists.

Holds the words of many publishers and content systems; no word here names a site. Does not look at the text. Words that belong
together are written as one (`articlebody` stands for article-body, article_body, articleBody and articlebody); a star stands
for any ending of one word.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from include.newsdesk.articles.tree import find

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
WORD = re.compile(r"[a-z0-9]+")
# `has-caption` or `no-comments` tell what stands inside an element, not what it is.
MODIFIERS = frozenset(
    {
        "has",
        "have",
        "no",
        "with",
        "without",
        "hide",
        "hidden",
        "show",
        "not",
        "enable",
        "enabled",
        "disable",
        "disabled",
        "contains",
    }
)
LONGEST_NAME = 300
MOST_JOINED = 3

# No part of the article's text, unless it holds most of the page's paragraphs.
JUNK = (
    "a11yhidden aboutauthor abouttheauthor ad adblock adbox adcontainer addthis* adlabel adplaceholder ads adsbygoogle "
    "adslot adspace adtext adunit advert* adwrapper adzone affiliatebox affiliatedisclaimer aisummary alsolike "
    "alsoread anchorlinks anchornav appbanner appdownload apppromo articleai articlecard articlecards articlelink "
    "articlelinks articlelist articletags aside assistive audioplayer authorabout authorbio authorblock authorbox "
    "authorcard authordescription authordetails authorinfo authorprofile backtotop bettingodds bildnachweis "
    "bildunterschrift bio biography bookmark* breadcrumb breadcrumbs byline caption* cardgrid cardgroup cardlist "
    "cardsgrid cardsgroup cardslist carousel categories categorylinks catlinks clap cmp collapsiblebox comment "
    "commenting commentlist comments commercial consent* contactform contactus cookie cookies copyright* coral* "
    "correctionlink correctionslink credit credits dable* datelinedate datetime dfp dialog disclaimer disclosure "
    "disqus* donate* donation* dontmiss downloadapp emaillink emailsignup emailthis embedconsent embedplaceholder "
    "embedprivacy entrymeta entryutility expandablebox externalcontentconsent externalcontentplaceholder factbox* "
    "factsbox faktenbox feedback feedlist figcaption follow followus footer fundrais* furtherreading gdpr googlenews "
    "googlepreferred gpt headlines hiddenprint hidetext identity* imagecaption imagecopyright imagecredit imageinfo "
    "imagemeta imagesource imgcredit indepthlinks infobox jprelatedposts jumplink jumplinks jwplayer keypoints keyword "
    "keywords lastupdated latest* legend legende lightbox like likes linkbox linklist listen* livefyre login marquee "
    "masthead membership menu menus meter modal morearticles morefrom morein morelike morenews moreon morestories "
    "mostcommented mostpopular mostread mostrecent mostshared mostviewed mostwatched nav navbar navi navigation "
    "newsletter* newslist nextarticle nextpost nextstory nextup noprint onward opinary outbrain* overlay pager "
    "pagination paging paywall* photocaption photocredit piano* picturecaption picturecredit placeholder player plista "
    "poll popular popup postedon postlist postmeta posttags prevnext print printbutton printlink printonly printthis "
    "privacy productbox productcard productlist promo promobox promos promoted promotion* pubdate publishdate "
    "publisheddate publishedtime publishtime quiz rail rating* reaction reactions readaloud readalso readmore readnext "
    "readon readspeaker* recirc* recommend* register registration regwall related* reportatypo reporterror reporttypo "
    "respond revcontent rightrail savearticle savestory scoreboard screenreader* seealso share sharebar sharebutton "
    "sharebuttons sharedaddy shareicon shareicons sharelink sharelinks shares sharetool sharetools sharing shopbox "
    "shopmodule shoppingbox shoppingmodule shoppingwidget shopwidget sidebar signin* signup signup* siteheader "
    "skiplink* skipto* slider social socialbar socialbutton socialbuttons socialicon socialicons sociallink "
    "sociallinks socialmedia socialshare sourceline speech sponsor* sronly stickybar stickyheader stockquote "
    "stockticker stockwidget storycard storycards storylist storypackagelist storystrip subscribe* subscription* "
    "summarybox survey swiper tableofcontents taboola* tagcloud taglist tags teaser teaserblock teaserbox "
    "teasercontainer teasergrid teasergroup teaseritem teaserlist teasers teaserwrapper telegrambox telegramchannel "
    "telegramfollow telegramlink texttospeech ticker timestamp toast toc toolbar tooltip topic topiclist topics "
    "tpcontainer* tpmodal* trending trustprinciples trustproject tts upnext upsell usercentrics* video videocarousel "
    "videocontainer videolist videoplayer videoplaylist videorelated videowrapper visuallyhidden vote voting "
    "weatherwidget whatsapp widget* wpcaption wpcaptiontext youmay zergnet "
)

# Of these the name alone says enough: they go even where they hold more text than the article.
STRONG = (
    "alsoread comment commentlist comments consent* cookie cookies disqus* footer latest* morearticles morefrom "
    "morenews moreposts morestories mostpopular mostread mostshared mostviewed newsletter* nextarticle onward "
    "outbrain* popular recirc* recommend* related* sidebarleft sidebarright sidebarwidget sponsored taboola* teasers "
    "trending "
)

# Likely to hold the whole text.
BODY = (
    "ampwparticlecontent artbody articlebody articlebodytext articlecontainer articlecontent articlecopy articledetail "
    "articledetailbody articledetailcontent articledetailtext articleentry articleinner articlemain articlemainbody "
    "articlepagebody articletext articlewrap articlewrapper articulo artikel artikeltext arttext beitrag bodycontent "
    "bodycopy bodymain bodytext contentarticle contentbody contentdetail contentmain contenttext corps cuerpo "
    "entrybody entrycontent entrytext fulltext itembody itemfulltext itemtext mainbody maincontent maintext meldung "
    "newsarticlebody newsbody newscontent newsdetail* newstext nota noticia pagebody pagecontent pagetext paragraph "
    "paragraphs paywallbody paywallcontent pfcontent postbody postcontent postentry posttext prose richtext singlebody "
    "singlecontent storybody storycontent storycopy storydetail storyinner storymain storytext tdpostcontent textbody "
    "textcontent textformatted textlong texto wysiwyg "
)

# The sentence or two between headline and text.
STANDFIRST = (
    "abstract anons articleabstract articledeck articledek articledescription articleexcerpt articleheaddesc "
    "articleintro articlelead articlesubtitle articlesummary articleteaser bajada chapeau chapo copete deck dek "
    "entradilla excerpt ingress intro introduction introtext kickertext lead leadin leadparagraph leads leadtext lede "
    "lid manchet occhiello ondertitel perex preamble sapo sottotitolo spot standfirst standinghead subhead subheading "
    "subheadline subhed subtitle sumario summary synopsis tagline teasertext vorspann "
)

# A live blog.
LIVE = (
    "liveblog* livecenter* liveentry* liveevent* livefeed* livepost* livereporting* liveticker* liveupdate* "
    "minutebyminute tickerentry tickerevent tickerlist tickerpost "
)

# A list of tags.
TAGS = "articletags etiquetas keywords posttags taglist tags themen topic topics "

# Names people, but not the authors of this article.
NOT_BYLINE = (
    "aboutauthor authorbio authorbox bio biography comment* copyright footer listitem more nav popular recommend* "
    "related* sidebar teaser teasers trending "
)

# Anywhere in a name, even as a part of a word.
BYLINE_PARTS = re.compile(
    "byline|author|reporter|autor|firma|journalist|writer|redakt|verfasser|auteur|contributor|yazar|muhabir"
)
DATE_PARTS = re.compile("date|^time|^meta|publish|posted|fecha|datum|byline|^info|tarih|timestamp|^pub$")
PICTURE_WORDS = frozenset({"image", "photo", "author", "media", "art", "img", "picture"})


class Hint:
    """What a name can say about an element, as bits. Plain numbers: an IntFlag takes ten times as long to test."""

    JUNK = 1
    STRONG_JUNK = 2
    BODY = 4
    STANDFIRST = 8
    BYLINE = 16
    NOT_BYLINE = 32
    DATE = 64
    TAGS = 128
    LIVE = 256


NAMES = ("class", "id", "role", "data-testid")
MARKING = ("itemprop", "rel")
# Few elements have these: they are found at once, the others aren't asked for each of them.
UNUSUAL = etree.XPath(".//@role/.. | .//@data-testid/.. | .//@itemprop/.. | .//@rel/..")
MARKS = {
    "author": Hint.BYLINE,
    "datePublished": Hint.DATE,
    "dateModified": Hint.DATE,
    "articleBody": Hint.BODY,
    "description": Hint.STANDFIRST,
    "alternativeHeadline": Hint.STANDFIRST,
    "tag": Hint.TAGS,
}


def word_hints() -> tuple[dict[str, int], dict[str, list[tuple[str, int]]]]:
    """Index the word lists: whole words to hints, and beginnings to hints by their first three letters."""
    whole: dict[str, int] = {}
    begins: dict[str, list[tuple[str, int]]] = {}
    for hint, listed in (
        (Hint.JUNK, JUNK),
        (Hint.STRONG_JUNK, STRONG),
        (Hint.BODY, BODY),
        (Hint.STANDFIRST, STANDFIRST),
        (Hint.LIVE, LIVE),
        (Hint.TAGS, TAGS),
        (Hint.NOT_BYLINE, NOT_BYLINE),
    ):
        for word in listed.split():
            if word.endswith("*"):
                begins.setdefault(word[:3], []).append((word[:-1], hint))
            else:
                whole[word] = whole.get(word, 0) | hint
    return whole, begins


WHOLE, BEGINS = word_hints()
SORTED = sorted(WHOLE)


def hinted_elements(root: HtmlElement) -> list[tuple[HtmlElement, int]]:
    """List the elements of the body whose names say something, with their hints, in page order."""
    body = root.find("body")
    if body is None:
        return []
    unusual = set(find(UNUSUAL, body))
    listed = []
    for element in body.iterdescendants():
        if element in unusual:
            hints = hints_of(element)
        else:
            name, mark = element.get("class"), element.get("id")
            hints = (hints_in(name) if name else 0) | (hints_in(mark) if mark else 0)
        if hints:
            listed.append((element, hints))
    return listed


def hints_of(element: HtmlElement) -> int:
    """Return what class, id, role, test ids, itemprop and rel say, as `Hint` bits."""
    hints = 0
    for name in NAMES:
        if value := element.get(name):
            hints |= hints_in(value)
    for name in MARKING:
        if value := element.get(name):
            for mark in value.split():
                hints |= MARKS.get(mark, 0)
    return hints


@lru_cache(maxsize=32768)
def hints_in(name: str) -> int:
    """Return what one attribute's value says, as `Hint` bits."""
    words = words_in(name)
    hints = 0
    for at, word in enumerate(words):
        own, opens = word_hint(word)
        hints |= own
        if opens:
            joined = word
            for part in words[at + 1 : at + MOST_JOINED]:
                joined += part
                hints |= WHOLE.get(joined, 0)
    if hints & Hint.STANDFIRST and not PICTURE_WORDS.isdisjoint(words):
        hints &= ~Hint.STANDFIRST
    return hints


@lru_cache(maxsize=32768)
def word_hint(word: str) -> tuple[int, bool]:
    """Return the hints of one word, and whether words of the lists begin with it."""
    hints = WHOLE.get(word, 0)
    for begin, hint in BEGINS.get(word[:3], ()):
        if word.startswith(begin):
            hints |= hint
    if BYLINE_PARTS.search(word):
        hints |= Hint.BYLINE
    if DATE_PARTS.search(word):
        hints |= Hint.DATE
    at = bisect_right(SORTED, word)
    return hints, at < len(SORTED) and SORTED[at].startswith(word)


def words_in(name: str) -> list[str]:
    """Return the lower-case words of a name; camel case counts as a word border, words after a modifier are left out."""
    name = name[:LONGEST_NAME]
    words = WORD.findall(name if name.islower() else CAMEL.sub("-", name).lower())
    if MODIFIERS.isdisjoint(words):
        return words
    return [word for at, word in enumerate(words) if word not in MODIFIERS and (at == 0 or words[at - 1] not in MODIFIERS)]


def words_of(element: HtmlElement) -> str:
    """Return class, id and test id as lower-case words between dashes: `-article-body-`."""
    return "-" + "-".join(words_in(" ".join(element.get(name) or "" for name in ("class", "id", "data-testid")))) + "-"

"""The expectations on a staged article: the one place that says what is wrong with a row.

To add one, write it into its group: a reason code that nothing else has, a severity, what it expects in words, an example of a
failure. Then add a bad article to `tests/integration/test_quality_poisoned.py` and write `docs/expectations.md` anew
(`python -m include.newsdesk.quality`). Columns are measured in `measures.py`. Does not run anything. Imports Great Expectations,
which takes seconds.
"""

from typing import Any, Literal

from great_expectations.expectations.core.expect_column_pair_values_to_be_equal import ExpectColumnPairValuesToBeEqual
from great_expectations.expectations.core.expect_column_value_lengths_to_be_between import ExpectColumnValueLengthsToBeBetween
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.core.expect_column_values_to_be_null import ExpectColumnValuesToBeNull
from great_expectations.expectations.core.expect_column_values_to_match_regex import ExpectColumnValuesToMatchRegex
from great_expectations.expectations.core.expect_column_values_to_not_be_in_set import ExpectColumnValuesToNotBeInSet
from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
from great_expectations.expectations.core.expect_column_values_to_not_match_regex import ExpectColumnValuesToNotMatchRegex
from great_expectations.expectations.expectation import Expectation

from include.newsdesk.quality import phrases
from include.newsdesk.quality.measures import TEASER
from include.newsdesk.quality.paragraphs import SHORT_BODY

NAME = "staged_articles"

_URL = (
    r"^(?=.{1,2048}$)https?://"
    r"(?:(?:[^\s/?#@:.\[\]\"<>]+\.)+[^\s/?#@:.\d\[\]\"<>][^\s/?#@:.\[\]\"<>]+|\d{1,3}(?:\.\d{1,3}){3})"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"{}]*)?$"
)
_NOT_ARTICLE = (
    r"(?i)^https?://[^/?#]++(?:/[a-z]{2}(?:-[a-z]{2})?)?/?"
    r"(?:(?:index|home|default|startseite)?(?:\.(?:html?|php|aspx?))?/?(?:#.*)?"
    r"|(?:log-?in|sign-?in|sign-?up|register|registration|anmelden|registrieren|connexion|inscription|accounts?|konto"
    r"|subscribe|subscriptions?|abo|abonnements?|newsletters?|search|suche|recherche|buscar|cerca|consent|privacy(?:-policy)?"
    r"|datenschutz|impressum|imprint|contact(?:-us)?|kontakt|about-us|terms(?:-of-(?:use|service))?|404|error)(?:\.\w{2,5})?/?(?:[?#].*)?"
    r"|(?:tags?|authors?|autor|auteur|category|categories|kategorie|search|suche)/[^/?#]{1,40}/?(?:[?#].*)?)$"
)
_TAGS = r"<[/]\w+\s*>|<\w+\s[^<>]*=|<(?:br|p|b|i|em|strong|span)\s*/?>"
_ENTITIES = r"&(?:[a-z]{2,8}|#\d{2,5}|#x[\da-fA-F]{2,5});"
_ELLIPSIS = r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])$"
_FILES = (
    r"^(?:%PDF-\d|PK\x03\x04|GIF8[79]a|.{0,3}PNG\r|.{0,6}JFIF|\{\s*\"|\[\s*\{\s*\")"  # PDF, ZIP, pictures, JSON
    r"|(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{200}"  # base64
)
_STOCK_IMAGE = (
    r"(?i)/(?:[\w-]*[-_])?(?:1x1|pixel|spacer|blank|placeholder|no-?image|default|logo)"
    r"(?:[-_.][\w-]*)?\.(?:gif|png|svg|jpe?g|webp)"
)
_HOUR, _DAY = 3600, 86_400


def expectations() -> list[Expectation]:
    """Make every expectation anew, in the order in which the failures of a row are listed."""
    groups = (_addresses, _titles, _title_remarks, _lengths, _gates, _texts, _text_remarks, _dates, _languages, _images)
    return [one for group in groups for one in group()]


def _rule(severity: Literal["reject", "warn"], reason: str, meaning: str, example: str, shows: str | None) -> dict[str, Any]:
    """Describe an expectation; `shows` is the column to quote as observed where the checked one says less."""
    meta = {"reason": reason, "severity": severity, "meaning": meaning, "example": example, "shows": shows}
    return {"meta": meta, "severity": "critical" if severity == "reject" else "warning"}


def _reject(reason: str, meaning: str, example: str, shows: str | None = None) -> dict[str, Any]:
    return _rule("reject", reason, meaning, example, shows)


def _warn(reason: str, meaning: str, example: str, shows: str | None = None) -> dict[str, Any]:
    return _rule("warn", reason, meaning, example, shows)


def _addresses() -> list[Expectation]:
    whole = "is a whole http or https URL of at most 2,048 characters."
    return [
        ExpectColumnValuesToNotBeInSet(column="kind", value_set=["not_article"], **_reject(
            "page.not_an_article", "The parser took the page for an article.", "a section front", "url")),
        ExpectColumnValuesToNotBeNull(column="url", **_reject(
            "url.missing", "The page has an address.", "an empty address")),
        ExpectColumnValuesToMatchRegex(column="url", regex=_URL, **_reject(
            "url.invalid", f"The address {whole}", "https://https://news.example/a")),
        ExpectColumnValuesToNotMatchRegex(column="url", regex=_NOT_ARTICLE, **_reject(
            "url.not_article", "The address can be an article's: no front page, log-in, search or tag page.",
            "https://news.example/login")),
        ExpectColumnValuesToMatchRegex(column="canonical_url", regex=_URL, **_reject(
            "canonical.invalid", f"The canonical address, if given, {whole}", "https://localhost/a")),
        ExpectColumnValuesToNotMatchRegex(column="canonical_url", regex=_NOT_ARTICLE, **_reject(
            "canonical.not_article", "The canonical address, if given, can be an article's.",
            "every page names https://news.example/ as canonical")),
        ExpectColumnValuesToBeInSet(column="canonical_host", value_set=["same"], **_warn(
            "canonical.foreign", "The canonical address is on the site of the page.",
            "a page of news.example names agency.example as canonical", "canonical_url")),
    ]  # fmt: skip


def _titles() -> list[Expectation]:
    return [
        ExpectColumnValuesToNotBeNull(column="title", **_reject(
            "title.missing", "The article has a title.", "a blank title")),
        ExpectColumnValuesToBeBetween(column="title_letters", min_value=2, **_reject(
            "title.too_short", "The title has at least 2 letters or digits; one Han character is enough.", "--",
            "title")),
        ExpectColumnValueLengthsToBeBetween(column="title", max_value=1000, **_reject(
            "title.too_long", "The title has no more than 1,000 characters.", "the whole text as title")),
        ExpectColumnValuesToNotMatchRegex(column="title_own", regex=phrases.exactly(phrases.GENERIC_TITLES), **_reject(
            "title.generic", "The title is about this article: no gate, error or empty template.", "Just a moment...", "title")),
        ExpectColumnValuesToNotMatchRegex(column="title", regex=phrases.PLACEHOLDER_TITLE, **_reject(
            "title.placeholder", "The title is a text: no template variable, file name or address.", "{{ article.title }}")),
        ExpectColumnValueLengthsToBeBetween(column="title_own", min_value=1, **_reject(
            "title.is_site_name", "The title says more than the name of the site.", "The Harbour Post", "title")),
        ExpectColumnValuesToNotMatchRegex(column="title", regex=_TAGS, **_reject(
            "title.markup", "The title has no HTML tags.", "Storm <b>hits</b> coast")),
        ExpectColumnValuesToBeBetween(column="title_mojibake", max_value=0, **_reject(
            "title.mojibake", "The title was decoded with the right character set.", "CafÃ© reopens", "title")),
    ]  # fmt: skip


def _title_remarks() -> list[Expectation]:
    return [
        ExpectColumnValuesToNotMatchRegex(column="title", regex=_ENTITIES, **_warn(
            "title.entities", "The title has no HTML character references.", "Food &amp; drink")),
        ExpectColumnValuesToNotMatchRegex(column="title", regex=_ELLIPSIS, **_warn(
            "title.cut_off", "The title does not end in an ellipsis.", "Council agrees to build the new...")),
        ExpectColumnValuesToNotBeInSet(column="title_ending", value_set=["site"], **_warn(
            "title.site_suffix", "The title does not end in the name of the site.", "Storm hits coast | The Harbour Post",
            "title")),
    ]  # fmt: skip


def _lengths() -> list[Expectation]:
    counted = "a Han character counts 3, kana and Hangul 2"
    return [
        ExpectColumnValuesToBeBetween(column="open_letters", min_value=1, **_reject(
            "body.missing", "An article, live page or list that is open to read has a text.", "an empty text", "body")),
        ExpectColumnValuesToBeBetween(column="open_article_letters", min_value=200, **_reject(
            "body.too_short", f"An article that is open to read has at least 200 letters ({counted}).",
            "only the standfirst was found", "body")),
        ExpectColumnValuesToBeBetween(column="open_live_letters", min_value=80, **_reject(
            "body.too_short_live", f"A live page or list that is open to read has at least 80 letters ({counted}).",
            "only the time of the last update was found", "body")),
        ExpectColumnValuesToBeBetween(column="paywalled_letters", min_value=600, **_warn(
            "body.paywall_stub", f"A paywalled article shows at least 600 letters ({counted}).", "two sentences, then the offer",
            "ending")),
        ExpectColumnValuesToBeBetween(column="body_letters", max_value=200_000, **_warn(
            "body.too_long", "The text has no more than 200,000 letters.", "an archive in one page", "body")),
    ]  # fmt: skip


def _gates() -> list[Expectation]:
    short = f"A text under {SHORT_BODY:,} letters does not open with"
    return [
        ExpectColumnValuesToNotMatchRegex(column="short_opening", regex=phrases.any_of(phrases.CHALLENGES), **_reject(
            "body.challenge", f"{short} a demand to prove that one is human.", "Verify you are human")),
        ExpectColumnValuesToNotMatchRegex(column="short_opening", regex=phrases.any_of(phrases.CONSENTS), **_reject(
            "body.consent", f"{short} a question about cookies.", "We use cookies. Accept all cookies?")),
        ExpectColumnValuesToNotMatchRegex(column="opening", regex=phrases.any_of(phrases.PRIVACY_NOTICES), **_reject(
            "body.privacy_notice", "The text does not open with the sentences of an advertisers' consent form.",
            "Store and/or access information on a device")),
        ExpectColumnValuesToNotMatchRegex(column="teaser", regex=phrases.any_of(phrases.ERROR_PAGES), **_reject(
            "body.error_page", f"A text under {TEASER} letters does not report an error of the site.",
            "The page you requested could not be found")),
        ExpectColumnValuesToNotMatchRegex(column="opening", regex=phrases.PLACEHOLDER_BODY, **_reject(
            "body.placeholder", "The text does not open with filler or a template variable.", "Lorem ipsum dolor sit amet")),
        ExpectColumnValuesToNotMatchRegex(column="body", regex=_FILES, **_reject(
            "body.binary", "The text is a text: no file, JSON or encoded data.", "%PDF-1.7")),
        ExpectColumnValuesToNotMatchRegex(column="teaser", regex=phrases.READ_MORE, **_reject(
            "body.teaser", f"A text under {TEASER} letters does not end in a link to the rest.", "... Read more")),
    ]  # fmt: skip


def _texts() -> list[Expectation]:
    return [
        ExpectColumnValuesToBeBetween(column="body_boilerplate_share", max_value=0.3, **_reject(
            "body.boilerplate", "At most 30 % of the text is copyright, sharing, newsletter or advertising lines.",
            "Sign up for our newsletter", "body")),
        ExpectColumnValuesToBeBetween(column="body_repeated_share", max_value=0.3, **_reject(
            "body.repeated", "At most 30 % of the text stands there for the second time.", "the whole text twice")),
        ExpectColumnValuesToBeBetween(column="body_mojibake", max_value=3, **_reject(
            "body.mojibake", "At most 3 places look like UTF-8 read as another character set, or lost a character (U+FFFD).",
            "FranÃ§ois, throughout")),
        ExpectColumnValuesToBeBetween(column="body_markup_share", max_value=0.1, **_reject(
            "body.markup", "At most 10 % of the text is in lines with HTML, JSON-LD, script or style left in.",
            '<div class="story"> around each paragraph')),
        ExpectColumnValuesToBeBetween(column="article_prose_share", min_value=0.1, **_reject(
            "body.no_prose", "At least 10 % of an article is in lines with punctuation.", "the menu of the site", "body")),
        ExpectColumnValuesToBeBetween(column="same_body_others", max_value=20, **_reject(
            "body.one_for_all", "At most 20 other articles of the publisher brought the same text within a day.",
            "a new consent wall in front of every page", "body")),
    ]  # fmt: skip


def _text_remarks() -> list[Expectation]:
    return [
        ExpectColumnValuesToBeBetween(column="article_prose_share", min_value=0.5, **_warn(
            "body.little_prose", "At least half of an article is in lines with punctuation.",
            "a list of links under two sentences", "body")),
        ExpectColumnValuesToBeBetween(column="body_repeats", max_value=2, **_warn(
            "body.repeated_paragraph", "No paragraph of 30 characters or more stands there three times.",
            "the same appeal between all sections")),
        ExpectColumnValuesToBeBetween(column="body_mojibake", max_value=0, **_warn(
            "body.stray_mojibake", "No place looks like UTF-8 read as another character set, or lost a character (U+FFFD).",
            "one quotation mark as â€œ")),
        ExpectColumnValuesToBeBetween(column="body_markup_share", max_value=0, **_warn(
            "body.stray_markup", "No HTML, JSON-LD, script or style is left in.", "one </p>")),
        ExpectColumnValuesToNotMatchRegex(column="teaser", regex=_ELLIPSIS, **_warn(
            "body.cut_off", f"A text under {TEASER} letters does not end in an ellipsis.", "The council will decide on ...")),
        ExpectColumnValuesToNotMatchRegex(column="ending", regex=phrases.any_of(phrases.SUBSCRIBE_ENDINGS), **_warn(
            "body.subscribe_prompt", "The text does not end in an offer to subscribe.", "Subscribe to continue reading")),
        ExpectColumnValuesToBeNull(column="other_body_of", **_warn(
            "body.same_as_another", "No earlier article of the publisher has the same text under another title.",
            "a notice instead of every text")),
    ]  # fmt: skip


def _dates() -> list[Expectation]:
    return [
        ExpectColumnValuesToBeBetween(column="published_ahead", max_value=_HOUR, **_reject(
            "published.future", "The article was published at most one hour after it was fetched.",
            "the date of the event instead of the article's", "published_at")),
        ExpectColumnValuesToBeBetween(column="published_year", min_value=1995, **_reject(
            "published.implausible", "The article was published in 1995 or later.", "1970-01-01", "published_at")),
        ExpectColumnValuesToBeBetween(column="modified_ahead", max_value=_HOUR, **_warn(
            "modified.future", "The article was modified at most one hour after it was fetched.", "next week", "modified_at")),
        ExpectColumnValuesToBeBetween(column="modified_lead", max_value=_DAY, **_warn(
            "modified.before_published",
            "The article was modified at most a day before it was published; scheduled articles are, by hours.",
            "modified in 2019, published in 2024", "modified_at")),
    ]  # fmt: skip


def _languages() -> list[Expectation]:
    return [
        ExpectColumnPairValuesToBeEqual(
            column_A="language", column_B="feed_language", ignore_row_if="either_value_is_missing", **_warn(
                "language.unexpected", "A text of at least 250 letters is in the language of its feed.",
                "an English notice in a German feed")),
    ]  # fmt: skip


def _images() -> list[Expectation]:
    return [
        ExpectColumnValuesToMatchRegex(column="image_url", regex=_URL, **_warn(
            "image.invalid", "The image, if given, has a whole http or https URL of at most 2,048 characters.",
            "data:image/gif;base64,R0lGOD...")),
        ExpectColumnValuesToNotMatchRegex(column="image_url", regex=_STOCK_IMAGE, **_warn(
            "image.placeholder", "The image is not a logo, spacer or placeholder.", "https://news.example/img/spacer.gif")),
    ]  # fmt: skip

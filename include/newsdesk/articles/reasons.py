"""Why a part of a page is not in the text: one short code with its words for every rule that cuts.

Does not cut anything; `prune.py` and `trim.py` name these where they do.
"""

from enum import Enum


class Reason(Enum):
    """A rule that cuts; the name in lower case is the code, the value says it in words."""

    # Whole elements, by their place in the markup.
    OTHER_ARTICLE = "a further article below the first"
    HIDDEN = "not shown to readers"
    TAG = "an element for navigation, forms or asides"
    NAME = "class, id or role name a part around the text"
    PICTURE = "a picture with its caption"
    CARD = "a card that leads to another article"
    OUTSIDE = "outside the element that holds the text"
    # Runs of text, by what they say.
    LINK = "nothing but a link"
    LABEL = "a label or an e-mail address"
    DATE = "nothing but a date or signs"
    LED_LINK = "a label before a link"
    READ_MORE = "leads to another article"
    CONSENT = "stands in place of an embed"
    CREDIT = "a credit or copyright line"
    PROMOTION = "asks to subscribe, follow or share"
    HEADLINE = "the headline again"
    BYLINE = "the byline again"
    # Runs of text, by their place among the others.
    REPEAT = "stands in the text already"
    HEAD = "a label before the first paragraph"
    TAIL = "below a line that ends the article"
    APPEAL = "asks readers for money or membership"
    END_LABEL = "a label after the last paragraph"
    EMPTY_HEADING = "a heading with nothing below it"

    @property
    def code(self) -> str:
        """Return the short code."""
        return self.name.lower()

"""Judge runs of text: cut captions, credit lines, promotion, link lists and tails that stand among the paragraphs.

Does not look at the tree; it sees text, link share and order. Every cut run carries its reason.
"""

from collections import Counter

from include.newsdesk.articles import phrases
from include.newsdesk.articles.blocks import Run
from include.newsdesk.articles.mass import SENTENCE_END, fold, size_of
from include.newsdesk.articles.reasons import Reason

MOST_LABELS = 8
SPAM = 8
OPENING, SHORTEST_STANDFIRST, SHORTEST_REPEAT = 4, 60, 100
LONGEST_NOISE = 400
LINK_LABEL_END = (":", "|", "：", ">", "»", "►", "→")


def trim(runs: list[Run], title: str | None, names: tuple[str, ...]) -> list[Run]:
    """Cut noise, repeats, the headline and byline themselves, the tail, and headings that head nothing.

    Returns the same runs; those that were cut carry the reason.
    """
    headline, bylines = fold(title or ""), {fold(name) for name in names}
    for run in runs:
        run.cut = noise(run) or (Reason.HEADLINE if is_headline(run, headline) else None)
        if run.cut is None and is_byline(run, bylines):
            run.cut = Reason.BYLINE
    for cut in (cut_repeats, cut_head, cut_tail, cut_end_labels, cut_empty_headings):
        cut(kept(runs))
    return runs


def kept(runs: list[Run]) -> list[Run]:
    """List the runs that nothing has cut."""
    return [run for run in runs if run.cut is None]


def noise(run: Run) -> Reason | None:
    """Return why a run is no text of the article, whatever its place; None where it may be."""
    size = len(run.text)
    if size > LONGEST_NOISE:
        return None
    links, text = run.links / size, run.text.lower()
    if run.kind == "heading" and links >= 0.85 and phrases.NUMBERED.match(text):
        return None
    if links >= 0.85 and (size < 140 or run.kind == "list item"):
        return Reason.LINK
    if size < 90 and (phrases.LABEL.match(text) or ("@" in text and phrases.EMAIL.search(text))):
        return Reason.LABEL
    if phrases.LETTER.search(text) is None or (run.tag != "tr" and phrases.is_date_line(text)):
        return Reason.DATE
    if leads_to_link(run):
        return Reason.LED_LINK
    if (size < 40 or (size < 300 and links > 0.3)) and phrases.READ_MORE.match(text):
        return Reason.READ_MORE
    if phrases.asks_consent(text):
        return Reason.CONSENT
    if size < 200 and (phrases.CREDIT.match(text) or phrases.claims_copyright(text)):
        return Reason.CREDIT
    if size < 320 and phrases.PROMOTION.match(text) and (phrases.NEWSLETTER.search(text) or links > 0.1 or size < 60):
        return Reason.PROMOTION
    if size < 320 and "newsletter" in text and phrases.SIGN_UP.search(text):
        return Reason.PROMOTION
    return None


def leads_to_link(run: Run) -> bool:
    """Tell whether a run is a label before a link and nothing else."""
    size = len(run.text)
    return (
        0 < run.links < size < 220
        and run.links + len(run.before_link) >= 0.95 * size
        and run.before_link.endswith(LINK_LABEL_END)
    )


def is_headline(run: Run, headline: str) -> bool:
    """Tell whether a run is the headline (folded) again."""
    return run.tag == "h1" or bool(headline and run.kind == "heading" and fold(run.text) == headline)


def is_byline(run: Run, names: set[str]) -> bool:
    """Tell whether a short run names the authors (folded)."""
    size = len(run.text)
    if size > 100:
        return False
    if size < 40 and phrases.LABEL_BYLINE.match(run.text) and not run.text.endswith((".", "!", "?", ":", ",")):
        return True
    folded = fold(run.text)
    if folded in names:
        return True
    return (
        phrases.BYLINE.match(run.text.lower()) is not None
        and len(run.text.split()) <= 8
        and not run.text.endswith((".", "!", "?", ":"))
        and any(name in folded for name in names)
    )


def cut_repeats(runs: list[Run]) -> None:
    """Cut long runs that occurred before, the standfirst sooner, and pull quotes: what a longer paragraph holds too."""
    quoted = any(run.kind in ("quote", "heading") and len(run.text) > 40 for run in runs)
    longer = "\n".join(fold(run.text) for run in runs if run.kind == "paragraph") if quoted else ""
    count = Counter(run.text for run in runs if run.kind == "paragraph" and len(run.text) < 40)
    opening, seen = {run.text for run in runs[:OPENING]}, set[str]()
    for run in runs:
        if (
            (run.text in seen and size_of(run.text) > (SHORTEST_STANDFIRST if run.text in opening else SHORTEST_REPEAT))
            or (count[run.text] >= SPAM and not run.text.endswith(SENTENCE_END))
            or (run.kind in ("quote", "heading") and len(run.text) > 40 and fold(run.text) in longer)
        ):
            run.cut = Reason.REPEAT
        else:
            seen.add(run.text)


def is_sentence(run: Run) -> bool:
    """Tell whether a run reads like a paragraph of text, not like a label."""
    return size_of(run.text) >= 80 or (size_of(run.text) >= 30 and run.text.endswith(SENTENCE_END))


def cut_head(runs: list[Run]) -> None:
    """Cut labels before the first paragraph; a heading there stays only right before it."""
    first = next((at for at, run in enumerate(runs) if run.kind != "heading" and is_sentence(run)), None)
    if first is None or sum(len(run.text) for run in runs[:first]) > 0.2 * sum(len(run.text) for run in runs):
        return
    tags = {run.tag for run in runs[first:] if run.kind == "heading"}
    for at, run in enumerate(runs[:first]):
        if run.kind != "heading" or not (size_of(run.text) > 40 or (at == first - 1 and run.tag in tags)):
            run.cut = Reason.HEAD


def is_appeal(run: Run) -> bool:
    """Tell whether a paragraph asks readers for money, a subscription or membership."""
    words = len(phrases.APPEAL.findall(run.text.lower()))
    return words > 0 and phrases.OURS.search(run.text) is not None and (words > 1 or len(run.text) < 200 or run.links > 0)


def cut_tail(runs: list[Run]) -> None:
    """Cut from the first line on that opens what follows an article, in the last part; then appeals at the end."""
    total = sum(len(run.text) for run in runs)
    passed = 0
    for at, run in enumerate(runs):
        if passed > 0.5 * total and len(run.text) < 80 and phrases.TAIL.match(run.text.lower()) and not run.text.endswith("."):
            for below in runs[at:]:
                below.cut = Reason.TAIL
            break
        passed += len(run.text)
    for run in kept(runs)[-3:]:
        if run.kind != "quote" and is_appeal(run):
            run.cut = Reason.APPEAL


def cut_end_labels(runs: list[Run]) -> None:
    """Cut a few labels after the last paragraph."""
    labels = 0
    while labels < len(runs) - 3 and runs[-1 - labels].kind != "list item" and not is_sentence(runs[-1 - labels]):
        labels += 1
    if 0 < labels <= MOST_LABELS:
        for run in runs[-labels:]:
            run.cut = Reason.END_LABEL


def cut_empty_headings(runs: list[Run]) -> None:
    """Cut headings at the end."""
    while runs and runs[-1].kind == "heading":
        runs.pop().cut = Reason.EMPTY_HEADING

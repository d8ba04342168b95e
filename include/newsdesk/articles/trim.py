"""Judge runs of text: cut captions, credit lines, promotion, link lists and tails that stand among the paragraphs.

Does not look at the tree; it sees text, link share and order.
"""

from collections import Counter

from include.newsdesk.articles import phrases
from include.newsdesk.articles.blocks import Run
from include.newsdesk.articles.mass import fold, size_of

MOST_LABELS = 8
SPAM = 8
LONGEST_NOISE = 400
SENTENCE_END = tuple('.!?…”"’»:;)。！？」』.।؟')


def is_noise(run: Run) -> bool:
    """Tell whether a run is no text of the article, whatever its place."""
    text = run.text
    if len(text) > LONGEST_NOISE:
        return False
    links = run.links / len(text)
    if run.kind == "heading" and links >= 0.85 and phrases.NUMBERED.match(text):
        return False
    if links >= 0.85 and (len(text) < 140 or run.kind == "list item"):
        return True
    if len(text) < 90 and (phrases.LABEL.match(text) or phrases.EMAIL.search(text)):
        return True
    if not any(c.isalnum() for c in text) or (run.tag != "tr" and phrases.is_date_line(text)):
        return True
    if (
        0 < run.links < len(text) < 220
        and run.links + len(run.before_link) >= 0.95 * len(text)
        and run.before_link.endswith((":", "|", "：", ">", "»", "►", "→"))
    ):
        return True
    if len(text) < 300 and phrases.READ_MORE.match(text) and (links > 0.3 or len(text) < 40):
        return True
    if len(text) < 400 and phrases.asks_consent(text):
        return True
    if len(text) < 200 and (phrases.CREDIT.match(text) or phrases.COPYRIGHT.search(text)):
        return True
    return (
        len(text) < 320
        and phrases.PROMOTION.match(text) is not None
        and (phrases.NEWSLETTER.search(text) is not None or links > 0.1 or len(text) < 60)
    )


def trim(runs: list[Run], title: str | None, names: tuple[str, ...]) -> list[Run]:
    """Cut noise, repeats, the headline and byline themselves, the tail, and headings that head nothing."""
    bylines = {fold(name) for name in names}
    kept = [run for run in runs if not is_noise(run) and not is_headline(run, title) and not is_byline(run, bylines)]
    kept = without_repeats(kept)
    kept = without_tail(without_head(kept))
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept


def is_headline(run: Run, title: str | None) -> bool:
    """Tell whether a run is the headline again."""
    return run.tag == "h1" or bool(title and run.kind == "heading" and fold(run.text) == fold(title))


def is_byline(run: Run, names: set[str]) -> bool:
    """Tell whether a short run names the authors."""
    if len(run.text) > 100:
        return False
    if len(run.text) < 40 and phrases.LABEL_BYLINE.match(run.text) and not run.text.endswith((".", "!", "?", ":", ",")):
        return True
    if fold(run.text) in names:
        return True
    words = run.text.split()
    return (
        phrases.BYLINE.match(run.text) is not None
        and len(words) <= 8
        and not run.text.endswith((".", "!", "?", ":"))
        and any(n in fold(run.text) for n in names)
    )


def without_repeats(runs: list[Run]) -> list[Run]:
    """Cut long runs that occurred before, and pull quotes: what a longer paragraph holds too."""
    quoted = any(run.kind in ("quote", "heading") and len(run.text) > 40 for run in runs)
    longer = "\n".join(fold(run.text) for run in runs if run.kind == "paragraph") if quoted else ""
    count = Counter(run.text for run in runs if run.kind == "paragraph" and len(run.text) < 40)
    seen: set[str] = set()
    kept = []
    for run in runs:
        if (size_of(run.text) > 100 and run.text in seen) or (count[run.text] >= SPAM and not run.text.endswith(SENTENCE_END)):
            continue
        if run.kind in ("quote", "heading") and len(run.text) > 40 and fold(run.text) in longer:
            continue
        seen.add(run.text)
        kept.append(run)
    return kept


def is_sentence(run: Run) -> bool:
    """Tell whether a run reads like a paragraph of text, not like a label."""
    return size_of(run.text) >= 80 or (size_of(run.text) >= 30 and run.text.endswith(SENTENCE_END))


def without_head(runs: list[Run]) -> list[Run]:
    """Cut labels before the first paragraph; a heading there stays only right before it."""
    first = next((at for at, run in enumerate(runs) if run.kind != "heading" and is_sentence(run)), None)
    if first is None or sum(len(run.text) for run in runs[:first]) > 0.2 * sum(len(run.text) for run in runs):
        return runs
    tags = {run.tag for run in runs[first:] if run.kind == "heading"}
    return [
        run
        for at, run in enumerate(runs[:first])
        if run.kind == "heading" and (size_of(run.text) > 40 or (at == first - 1 and run.tag in tags))
    ] + runs[first:]


def is_appeal(run: Run) -> bool:
    """Tell whether a paragraph asks readers for money, a subscription or membership."""
    words = len(phrases.APPEAL.findall(run.text))
    return words > 0 and phrases.OURS.search(run.text) is not None and (words > 1 or len(run.text) < 200 or run.links > 0)


def without_tail(runs: list[Run]) -> list[Run]:
    """Cut from the first line on that opens what follows an article, in the last part; then labels at the end."""
    total = sum(len(run.text) for run in runs)
    passed = 0
    for at, run in enumerate(runs):
        if passed > 0.5 * total and len(run.text) < 80 and phrases.TAIL.match(run.text) and not run.text.endswith("."):
            runs = runs[:at]
            break
        passed += len(run.text)
    runs = runs[:-3] + [run for run in runs[-3:] if run.kind == "quote" or not is_appeal(run)]
    labels = 0
    while labels < len(runs) - 3 and runs[-1 - labels].kind != "list item" and not is_sentence(runs[-1 - labels]):
        labels += 1
    return runs[:-labels] if 0 < labels <= MOST_LABELS else runs

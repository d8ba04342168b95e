"""From staged rows to a verdict.

Does not import Great Expectations until there is a row to judge.
"""

from collections.abc import Mapping, Sequence

from include.newsdesk.quality.measures import measure
from include.newsdesk.quality.verdict import SuiteBroken, Verdict

_BLANK: Mapping[str, object] = {
    "staged_id": 0, "kind": "article", "paywalled": False, "same_body_others": 0,
    **dict.fromkeys((
        "title", "body", "url", "canonical_url", "site_name", "publisher_name", "language", "feed_language", "image_url",
        "other_body_of", "published_at", "modified_at", "fetched_at", "first_seen_at",
    )),
}  # fmt: skip


def prepare() -> None:
    """Do once what every process would do anew for its first batch; for a process that others are forked from.

    Takes seconds. Great Expectations is imported, and by judging one row, patterns and templates are compiled. Leaves no thread.
    """
    from tqdm import tqdm  # type: ignore[import-untyped]

    tqdm.monitor_interval = 0  # Hidden progress bars have a thread that watches them too; a process with threads is badly forked.
    judge([_BLANK], data_docs=True)


def judge(rows: Sequence[Mapping[str, object]], *, data_docs: bool = False, run_name: str = "") -> Verdict:
    """Sort staged articles into passing, warned and rejected ones.

    Raises `SuiteBroken` when any expectation can't be evaluated, when a key is missing or when two rows share a `staged_id`.
    With `data_docs`, the verdict carries a page about this batch, named `run_name`.
    """
    if not rows:
        return Verdict()
    measured = [_measured(row) for row in rows]
    if len({row["staged_id"] for row in measured}) < len(measured):
        raise SuiteBroken(run_name or "batch", "two rows share a staged_id")
    from include.newsdesk.quality.validation import validate

    return validate(measured, data_docs=data_docs, run_name=run_name)


def _measured(row: Mapping[str, object]) -> dict[str, object]:
    try:
        return measure(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SuiteBroken(f"staged_id={row.get('staged_id')}", f"{type(error).__name__}: {error}") from error

"""From staged rows to a verdict.

Does not import Great Expectations until there is a row to judge.
"""

from collections.abc import Mapping, Sequence

from include.newsdesk.quality.measures import measure
from include.newsdesk.quality.verdict import SuiteBroken, Verdict


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

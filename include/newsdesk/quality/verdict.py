"""What a judged batch looks like to the stages.

Does not know how a row was judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from include.newsdesk.errors import PermanentError


class SuiteBroken(PermanentError):
    """The expectations could not be evaluated, so no row may pass."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that a row did not meet."""

    reason: str
    """Stable code, such as `title.missing`; the key of `docs/expectations.md`."""
    expectation: str
    """Great Expectations' name of the check, such as `expect_column_values_to_not_be_null`."""
    observed: str
    """What the row had instead, at most 500 characters; empty where it had nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every row of a batch, sorted by what the expectations say.

    A row in neither mapping passed without remark. A rejected row can have warnings too.
    """

    rejected: Mapping[int, tuple[Failure, ...]] = field(default_factory=dict)
    """Rows to quarantine, by `staged_id`: every failed expectation of severity reject, in the order of the suite."""
    warned: Mapping[int, tuple[Failure, ...]] = field(default_factory=dict)
    """Rows to remark on, by `staged_id`: every failed expectation of severity warn, in the order of the suite."""
    success: Mapping[str, bool] = field(default_factory=dict)
    """Whether no row failed, by reason; a reason belongs to one expectation."""
    page: str = field(default="", repr=False, compare=False)
    """The batch as a page of the Data Docs, where one was asked for."""

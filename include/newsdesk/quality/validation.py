"""Runs the suite over measured rows with Great Expectations.

Does not let a row pass that could not be judged. Imports Great Expectations and pandas, which takes seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.datasource.fluent.interfaces import Batch
from great_expectations.expectations.expectation import Expectation

from include.newsdesk.quality import suite
from include.newsdesk.quality.data_docs import validation_page
from include.newsdesk.quality.verdict import Failure, SuiteBroken, Verdict

_KEY = "staged_id"
_SHOWN = 500


def validate(measured: Sequence[Mapping[str, object]], *, data_docs: bool, run_name: str) -> Verdict:
    """Judge measured rows with the suite; with `data_docs`, the verdict carries a page about it."""
    result = evaluate(measured, suite.expectations())
    verdict = _verdict(result, {row[_KEY]: row for row in measured})
    return replace(verdict, page=validation_page(result, run_name)) if data_docs else verdict


def evaluate(measured: Sequence[Mapping[str, object]], expectations: Sequence[Expectation]) -> ExpectationSuiteValidationResult:
    """Run expectations over measured rows; raises `SuiteBroken` where one of them gives no answer for each row.

    All are asked whether any row fails, which is the cheaper half of the work; those that say so are asked which.
    """
    for one in expectations:
        if getattr(one, "mostly", 1) != 1:  # It would be met although rows fail.
            raise SuiteBroken(str((one.meta or {}).get("reason")), "it tolerates failing rows")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]  # the task log would fill with bars
    rows = context.data_sources.add_pandas("staging").add_dataframe_asset(suite.NAME)
    with configurations_made_once():
        batch = rows.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": pd.DataFrame(measured)})
        result = _ask(batch, expectations, {"result_format": "BOOLEAN_ONLY"})
        unmet = {_meta(one, "reason") for one in result.results if not one.success}
        doubtful = [one for one in expectations if str((one.meta or {}).get("reason")) in unmet]
        if doubtful:
            details = _ask(batch, doubtful, {"result_format": "COMPLETE", "unexpected_index_column_names": [_KEY]})
            for answer in details.results:
                _check_answer(answer)
            result.results = [one for one in result.results if one.success] + details.results
    return result


def _ask(batch: Batch, expectations: Sequence[Expectation], result_format: dict[str, Any]) -> ExpectationSuiteValidationResult:
    result = batch.validate(gx.ExpectationSuite(name=suite.NAME, expectations=list(expectations)), result_format=result_format)
    if len(result.results) != len(expectations):
        raise SuiteBroken(suite.NAME, f"{len(result.results)} of {len(expectations)} expectations were evaluated")
    return result


@contextmanager
def configurations_made_once() -> Iterator[None]:
    """Let each expectation build its configuration once.

    Great Expectations builds it anew for every field that it reads of it: 7,000 times for 49 expectations, a third of the time
    of a validation. The configuration of an expectation does not change while it is run.
    """
    build = vars(Expectation)["configuration"].fget
    made: dict[int, tuple[Expectation, Any]] = {}  # The expectation is kept too, so that its id stays its own.

    def configuration(self: Expectation) -> Any:
        if id(self) not in made:
            made[id(self)] = (self, build(self))
        return made[id(self)][1]

    Expectation.configuration = property(configuration)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Expectation.configuration = property(build)  # type: ignore[method-assign, assignment]


def _check_answer(result: ExpectationValidationResult) -> None:
    reason = _meta(result, "reason")
    answer = result.result or {}
    failed = answer.get("unexpected_index_list")
    if failed is None or len(failed) != answer["unexpected_count"] or result.success != (not failed):
        raise SuiteBroken(reason, _exception(result) or "the failing rows are not named")


def _exception(result: ExpectationValidationResult) -> str:
    details = result.exception_info or {}
    return "; ".join(str(one["exception_message"]) for one in (details, *details.values())
                     if isinstance(one, Mapping) and one.get("exception_message"))  # fmt: skip


def _meta(result: ExpectationValidationResult, key: str) -> str:
    config = result.expectation_config
    return str((config.meta or {}).get(key) or "") if config else ""


def _type(result: ExpectationValidationResult) -> str:
    return result.expectation_config.type if result.expectation_config else ""


def _verdict(result: ExpectationSuiteValidationResult, rows: Mapping[object, Mapping[str, object]]) -> Verdict:
    order = {str(one.meta["reason"]): number for number, one in enumerate(suite.expectations()) if one.meta}
    failures: dict[str, dict[int, list[Failure]]] = {"reject": defaultdict(list), "warn": defaultdict(list)}
    success = {}
    for one in sorted(result.results, key=lambda one: order[_meta(one, "reason")]):
        reason = _meta(one, "reason")
        success[reason] = bool(one.success)
        for place in one.result.get("unexpected_index_list", ()):
            key = int(place[_KEY])
            failures[_meta(one, "severity")][key].append(
                Failure(reason, _type(one), _observed(one, place, rows[key])))  # fmt: skip
    return Verdict(_frozen(failures["reject"]), _frozen(failures["warn"]), success)


def _observed(result: ExpectationValidationResult, place: Mapping[str, object], row: Mapping[str, object]) -> str:
    shows = _meta(result, "shows")
    values: Iterable[object] = [row[shows]] if shows else [row[name] for name in place if name != _KEY]
    return ", ".join("" if value is None else str(value) for value in values)[:_SHOWN]


def _frozen(failures: Mapping[int, Sequence[Failure]]) -> dict[int, tuple[Failure, ...]]:
    return {key: tuple(those) for key, those in sorted(failures.items())}

"""Runs the suite over measured rows with Great Expectations.

Does not let a row pass that could not be judged. Imports Great Expectations and pandas, which takes seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
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
    """Run expectations over measured rows; raises `SuiteBroken` where one of them gives no answer for each row."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]  # the task log would fill with bars
    rows = context.data_sources.add_pandas("staging").add_dataframe_asset(suite.NAME)
    batch = rows.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": pd.DataFrame(measured)})
    result = batch.validate(
        gx.ExpectationSuite(name=suite.NAME, expectations=list(expectations)),
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [_KEY]},
    )
    if len(result.results) != len(expectations):
        raise SuiteBroken(suite.NAME, f"{len(result.results)} of {len(expectations)} expectations were evaluated")
    for one in result.results:
        _check_answer(one)
    return result


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
    evaluated, success = {}, {}
    for one in sorted(result.results, key=lambda one: order[_meta(one, "reason")]):
        reason = _meta(one, "reason")
        evaluated[reason] = one.result["element_count"] - one.result.get("missing_count", 0)
        success[reason] = bool(one.success)
        for place in one.result["unexpected_index_list"]:
            key = int(place[_KEY])
            failures[_meta(one, "severity")][key].append(
                Failure(reason, _type(one), _observed(one, place, rows[key])))  # fmt: skip
    return Verdict(_frozen(failures["reject"]), _frozen(failures["warn"]), evaluated, success)


def _observed(result: ExpectationValidationResult, place: Mapping[str, object], row: Mapping[str, object]) -> str:
    shows = _meta(result, "shows")
    values: Iterable[object] = [row[shows]] if shows else [row[name] for name in place if name != _KEY]
    return ", ".join("" if value is None else str(value) for value in values)[:_SHOWN]


def _frozen(failures: Mapping[int, Sequence[Failure]]) -> dict[int, tuple[Failure, ...]]:
    return {key: tuple(those) for key, those in sorted(failures.items())}

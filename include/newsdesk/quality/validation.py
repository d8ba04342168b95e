"""Runs the suite over measured rows with Great Expectations.

Does not let a row pass that could not be judged. Imports Great Expectations and pandas, which takes seconds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

import great_expectations as gx
import pandas as pd
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.id_dict import IDDict
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults, ProgressBarsConfig
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.v1_validator import Validator

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
    # Texts as Python has them: as Arrow has them, most patterns and every choice of rows take much longer.
    with made_once(), pd.option_context("mode.string_storage", "python"):
        judge = _validator(pd.DataFrame(measured))
        result = _ask(judge, expectations, {"result_format": "BOOLEAN_ONLY"})
        unmet = {_meta(one, "reason") for one in result.results if not one.success}
        doubtful = [one for one in expectations if str((one.meta or {}).get("reason")) in unmet]
        if doubtful:
            details = _ask(judge, doubtful, {"result_format": "COMPLETE", "unexpected_index_column_names": [_KEY]})
            for answer in details.results:
                _check_answer(answer)
            result.results = [one for one in result.results if one.success] + details.results
    return result


def _validator(frame: pd.DataFrame) -> Validator:
    """Give a frame to Great Expectations once: to ask a batch twice would have it read and fingerprinted each time."""
    return Validator(_articles(), batch_parameters={"dataframe": frame})


@cache
def _articles() -> BatchDefinition[Any]:
    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            progress_bars=ProgressBarsConfig(globally=False), store_backend_defaults=InMemoryStoreBackendDefaults()
        ),
    )
    return context.data_sources.add_pandas("staging").add_dataframe_asset(suite.NAME).add_batch_definition_whole_dataframe("all")


def _ask(
    judge: Validator, expectations: Sequence[Expectation], result_format: dict[str, Any]
) -> ExpectationSuiteValidationResult:
    judge.result_format = result_format
    result = judge.validate_expectation_suite(gx.ExpectationSuite(name=suite.NAME, expectations=list(expectations)))
    if len(result.results) != len(expectations):
        raise SuiteBroken(suite.NAME, f"{len(result.results)} of {len(expectations)} expectations were evaluated")
    return result


@contextmanager
def made_once() -> Iterator[None]:
    """Let Great Expectations make three things once that it makes thousands of times for one validation.

    They are the configuration of an expectation, the expectation of a configuration, and the key of a set of arguments: together
    more than half of what a validation of a few rows costs. None of them changes while it is run.
    """
    configure, expect, identify = vars(Expectation)["configuration"], ExpectationConfiguration.to_domain_obj, IDDict.to_id
    Expectation.configuration = property(_once(configure.fget, id))  # type: ignore[method-assign, assignment]
    ExpectationConfiguration.to_domain_obj = _once(expect, id)  # type: ignore[method-assign, assignment]
    IDDict.to_id = _once(identify, repr)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Expectation.configuration = configure  # type: ignore[method-assign]
        ExpectationConfiguration.to_domain_obj = expect  # type: ignore[method-assign]
        IDDict.to_id = identify  # type: ignore[method-assign]


def _once(make: Callable[[Any], Any], key: Callable[[Any], object]) -> Callable[[Any], Any]:
    made: dict[object, tuple[Any, Any]] = {}  # What it was made of is kept too, so that its id stays its own.

    def remembered(one: Any) -> Any:
        known = made.get(key(one))
        if known is None:
            known = made[key(one)] = (one, make(one))
        return known[1]

    return remembered


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

"""Expectations on the warehouse as a whole, run by Great Expectations inside Postgres.

Each is one query that finds what is not as it should be; no row means that all is well. The queries come in as text.
Imports Great Expectations, which takes seconds. Does not know what a finding means for the pipeline.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import great_expectations as gx
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation

from include.newsdesk.quality.verdict import SuiteBroken


@dataclass(frozen=True, slots=True)
class Findings:
    """What one check found."""

    count: int
    """How many subjects are not as expected."""
    rows: tuple[Mapping[str, Any], ...]
    """The first of them (Great Expectations keeps 200): `subject`, `observed`, `expected`, `detail`."""


def check_warehouse(database_url: str, queries: Mapping[str, str]) -> dict[str, Findings]:
    """Run the queries by name and return what each found; raises `SuiteBroken` where one can't be run."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]  # the task log would fill with bars
    address = re.sub(r"^postgres(?:ql)?://", "postgresql+psycopg2://", database_url)
    source = context.data_sources.add_postgres("warehouse", connection_string=address, create_temp_table=False)
    try:
        return {name: _run(source, name, query) for name, query in queries.items()}
    finally:
        source.get_engine().dispose()


def _run(source: Any, name: str, query: str) -> Findings:
    asset = source.add_query_asset(name, query=f"select * from (\n{_without_remarks(query)}\n) as finding")  # noqa: S608  # our own statements
    expectation = UnexpectedRowsExpectation(unexpected_rows_query="select * from {batch} order by subject")
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    result = batch.validate(expectation, result_format="COMPLETE")
    if (result.exception_info or {}).get("raised_exception") or "observed_value" not in (result.result or {}):
        raise SuiteBroken(name, _reason(result.exception_info))
    return Findings(result.result["observed_value"], tuple(result.result["details"]["unexpected_rows"]))


def _without_remarks(query: str) -> str:
    return "\n".join(line for line in query.splitlines() if not line.startswith("--"))


def _reason(info: Mapping[str, Any] | None) -> str:
    told = [
        one["exception_message"] for one in (info or {}).values() if isinstance(one, Mapping) and one.get("exception_message")
    ]
    return str(told[0] if told else (info or {}).get("exception_message") or "it gave no answer").splitlines()[0]

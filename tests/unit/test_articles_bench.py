"""The extraction bench: halves by domain, reasons of bad pages, extractors that are not installed."""

import subprocess
import sys

import pytest

from tests.bench.extraction import RUNNER, half_of
from tests.bench.extraction_peers import NOT_INSTALLED
from tests.bench.extraction_table import compared, reason


def test_half_of_a_domain_never_changes() -> None:
    halves = {"a.example": "check", "d.example": "check", "daily.example": "tune", "valley.example": "tune"}
    assert {domain: half_of(domain) for domain in halves} == halves


@pytest.mark.parametrize(
    ("precision", "recall", "words"),
    [
        (0.0, 0.0, "none of the text"),
        (0.6, 0.95, "40% of the output is not in the truth"),
        (0.95, 0.6, "40% of the truth is missing"),
        (0.8, 0.81, "20% too much, 19% missing"),
    ],
)
def test_reason_of_a_bad_page(precision: float, recall: float, words: str) -> None:
    assert reason(precision, recall) == words


def test_times_are_ratios_to_the_soup_of_the_same_run() -> None:
    slow, soup = ({"body": {}, "fields": {}, "cpu_ms": {"median": ms, "p95": ms}} for ms in (15.0, 10.0))
    assert compared("set", {"slow": slow, "beautifulsoup": soup}).splitlines()[3].endswith("1.5")


def test_extractor_that_is_not_installed_is_told_apart_from_one_that_fails(tmp_path: str) -> None:
    ended = subprocess.run(  # -S: without site-packages nothing is installed
        [sys.executable, "-S", str(RUNNER), "trafilatura", str(tmp_path), "x"], check=False, capture_output=True, text=True
    )
    assert ended.returncode == NOT_INSTALLED
    assert "not installed" in ended.stderr

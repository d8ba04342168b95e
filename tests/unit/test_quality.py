import logging
import pickle
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from include.newsdesk.errors import PermanentError
from include.newsdesk.quality import SuiteBroken, Verdict, judge
from tests.staged import FETCHED_AT, GOOD, staged

ROOT = Path(__file__).parents[2]


def reasons(verdict: Verdict, article: dict[str, object]) -> tuple[list[str], list[str]]:
    rejected = verdict.rejected.get(article["staged_id"], ())
    warned = verdict.warned.get(article["staged_id"], ())
    return [failure.reason for failure in rejected], [failure.reason for failure in warned]


def test_importing_the_package_does_not_import_great_expectations() -> None:
    code = "import sys, include.newsdesk.quality; print({'great_expectations', 'pandas'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"


def test_empty_batch_is_judged_without_a_suite() -> None:
    assert judge([]) == Verdict()


def test_each_row_gets_all_its_failures_and_nobody_elses() -> None:
    good, bad, dull = staged(), staged(title=None, body="No."), staged(image_url="nowhere")
    verdict = judge([good, bad, dull])
    assert reasons(verdict, good) == ([], [])
    assert reasons(verdict, bad) == (["title.missing", "body.too_short"], [])
    assert reasons(verdict, dull) == ([], ["image.invalid"])
    assert (verdict.success["title.missing"], verdict.success["url.invalid"]) == (False, True)
    assert (verdict.evaluated["title.missing"], verdict.evaluated["title.too_short"]) == (3, 2)


def test_failure_quotes_what_was_observed_and_no_more_than_500_characters() -> None:
    long, late = staged(title="a" * 1001), staged(published_at=datetime(2031, 5, 4, tzinfo=FETCHED_AT.tzinfo), modified_at=None)
    verdict = judge([long, late])
    (title,), (date,) = verdict.rejected[long["staged_id"]], verdict.rejected[late["staged_id"]]
    assert (title.reason, title.expectation, title.observed) == (
        "title.too_long",
        "expect_column_value_lengths_to_be_between",
        "a" * 500,
    )
    assert date.observed == "2031-05-04T00:00:00+00:00"


def test_verdict_on_a_row_does_not_depend_on_its_batch() -> None:
    spoilt = staged(body=f"{GOOD['en']['body']}\n\n{GOOD['en']['body']}", title="Subscribe")
    alone = judge([spoilt])
    together = judge([staged("de"), spoilt, staged("ja", title=None), staged("ru", body=None)])
    assert alone.rejected[spoilt["staged_id"]] == together.rejected[spoilt["staged_id"]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.pop("body"),
        lambda row: row.update(kind="essay"),
        lambda row: row.update(published_at=datetime(2026, 11, 23)),  # noqa: DTZ001
        lambda row: row.update(title=7),
    ],
    ids=["key missing", "unknown kind", "time without a zone", "title not a text"],
)
def test_row_that_breaks_the_contract_stops_the_batch(spoil: object) -> None:
    row = staged()
    spoil(row)
    with pytest.raises(SuiteBroken, match=f"staged_id={row['staged_id']}"):
        judge([staged(), row])


def test_two_rows_with_one_id_stop_the_batch() -> None:
    row = staged()
    with pytest.raises(SuiteBroken, match="two rows share a staged_id"):
        judge([row, row])


def test_expectation_that_cannot_be_evaluated_stops_the_batch() -> None:
    from great_expectations.expectations.core import ExpectColumnValuesToBeBetween, ExpectColumnValuesToNotBeNull

    from include.newsdesk.quality.measures import measure
    from include.newsdesk.quality.validation import evaluate

    meta = {"reason": "nobody.knows", "severity": "reject", "shows": None}
    nowhere = ExpectColumnValuesToNotBeNull(column="nowhere", meta=meta)
    of_another_type = ExpectColumnValuesToBeBetween(column="title", min_value=3, meta=meta)
    tolerant = ExpectColumnValuesToNotBeNull(column="title", mostly=0.5, meta=meta)
    rows = [measure(staged()), measure(staged()), measure(staged(title=None))]
    with pytest.raises(SuiteBroken, match=r"nobody\.knows.*nowhere"):
        evaluate(rows, [nowhere])
    with pytest.raises(SuiteBroken, match=r"nobody\.knows"):
        evaluate(rows, [of_another_type])
    with pytest.raises(SuiteBroken, match=r"nobody\.knows"):
        evaluate(rows, [tolerant])


def test_broken_suite_is_permanent_and_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(SuiteBroken("staged_articles", "why")))  # noqa: S301
    assert isinstance(error, PermanentError)
    assert str(error) == "The expectations could not be evaluated, so no row may pass (staged_articles): why"


def test_every_expectation_says_what_it_is_about() -> None:
    from include.newsdesk.quality.suite import expectations

    metas = [expectation.meta for expectation in expectations()]
    assert all(meta["severity"] in ("reject", "warn") and meta["meaning"].endswith(".") and meta["example"] for meta in metas)
    assert len({meta["reason"] for meta in metas}) == len(metas)


def test_page_of_expectations_is_up_to_date() -> None:
    from include.newsdesk.quality.handbook import document

    assert (ROOT / "docs" / "expectations.md").read_text(encoding="utf-8") == document()


def test_validation_prints_no_progress_bars(capfd: pytest.CaptureFixture[str]) -> None:
    judge([staged()])
    assert capfd.readouterr() == ("", "")


def test_data_docs_show_the_batch_and_list_it(tmp_path: Path) -> None:
    judge([staged(title="Subscribe")], data_docs=tmp_path / "docs", run_name="manual__2026/11 & more")
    (page,) = (tmp_path / "docs" / "validations").glob("*.html")
    index = (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")
    assert "title.generic (reject)" in page.read_text(encoding="utf-8")
    assert f'<a href="validations/{page.name}">' in index
    assert "manual__2026/11 &amp; more" in index
    assert "title.generic (reject)" in (tmp_path / "docs" / "expectations.html").read_text(encoding="utf-8")


def test_data_docs_run_no_script_and_load_nothing(tmp_path: Path) -> None:
    attack = '<script>alert("1")</script><img src=x onerror=alert(2)> $x ${y}'
    article = staged(title=attack, url=f"javascript:{attack}", image_url=attack)
    judge([article], data_docs=tmp_path, run_name=attack)
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not [mark for mark in ("<script", "<img", "<link", ' src="', ' href="http', " onclick") if mark in text], page
    (page,) = (tmp_path / "validations").glob("*.html")
    assert "&lt;script&gt;alert(&quot;1&quot;)" in page.read_text(encoding="utf-8")


def test_data_docs_keep_the_newest_pages(tmp_path: Path) -> None:
    from include.newsdesk.quality.data_docs import KEPT

    (tmp_path / "validations").mkdir()
    for number in range(KEPT):
        for ending, text in (("html", "old"), ("json", '{"run": "old", "at": "then", "rejected": 0, "warned": 0}')):
            (tmp_path / "validations" / f"20260101T{number:06}_old.{ending}").write_text(text)
    judge([staged()], data_docs=tmp_path, run_name="new")
    pages = sorted(path.name for path in (tmp_path / "validations").glob("*.html"))
    assert len(pages) == KEPT
    assert pages[0] == "20260101T000001_old.html"
    assert (tmp_path / "index.html").read_text(encoding="utf-8").count('<a href="validations/') == KEPT


def test_data_docs_that_cannot_be_written_do_not_change_the_verdict(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    in_the_way = tmp_path / "docs"
    in_the_way.write_text("a file")
    article = staged(title=None)
    with caplog.at_level(logging.WARNING):
        verdict = judge([article], data_docs=in_the_way)
    assert reasons(verdict, article) == (["title.missing"], [])
    assert "data_docs_failed" in caplog.text

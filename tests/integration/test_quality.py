import pickle
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from include.newsdesk.errors import PermanentError
from include.newsdesk.quality import Failure, SuiteBroken, Verdict, judge
from include.newsdesk.quality import phrases as phrases_module
from include.newsdesk.quality.data_docs_index import index_page
from tests.staged import GOOD, staged

ROOT = Path(__file__).parents[2]


def suite_page() -> str:
    from include.newsdesk.quality import data_docs

    return data_docs.suite_page()


def reasons(verdict: Verdict, article: dict[str, object]) -> tuple[list[str], list[str]]:
    rejected = verdict.rejected.get(article["staged_id"], ())
    warned = verdict.warned.get(article["staged_id"], ())
    return [failure.reason for failure in rejected], [failure.reason for failure in warned]


def test_importing_the_package_does_not_import_great_expectations() -> None:
    code = "import sys, include.newsdesk.quality; print({'great_expectations', 'pandas'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"


def test_a_process_that_was_prepared_has_no_thread_besides_its_own() -> None:
    code = "import threading; from include.newsdesk.quality import prepare; prepare(); print(threading.active_count())"
    seen = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "1"


def test_great_expectations_is_left_as_it_was() -> None:
    from great_expectations.core.id_dict import IDDict
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    before = Expectation.configuration, ExpectationConfiguration.to_domain_obj, IDDict.to_id
    judge([staged()])
    assert before == (Expectation.configuration, ExpectationConfiguration.to_domain_obj, IDDict.to_id)


def test_batches_judged_one_after_the_other_do_not_see_each_other() -> None:
    bad, good = staged(title=None), staged()
    assert judge([bad]).rejected.keys() == {bad["staged_id"]}
    assert judge([good]).rejected == {}
    assert judge([bad]).rejected.keys() == {bad["staged_id"]}


@pytest.mark.parametrize("phrases", ["CHALLENGES", "CONSENTS", "PRIVACY_NOTICES", "ERROR_PAGES", "SUBSCRIBE_ENDINGS"])
def test_phrases_begin_with_a_letter_so_that_the_search_can_skip(phrases: str) -> None:
    patterns = getattr(phrases_module, phrases)
    assert [one for one in patterns if not (one[0].isalpha() and one[1] not in "?*{|")] == []


def test_empty_batch_is_judged_without_a_suite() -> None:
    assert judge([]) == Verdict()


@dataclass
class Judged:
    """One batch, judged with Data Docs."""

    rows: dict[str, dict[str, object]]
    verdict: Verdict
    output: str


ATTACK = '<script>alert("1")</script><img src=x onerror=alert(2)> $x ${y}'


@pytest.fixture(scope="module")
def judged() -> Judged:
    rows = {
        "good": staged(),
        "bad": staged(title=None, body="No."),
        "dull": staged(image_url="nowhere"),
        "long": staged(title="a" * 1001),
        "late": staged(published_at=datetime(2031, 5, 4, tzinfo=UTC), modified_at=None),
        "spoilt": staged(body=f"{GOOD['en']['body']}\n\n{GOOD['en']['body']}", title="Subscribe"),
        "attack": staged(title=ATTACK, url=f"javascript:{ATTACK}", image_url=ATTACK),
    }
    with redirect_stdout(StringIO()) as out, redirect_stderr(out):
        verdict = judge(list(rows.values()), data_docs=True, run_name=f"manual__2026/../{ATTACK}")
    return Judged(rows, verdict, out.getvalue())


def test_d60_each_row_gets_all_its_failures_and_nobody_elses(judged: Judged) -> None:
    assert reasons(judged.verdict, judged.rows["good"]) == ([], [])
    assert reasons(judged.verdict, judged.rows["bad"]) == (["title.missing", "body.too_short"], [])
    assert reasons(judged.verdict, judged.rows["dull"]) == ([], ["image.invalid"])


def test_verdict_says_which_expectations_every_row_met(judged: Judged) -> None:
    assert (judged.verdict.success["title.missing"], judged.verdict.success["url.missing"]) == (False, True)


def test_failure_quotes_what_was_observed_and_no_more_than_500_characters(judged: Judged) -> None:
    (title,) = judged.verdict.rejected[judged.rows["long"]["staged_id"]]
    (date,) = judged.verdict.rejected[judged.rows["late"]["staged_id"]]
    assert title == Failure("title.too_long", "expect_column_value_lengths_to_be_between", "a" * 500)
    assert date.observed == "2031-05-04T00:00:00+00:00"


def test_validation_prints_no_progress_bars(judged: Judged) -> None:
    assert judged.output == ""


def test_row_judged_alone_gets_the_same_verdict_and_no_page_unless_it_is_asked_for(judged: Judged) -> None:
    spoilt = judged.rows["spoilt"]
    alone = judge([spoilt])
    assert alone.rejected == {spoilt["staged_id"]: judged.verdict.rejected[spoilt["staged_id"]]}
    assert alone.page == ""


def test_data_docs_name_reasons_and_what_they_mean(judged: Judged) -> None:
    sentence = "title.missing (reject): The article has a title."
    assert sentence in judged.verdict.page
    assert sentence in suite_page()


def test_index_of_the_data_docs_links_each_validation() -> None:
    row = {"page_id": 7, "written_at": datetime(2031, 5, 4, tzinfo=UTC), "name": ATTACK, "rejected": 2, "warned": 1}
    index = index_page([row])
    assert '<a href="validations/7">2031-05-04 00:00:00 UTC</a>' in index
    assert "&lt;script&gt;alert(&quot;1&quot;)" in index


def test_data_docs_run_no_script_and_load_nothing(judged: Judged) -> None:
    for text in (judged.verdict.page, suite_page()):
        assert not [mark for mark in ("<script", "<img", "<link", ' src="', ' href="http', " onclick") if mark in text]
    assert "&lt;script&gt;alert(&quot;1&quot;)" in judged.verdict.page


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.pop("body"),
        lambda row: row.update(kind="essay"),
        lambda row: row.update(published_at=datetime(2026, 11, 23), modified_at=None, fetched_at=None, first_seen_at=None),  # noqa: DTZ001
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


def test_d61_expectation_that_cannot_be_evaluated_stops_the_batch() -> None:
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

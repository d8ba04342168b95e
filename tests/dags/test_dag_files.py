"""The DAG files are tables of contents: they import, wire, and say what they are for."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.filterwarnings("ignore")  # Airflow's own warnings are not ours to mend.

ROOT = Path(__file__).parents[2]
DAGS = tuple(sorted(path.stem for path in (ROOT / "dags").glob("*.py")))  # A file is named like its DAG.


def test_every_dag_imports(dagbag) -> None:
    assert dagbag.import_errors == {}
    assert sorted(dagbag.dags) == list(DAGS)


@pytest.mark.parametrize("dag_id", DAGS)
def test_every_task_retries_by_the_error_tree_and_every_dag_explains_itself(dagbag, dag_id: str) -> None:
    from newsdesk_airflow import RETRY_POLICY

    dag = dagbag.dags[dag_id]
    assert "By hand" in dag.doc_md
    for task in dag.tasks:
        assert task.retries == 5
        assert [rule.action for rule in task.retry_policy.rules] == [rule.action for rule in RETRY_POLICY.rules]


def test_a_batch_goes_through_the_four_stages_in_order(dagbag) -> None:
    dag = dagbag.dags["ingest_articles"]
    order = ["fetch", "parse", "validate", "load_articles"]
    assert [task.task_id for task in dag.topological_sort()] == order
    for before, after in zip(order, order[1:], strict=False):
        assert after in dag.get_task(before).downstream_task_ids


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("*.py")), ids=lambda p: p.stem)
def test_a_dag_file_has_at_most_sixty_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


def test_reading_dags_and_plugins_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.path[:0] = ['plugins', '.']\n"
        "import importlib, pathlib\n"
        "for path in pathlib.Path('dags').glob('*.py'): importlib.import_module('dags.' + path.stem)\n"
        "for path in pathlib.Path('plugins').glob('*.py'): importlib.import_module(path.stem)\n"
        "heavy = {'great_expectations', 'pandas', 'scipy', 'py3langid', 'newsdesk_web'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("process", "parts"), [("scheduler", 3), ("triggerer", 0)])
def test_the_scheduler_gets_ready_what_its_tasks_need(process: str, parts: int) -> None:
    code = (
        f"import sys; sys.argv = ['airflow', {process!r}]\n"
        "from airflow.listeners.listener import get_listener_manager as of_the_process\n"
        "of_the_process().hook.on_starting(component=None)\n"
        "from airflow.sdk.listener import get_listener_manager as of_a_task\n"
        "from include.newsdesk.matching.urls import _public_suffixes\n"
        "ready = ['great_expectations' in sys.modules, of_a_task.cache_info().currsize, _public_suffixes.cache_info().currsize]\n"
        "print(sum(map(bool, ready)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) == parts

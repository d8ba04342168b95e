"""Airflow for the tests of this folder: its own home, an SQLite database, this repository's dags and plugins."""

import os
import tempfile
from pathlib import Path

import pytest

FOLDER = tempfile.TemporaryDirectory(prefix="newsdesk-airflow-", ignore_cleanup_errors=True)  # until the tests end
HOME = Path(FOLDER.name)
ROOT = Path(__file__).parents[2]
os.environ.update(
    {
        "AIRFLOW_HOME": str(HOME),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__CORE__FERNET_KEY": "bmV3c2Rlc2stdGVzdC1rZXktbm90LWEtc2VjcmV0LTA=",
        "AIRFLOW__API_AUTH__JWT_SECRET": "for-tests-only-" * 5,
        "PYTHONPATH": str(ROOT),
    }
)

from tests.postgres import empty_database, news, postgres, template  # noqa: E402

__all__ = ["empty_database", "news", "postgres", "template"]


@pytest.fixture(scope="session")
def dagbag():
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    initdb()
    return DagBag(str(ROOT / "dags"))

"""The environment of Airflow's processes."""

import json
from pathlib import Path

from include.newsdesk.local.airflow import airflow_environment
from include.newsdesk.local.credentials import Credentials, keep_credentials

CREDENTIALS = Credentials("db", "loader", "receiver", "analyst", "admin", "viewer", "fernet", "api", "jwt", "push")


def environment(inherited: dict[str, str]) -> dict[str, str]:
    url = "postgresql://airflow:db@127.0.0.1:5555/airflow"
    return airflow_environment(inherited, Path("/a folder/newsdesk"), Path("/state/airflow"), url, 8081, CREDENTIALS)


def test_settings_of_another_airflow_do_not_leak_in() -> None:
    made = environment({"AIRFLOW__CORE__EXECUTOR": "CeleryExecutor", "AIRFLOW_HOME": "/other", "HOME": "/home/ada"})
    assert made["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert made["AIRFLOW_HOME"] == "/state/airflow"
    assert made["HOME"] == "/home/ada"
    assert "AIRFLOW__CELERY__BROKER_URL" not in environment({"AIRFLOW__CELERY__BROKER_URL": "redis://other"})


def test_connections_of_the_caller_are_kept() -> None:
    assert environment({"AIRFLOW_CONN_MAIL": "smtp://mail.example"})["AIRFLOW_CONN_MAIL"] == "smtp://mail.example"


def test_nothing_listens_beyond_loopback() -> None:
    made = environment({})
    assert made["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert made["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:8081"


def test_the_database_url_names_its_driver() -> None:
    assert environment({})["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://airflow:")


def test_loopback_is_added_to_the_hosts_that_bypass_a_proxy() -> None:
    assert environment({"NO_PROXY": "intra.example"})["NO_PROXY"] == "intra.example,127.0.0.1,localhost"


def test_compiled_files_are_written() -> None:
    assert "PYTHONDONTWRITEBYTECODE" not in environment({"PYTHONDONTWRITEBYTECODE": "1"})


def test_credentials_are_made_once_and_only_for_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    made = keep_credentials(path)
    assert keep_credentials(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(set(vars(made).values())) == 10


def test_credentials_of_an_older_version_are_completed_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "credentials.json"
    made = vars(keep_credentials(path))
    path.write_text(json.dumps({name: value for name, value in made.items() if name not in ("receiver", "push_token")}))
    completed = vars(keep_credentials(path))
    assert {name for name, value in completed.items() if value != made[name]} == {"receiver", "push_token"}
    assert vars(keep_credentials(path)) == completed

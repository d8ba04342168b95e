"""The folder of a test is its marker; no stray setting reaches a test."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent

for name in [name for name in os.environ if name.startswith(("NEWSDESK_", "AIRFLOW"))]:
    if name not in ("NEWSDESK_SHARED", "NEWSDESK_SCREENSHOTS", "NEWSDESK_KILL_POINTS"):
        del os.environ[name]


FOLDERS = ("unit", "integration", "dags", "chaos", "e2e", "browser")  # The fast ones first.


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: FOLDERS.index(folder_of(item)))  # Within a folder, the random order stays.
    for item in items:
        folder = folder_of(item)
        item.add_marker(folder)
        if folder in ("browser", "e2e"):
            # Processes that outlive their Popen object are ended by their group, so its __del__ has nothing to say.
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


def folder_of(item: pytest.Item) -> str:
    return Path(item.path).relative_to(HERE).parts[0]

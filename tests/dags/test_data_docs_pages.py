"""The Data Docs in the Airflow UI: nobody sees them without a login, and they load and run nothing."""

import importlib
from pathlib import Path

import pytest

from include.newsdesk.stages.validate import validate
from tests.postgres import News
from tests.staged_pages import article, stage

pytestmark = pytest.mark.filterwarnings("ignore")  # Airflow's own warnings are not ours to mend.

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture(scope="module")
def ui():
    from airflow.api_fastapi.app import create_app
    from airflow.utils.db import initdb
    from fastapi.testclient import TestClient

    initdb()
    return TestClient(create_app(), follow_redirects=False)


@pytest.fixture
def login(ui) -> dict[str, str]:
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    return {"Authorization": f"Bearer {get_auth_manager().generate_jwt(SimpleAuthManagerUser(username='v', role='viewer'))}"}


def calls(dependant) -> set[object]:
    """Everything that is called before a route answers."""
    return {dependant.call}.union(*(calls(inner) for inner in dependant.dependencies))


def test_every_route_of_every_web_app_of_ours_asks_for_the_login() -> None:
    from airflow.api_fastapi.core_api.security import get_user
    from airflow.plugins_manager import AirflowPlugin
    from fastapi.routing import APIRoute

    routes = 0
    for path in PLUGINS.glob("*.py"):
        module = importlib.import_module(path.stem)
        for plugin in vars(module).values():
            if isinstance(plugin, type) and issubclass(plugin, AirflowPlugin) and plugin is not AirflowPlugin:
                for one in plugin.fastapi_apps:
                    for route in one["app"].routes:
                        assert isinstance(route, APIRoute), f"{route} can't have a dependency"
                        assert get_user in calls(route.dependant), route.path
                        routes += 1
    assert routes >= 3


@pytest.mark.parametrize("path", ["", "suite", "validations/1", "openapi.json", "docs"])
def test_nobody_sees_a_page_without_a_login(ui, news: News, path: str) -> None:
    answer = ui.get(f"/newsdesk-data-docs/{path}")
    assert answer.status_code in (401, 404)
    assert "Data Docs</title>" not in answer.text
    if path in ("", "suite", "validations/1"):
        assert answer.status_code == 401


def test_a_viewer_walks_from_the_list_to_a_validation_and_the_suite(ui, news: News, login: dict[str, str]) -> None:
    validate(stage(news, [article(1), article(2, title="Subscribe")]), "manual__1")
    index = ui.get("/newsdesk-data-docs/", headers=login)
    assert index.status_code == 200 and "manual__1" in index.text
    assert "default-src 'none'" in index.headers["content-security-policy"]
    [(page_id,)] = news.query("select page_id from ops.data_docs where kind = 'validation'")
    page = ui.get(f"/newsdesk-data-docs/validations/{page_id}", headers=login)
    assert "title.generic (reject)" in page.text and page.headers["content-security-policy"]
    assert "title.generic (reject)" in ui.get("/newsdesk-data-docs/suite", headers=login).text


@pytest.mark.parametrize("path", ["validations/999", "validations/..%2f..%2fetc%2fpasswd", "validations/x", "../../etc/passwd"])
def test_there_is_nothing_else_to_be_had(ui, news: News, login: dict[str, str], path: str) -> None:
    answer = ui.get(f"/newsdesk-data-docs/{path}", headers=login)
    assert answer.status_code in (404, 422) or "root:" not in answer.text

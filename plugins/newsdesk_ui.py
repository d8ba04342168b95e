"""Puts **Newsdesk** and the **Data Docs** into the navigation of the Airflow UI.

Does not import the web apps before the API server asks for them: every task and every process of Airflow loads the plugins, and
the apps would cost each of them a fifth of a second and 45 MB.
"""

from importlib import import_module

from airflow.plugins_manager import AirflowPlugin


class ServedApp:
    """The value of `fastapi_apps`: imports the app when it is read."""

    def __init__(self, module: str, name: str, url_prefix: str) -> None:
        """Name the module whose `app` is to be served."""
        self._module, self._name, self._url_prefix = module, name, url_prefix

    def __get__(self, plugin: AirflowPlugin | None, owner: type) -> list[dict[str, object]]:
        """Import the app."""
        return [{"app": import_module(self._module).app, "url_prefix": self._url_prefix, "name": self._name}]


class NewsdeskPages(AirflowPlugin):
    """Put **Newsdesk** into the navigation."""

    name = "newsdesk_pages"
    fastapi_apps = ServedApp("newsdesk_web.pages", "newsdesk", "/newsdesk")
    external_views = [
        {"name": "Newsdesk", "href": "newsdesk/", "destination": "nav", "url_route": "newsdesk", "nav_top_level": True},
    ]


class NewsdeskDataDocs(AirflowPlugin):
    """Put the Data Docs under **Browse**."""

    name = "newsdesk_data_docs"
    fastapi_apps = ServedApp("newsdesk_web.data_docs", "newsdesk_data_docs", "/newsdesk-data-docs")
    external_views = [
        {
            "name": "Data Docs", "href": "newsdesk-data-docs/", "destination": "nav", "category": "browse",
            "url_route": "data-docs",
        }
    ]  # fmt: skip

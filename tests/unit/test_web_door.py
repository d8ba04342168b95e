"""One door to the web: nothing else in the package may open a connection, so no caller can forget the guard."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "include" / "newsdesk"
CLIENTS = {
    "socket", "ssl", "http.client", "http.server", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "httpcore",
    "h11", "ftplib", "telnetlib", "smtplib", "xmlrpc", "pycurl", "asyncio.streams", "websockets", "socketserver",
}  # fmt: skip
OPENERS = {"open_connection", "create_connection", "urlopen", "urlretrieve", "create_server", "start_server"}
MAY = ("web/", "local/")  # local/ runs the servers of `make run` and asks nobody but loopback


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
        ):
            yield from ((node.lineno, str(value.value)) for value in node.args if isinstance(value, ast.Constant))


def breaches(text: str) -> list[str]:
    tree = ast.parse(text)
    found = [
        f"line {line} imports {name}"
        for line, name in imports(tree)
        if any(name == client or name.startswith(client + ".") for client in CLIENTS)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OPENERS:
            found.append(f"line {node.lineno} calls {node.attr}")
    return found


def modules() -> list[Path]:
    package = [path for path in PACKAGE.rglob("*.py") if not str(path.relative_to(PACKAGE)).startswith(MAY)]
    return package + [path for folder in ("dags", "plugins") for path in (ROOT / folder).rglob("*.py")]


def test_a20_only_the_guarded_client_opens_connections() -> None:
    assert len(modules()) > 5
    found = {str(path.relative_to(ROOT)): breaches(path.read_text(encoding="utf-8")) for path in modules()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a20_the_unguarded_door_to_the_webhook_is_used_for_alerts_only() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in [*PACKAGE.rglob("*.py"), *(ROOT / "plugins").rglob("*.py"), *(ROOT / "dags").rglob("*.py")]
        if any("webhook" in name for _, name in imports(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert users == {"include/newsdesk/stages/alerts.py"}


def test_a20_within_web_only_the_client_and_its_parts_may() -> None:
    found = {path.name for path in (PACKAGE / "web").glob("*.py") if breaches(path.read_text(encoding="utf-8"))}
    assert found == {"bodies.py", "client.py", "connections.py", "dialling.py", "webhook.py"}


@pytest.mark.parametrize(
    "line",
    [
        "import socket", "import urllib.request as r", "from urllib.request import urlopen", "from urllib import request",
        "import urllib3", "import requests", "from requests.sessions import Session", "import http.client",
        "from http import client", "import httpx", "import asyncio\nasyncio.open_connection('a', 1)",
        "import importlib\nimportlib.import_module('socket')", "__import__('socket')", "def f():\n    import ssl",
    ],
)  # fmt: skip
def test_a20_the_search_finds_what_it_looks_for(line: str) -> None:
    assert breaches(line)


@pytest.mark.parametrize(
    "line", ["from urllib.parse import urlsplit", "import http", "from http import HTTPStatus", "import websocketed"]
)
def test_a20_the_search_leaves_the_rest_alone(line: str) -> None:
    assert not breaches(line)

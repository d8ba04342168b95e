"""What docker-compose.yaml, Dockerfile, .env.example and `make env` promise. No container is started here."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.newsdesk.cli.parser import build_parser
from include.newsdesk.local.dotenv import DotenvExists, fill_secrets, make_dotenv
from include.newsdesk.settings import Settings
from include.newsdesk.warehouse.roles import ANALYST, LOADER, RECEIVER

ROOT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = ROOT / "docker-compose.yaml"
TEXT = COMPOSE_FILE.read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
AIRFLOW = {name: service for name, service in SERVICES.items() if name not in ("postgres", "redis", "receiver")}
LONG_RUNNING = [name for name in SERVICES if name != "migrate"]

# ${NAME:?message} and ${NAME:-default}, but not $${NAME}, which is for the shell in the container.
VARIABLES = re.findall(r"(?<!\$)\$\{(\w+)(:[?-])?([^}]*)\}", TEXT)
REQUIRED = {name for name, operator, _ in VARIABLES if operator == ":?"}
DEFAULTS = {name: default for name, operator, default in VARIABLES if operator == ":-"}

DOTENV = (ROOT / ".env.example").read_text(encoding="utf-8")
SECRETS = re.findall(r"^([A-Z_]+)=$", DOTENV, re.MULTILINE)
CHOICES = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", DOTENV, re.MULTILINE))
SETTINGS = {f"NEWSDESK_{name.upper()}": field for name, field in Settings.model_fields.items()}


def values(content: str) -> dict[str, str]:
    """Read the lines of a .env file that set something."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", content, re.MULTILINE))


def render(folder: Path, dotenv: str) -> subprocess.CompletedProcess[str]:
    """Let Compose read the file with this .env, and nothing from the environment of the tests."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and subprocess.run([*command, "version"], capture_output=True).returncode == 0:
            break
    else:
        pytest.skip("Docker Compose 2 is missing: install it (docker-compose-plugin) to have it read docker-compose.yaml")
    shutil.copy(COMPOSE_FILE, folder)
    (folder / ".env").write_text(dotenv, encoding="utf-8")
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    command = [*command, "config", "--format", "json"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_the_file_follows_the_compose_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE_FILE)]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_compose_reads_the_file_with_a_fresh_dotenv(tmp_path: Path) -> None:
    rendered = render(tmp_path, fill_secrets(DOTENV) + "NEWSDESK_FETCH_THREADS=7\n")
    assert rendered.returncode == 0, rendered.stderr
    worker = json.loads(rendered.stdout)["services"]["worker"]
    assert worker["environment"]["NEWSDESK_FETCH_THREADS"] == "7"
    assert worker["environment"]["NEWSDESK_BATCH_SIZE"] is None, "a setting that .env lacks must stay unset"


@pytest.mark.parametrize("secret", SECRETS)
def test_compose_refuses_to_start_without(secret: str, tmp_path: Path) -> None:
    rendered = render(tmp_path, fill_secrets(DOTENV).replace(f"\n{secret}=", f"\n{secret}=\n# "))
    assert rendered.returncode != 0
    assert f"{secret} is missing a value: run make env" in rendered.stderr


def test_only_the_ui_and_the_receiver_are_published_and_only_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {
        "api-server": ["${AIRFLOW_UI_BIND:-127.0.0.1:8080}:8080"],
        "receiver": ["${RECEIVER_BIND:-127.0.0.1:8090}:8090"],
    }
    assert not [name for name, service in SERVICES.items() if "network_mode" in service]


def test_every_secret_is_required_and_none_has_a_default() -> None:
    assert set(SECRETS) == REQUIRED
    assert not [name for name in DEFAULTS if re.search("PASSWORD|SECRET|KEY", name)]
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if value and re.search("PASSWORD$|SECRET$|KEY$|CONN$|URL$|REDISCLI_AUTH", name) and "://" not in str(value):
                assert str(value).startswith("${"), name
            elif "@" in str(value):
                assert re.search(r":\$\{\w+:\?run make env\}@", value), name


def test_services_know_only_the_secrets_that_they_need() -> None:
    def holders(secret: str) -> set[str]:
        return {name for name, service in SERVICES.items() if f"${{{secret}:" in json.dumps(service)}

    assert holders("POSTGRES_PASSWORD") == {"postgres"}
    assert holders("NEWSDESK_OWNER_PASSWORD") == {"postgres", "migrate"}
    assert holders("NEWSDESK_ANALYST_PASSWORD") == {"migrate"}
    assert holders("NEWSDESK_RECEIVER_PASSWORD") == {"migrate", "receiver"}
    assert [name for name in REQUIRED if "receiver" in holders(name)] == ["NEWSDESK_RECEIVER_PASSWORD"]
    assert holders("AIRFLOW_ADMIN_PASSWORD") == holders("AIRFLOW_VIEWER_PASSWORD") == {"api-server"}


def test_all_images_come_from_variables() -> None:
    for name, service in SERVICES.items():
        assert re.fullmatch(r"\$\{[A-Z]+_IMAGE:-[^}]+\}", service["image"]), name
    assert f"ARG AIRFLOW_IMAGE={DEFAULTS['AIRFLOW_IMAGE']}\nFROM ${{AIRFLOW_IMAGE}}\n" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_long_running_service_is_watched_restarted_and_its_log_rotated(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert service["restart"] == "unless-stopped"
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("name", AIRFLOW)
def test_airflow_service_runs_the_same_code_with_the_same_settings(name: str) -> None:
    service, shared = AIRFLOW[name], AIRFLOW["scheduler"]
    for key in ("image", "user", "volumes", "init", "tmpfs", "cap_drop", "security_opt", "logging"):
        assert service[key] == shared[key], key
    assert service["environment"]["PYTHONPATH"] == "/opt/airflow"
    assert {f"./{folder}:/opt/airflow/{folder}:ro" for folder in ("dags", "plugins", "include")} < set(service["volumes"])
    differing = {key for key, value in shared["environment"].items() if service["environment"].get(key) != value}
    assert differing <= ({"NEWSDESK_DATABASE_URL"} if name == "migrate" else set())
    assert name == "migrate" or service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_the_image_is_built_from_hashes_and_runs_without_root() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in text
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1] == AIRFLOW["worker"]["user"] == "50000:0"
    for name in ("requirements.txt", "requirements-celery.txt"):
        pins = re.split(r"\n(?=[A-Za-z])", (ROOT / name).read_text(encoding="utf-8"))[1:]
        assert pins and all("==" in pin and "--hash=sha256:" in pin for pin in pins), name


def test_what_the_dockerfile_copies_exists_and_reaches_the_build() -> None:
    sources = [
        source
        for line in re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
        for source in line.split()
    ]
    kept = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sources and not [source for source in sources if not (ROOT / source).exists()]
    assert {source.split("/")[0] for source in sources} == set(kept)


def test_addresses_lead_to_services_and_roles_that_exist() -> None:
    environment = AIRFLOW["worker"]["environment"]
    hosts = re.findall(r"(?:@|http://)([a-z-]+):\d+", TEXT)
    assert set(hosts) - {"localhost"} <= set(SERVICES)
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://api-server:8080/execution/"
    assert environment["NEWSDESK_DATABASE_URL"].startswith(f"postgresql://{LOADER}:")
    assert environment["NEWSDESK_DATABASE_URL"].endswith("/news")
    roles = {LOADER, RECEIVER, ANALYST}
    assert roles == {"newsdesk_loader", "newsdesk_receiver", "newsdesk_analyst"}, "the names that .env.example uses"
    assert SERVICES["receiver"]["environment"]["NEWSDESK_DATABASE_URL"].startswith(f"postgresql://{RECEIVER}:")
    made = (ROOT / "deploy/postgres/databases.sql").read_text(encoding="utf-8")
    for variable in re.findall(r"^\\getenv \w+ (\w+)$", made, re.MULTILINE):
        assert variable in SERVICES["postgres"]["environment"]
    assert "create database news owner newsdesk_owner;" in made and "create database airflow owner airflow;" in made


def test_dotenv_example_lists_every_setting_with_its_default() -> None:
    assert {name for name in CHOICES if name.startswith("NEWSDESK_")} == {*SETTINGS, "NEWSDESK_IMAGE"}
    listed = Settings.model_validate({name.removeprefix("NEWSDESK_").lower(): CHOICES[name] for name in SETTINGS})
    for name, field in Settings.model_fields.items():
        assert field.is_required() or getattr(listed, name) == field.default, name
        assert field.description in DOTENV, name


def test_dotenv_example_lists_every_choice_of_the_compose_file_with_its_default() -> None:
    assert {name: value for name, value in CHOICES.items() if name not in SETTINGS} == DEFAULTS


def test_every_setting_reaches_the_services_that_need_it() -> None:
    def given(name: str) -> set[str]:
        return {variable for variable in SERVICES[name]["environment"] if variable.startswith("NEWSDESK_")}

    assert given("worker") == set(SETTINGS) - {"NEWSDESK_PUSH_TOKENS"}
    assert given("receiver") == {"NEWSDESK_DATABASE_URL", "NEWSDESK_PUSH_TOKENS"}


def test_dotenv_has_a_secret_of_its_own_for_each_name(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".env.example", tmp_path)
    path = make_dotenv(tmp_path, force=False)
    made = values(path.read_text(encoding="utf-8"))
    assert sorted(made) == sorted(SECRETS)
    assert len(set(made.values())) == len(SECRETS)
    assert all(re.fullmatch(r"[\w-]{40,}=?", value) for value in made.values())
    assert len(urlsafe_b64decode(made["AIRFLOW_FERNET_KEY"])) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_dotenv_is_replaced_only_when_asked(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".env.example", tmp_path)
    first = make_dotenv(tmp_path, force=False).read_text(encoding="utf-8")
    with pytest.raises(DotenvExists, match=re.escape(str(tmp_path / ".env"))):
        make_dotenv(tmp_path, force=False)
    assert (tmp_path / ".env").read_text(encoding="utf-8") == first
    assert make_dotenv(tmp_path, force=True).read_text(encoding="utf-8") != first


def test_filling_secrets_leaves_comments_and_given_values_alone() -> None:
    template = "# A=\nB=given\n\nC=\n"
    assert re.fullmatch(r"# A=\nB=given\n\nC=[0-9a-f]{48}\n", fill_secrets(template))


def test_the_password_file_of_the_ui_is_private_json(tmp_path: Path) -> None:
    target = tmp_path / "passwords.json"
    script = AIRFLOW["api-server"]["command"][2].replace("$$", "$").replace("exec airflow api-server", "")
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(target),
        "AIRFLOW_ADMIN_PASSWORD": 'a "quoted" one',
        "AIRFLOW_VIEWER_PASSWORD": "v",
    }
    subprocess.run(["bash", "-ec", script], env=environment, check=True)
    assert json.loads(target.read_text(encoding="utf-8")) == {"admin": 'a "quoted" one', "viewer": "v"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_the_newsdesk_commands_that_services_run_exist() -> None:
    commands = re.findall(r"python -m include\.newsdesk ([a-z-]+)", TEXT)
    assert commands
    for command in commands:
        build_parser().parse_args([command])


def test_scripts_that_health_checks_call_are_in_the_image() -> None:
    called = set(re.findall(r"/opt/newsdesk/(\w+\.py)", TEXT))
    copied = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert called and not [name for name in called if f"deploy/{name}" not in copied]

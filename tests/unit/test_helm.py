"""What deploy/helm promises, as far as that can be seen without a cluster: nothing is rendered or applied here."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.newsdesk.cli.parser import build_parser
from include.newsdesk.settings import Settings
from include.newsdesk.web.addresses import DENIED_IPV4, DENIED_IPV6, GLOBAL_IPV6

ROOT = Path(__file__).resolve().parents[2]
HELM = ROOT / "deploy/helm"
VALUES: dict[str, Any] = yaml.safe_load((HELM / "values.yaml").read_text(encoding="utf-8"))
CELERY: dict[str, Any] = yaml.safe_load((HELM / "values-celery.yaml").read_text(encoding="utf-8"))
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all((HELM / "newsdesk.yaml").read_text(encoding="utf-8")))
BY_NAME = {(one["kind"], one["metadata"]["name"]): one for one in OBJECTS}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yaml").read_text(encoding="utf-8"))["services"]
SECRETS = {
    "newsdesk-airflow": {"connection", "fernet-key", "api-secret-key", "jwt-secret"},
    "newsdesk-owner": {"url", "loader-password", "receiver-password", "analyst-password"},
    "newsdesk-loader": {"url"},
    "newsdesk-receiver": {"url", "push-tokens"},
    "newsdesk-logins": {"passwords.json"},
    "newsdesk-broker": {"connection"},
}


def container(kind: str, name: str) -> dict[str, Any]:
    return dict(BY_NAME[(kind, name)]["spec"]["template"]["spec"]["containers"][0])


MIGRATE, RECEIVER = container("Job", "newsdesk-migrate"), container("Deployment", "newsdesk-receiver")


def blocks(policy: str) -> dict[str, list[str]]:
    """Give the exceptions of each open address block of a policy."""
    return {
        to["ipBlock"]["cidr"]: to["ipBlock"]["except"]
        for rule in BY_NAME[("NetworkPolicy", policy)]["spec"]["egress"]
        for to in rule["to"]
        if "ipBlock" in to
    }


def test_workers_are_kept_off_exactly_the_networks_that_the_deny_table_names() -> None:
    assert blocks("newsdesk-workers") == {"0.0.0.0/0": list(DENIED_IPV4), str(GLOBAL_IPV6): list(DENIED_IPV6)}
    assert blocks("newsdesk-receiver") == {}


def test_every_way_out_of_the_workers_has_a_destination_and_ports() -> None:
    rules = BY_NAME[("NetworkPolicy", "newsdesk-workers")]["spec"]["egress"]
    ports = [{port["port"] for port in rule["ports"]} for rule in rules]
    assert all(rule["to"] for rule in rules)
    assert ports == [{80, 443}, {8080}, {5432}, {6379}, {53}]


@pytest.mark.parametrize("name", ["newsdesk-workers", "newsdesk-receiver"])
def test_policy_closes_both_directions(name: str) -> None:
    assert BY_NAME[("NetworkPolicy", name)]["spec"]["policyTypes"] == ["Ingress", "Egress"]


def test_policies_select_pods_that_exist() -> None:
    selected = BY_NAME[("NetworkPolicy", "newsdesk-receiver")]["spec"]["podSelector"]["matchLabels"]
    assert selected == BY_NAME[("Deployment", "newsdesk-receiver")]["spec"]["template"]["metadata"]["labels"]
    assert selected == BY_NAME[("Service", "newsdesk-receiver")]["spec"]["selector"]
    workers = BY_NAME[("NetworkPolicy", "newsdesk-workers")]["spec"]["podSelector"]["matchLabels"]
    assert workers == {"tier": "airflow", "component": "worker"}, "what the chart calls the pods of both executors"


def test_every_image_is_the_projects() -> None:
    images = {MIGRATE["image"], RECEIVER["image"]}
    images |= {":".join(values["images"]["airflow"].values()) for values in (VALUES, CELERY)}
    assert images == {"newsdesk:local", "newsdesk:kubernetes"}
    assert COMPOSE["worker"]["image"].endswith(":-newsdesk:local}")
    for foreign in ("postgresql", "redis", "pgbouncer", "statsd", "flower"):
        assert VALUES[foreign] == {"enabled": False}, f"the chart would run an image of its own for {foreign}"
        assert foreign not in CELERY


def test_the_image_for_kubernetes_adds_hashed_packages_that_agree_with_the_lock() -> None:
    text = (HELM / "Dockerfile").read_text(encoding="utf-8")
    assert "ARG NEWSDESK_IMAGE=newsdesk:local\nFROM ${NEWSDESK_IMAGE}\n" in text and "--require-hashes" in text
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1] == "50000:0"
    added, lock = (pins(path) for path in (HELM / "requirements-kubernetes.txt", ROOT / "requirements.txt"))
    assert "apache-airflow-providers-cncf-kubernetes" in added and "apache-airflow-providers-cncf-kubernetes" not in lock
    assert {name: pin for name, pin in added.items() if name in lock} == {name: lock[name] for name in added.keys() & lock}
    assert VALUES["airflowVersion"] == lock["apache-airflow"]


def pins(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[A-Za-z])", text)[1:]
    assert packages and all("--hash=sha256:" in package for package in packages)
    return dict(re.findall(r"(?m)^([\w.-]+)==(\S+)", text))


def test_no_file_holds_a_secret() -> None:
    for path in HELM.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://[^/\s:@]*:[^/\s@]+@", text), f"{path.name} holds a password in an address"
        assert "kind: Secret" not in text
    for name in ("fernetKey", "apiSecretKey", "jwtSecret", "webserverSecretKey", "extraSecrets"):
        assert name not in VALUES | CELERY
    plain = [*VALUES["env"], *MIGRATE["env"], *RECEIVER["env"]]
    named = [
        one["name"] for one in plain if "value" in one and re.search("PASSWORD$|SECRET|KEY|TOKENS?$|_CONN$|URL$", one["name"])
    ]
    assert named == []


def test_secrets_are_asked_for_by_names_and_keys_that_the_manual_tells_to_make() -> None:
    asked = {(one["secretName"], one["secretKey"]) for one in VALUES["secret"]}
    for one in (*MIGRATE["env"], *RECEIVER["env"]):
        if "valueFrom" in one:
            asked.add((one["valueFrom"]["secretKeyRef"]["name"], one["valueFrom"]["secretKeyRef"]["key"]))
    assert asked <= {(name, key) for name, keys in SECRETS.items() for key in keys}
    whole = set(re.findall(r'"?[sS]ecretName"?: "(newsdesk-[a-z]+)"', json.dumps([VALUES, CELERY])))
    whole |= {
        value for values in (VALUES, VALUES["data"], CELERY["data"]) for key, value in values.items() if "SecretName" in key
    }
    assert {name for name, _ in asked} | whole == set(SECRETS)
    manual = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    for name, keys in SECRETS.items():
        line = next(line for line in manual.splitlines() if line.startswith(f"| `{name}` |"))
        assert [key for key in keys if f"`{key}`" not in line] == []


def test_the_receiver_knows_no_secret_of_airflows_and_the_migration_none_of_the_receivers() -> None:
    assert set(re.findall(r'"name": "(newsdesk-[a-z]+)"', json.dumps(RECEIVER["env"]))) == {"newsdesk-receiver"}
    assert set(re.findall(r'"name": "(newsdesk-[a-z]+)"', json.dumps(MIGRATE["env"]))) == {"newsdesk-owner"}


def test_environment_names_are_settings_or_those_of_the_compose_file() -> None:
    settings = {f"NEWSDESK_{name.upper()}" for name in Settings.model_fields}
    known = settings | set(COMPOSE["worker"]["environment"]) | set(COMPOSE["migrate"]["environment"])
    names = [one["name"] for one in (*VALUES["env"], *MIGRATE["env"], *RECEIVER["env"])]
    names += [one["envName"] for one in VALUES["secret"]]
    assert [name for name in names if name not in known] == []


def test_settings_shared_with_the_compose_file_have_the_same_values() -> None:
    compose = COMPOSE["worker"]["environment"]
    differing = {
        one["name"] for one in VALUES["env"] if one["name"].startswith("AIRFLOW_") and one["value"] != compose[one["name"]]
    }
    assert differing == set()
    assert str(CELERY["config"]["celery"]["worker_concurrency"]) == compose["AIRFLOW__CELERY__WORKER_CONCURRENCY"]


def test_containers_run_what_exists_without_root() -> None:
    assert RECEIVER["command"] == COMPOSE["receiver"]["command"]
    commands = re.findall(r"python -m include\.newsdesk ([a-z-]+)", MIGRATE["command"][-1])
    assert commands == ["migrate", "sync"]
    for command in commands:
        build_parser().parse_args([command])
    for one in (MIGRATE, RECEIVER):
        assert one["securityContext"]["allowPrivilegeEscalation"] is False
        assert one["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    for template in (one["spec"]["template"]["spec"] for one in OBJECTS if one["kind"] in ("Job", "Deployment")):
        assert template["securityContext"]["runAsNonRoot"] and template["automountServiceAccountToken"] is False

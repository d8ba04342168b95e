"""The stack of docker-compose.yaml with the sample newsroom beside it, under a project name and secrets of its own."""

import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extras import RealDictCursor

from include.newsdesk.local.dotenv import fill_secrets
from include.newsdesk.local.ports import choose_port
from tests.compose.engine import Say

ROOT = Path(__file__).parents[2]
PROJECT = "newsdesk-test"
WAIT_SECONDS = 420
SETTINGS = {
    "NEWSDESK_IMAGE": "local/newsdesk-under-test",
    # Where Docker takes the networks of its projects from.
    "NEWSDESK_ALLOW_NETWORKS": "172.16.0.0/12,192.168.0.0/16,10.0.0.0/8",
    "NEWSDESK_ALLOW_ANY_PORT": "true",
    "NEWSDESK_HOST_DELAY_SECONDS": "0.5",  # So that a batch takes long enough to be hit in its middle.
    "NEWSDESK_BATCH_SIZE": "40",
    "NEWSDESK_POLL_FLOOR_SECONDS": "20",
    "NEWSDESK_POLL_CEILING_SECONDS": "60",
    "NEWSDESK_FETCH_THREADS": "1",  # Feeds are polled in their order: which of two copies came first is settled.
}


class Stack:
    """One project; nothing of another one on the same engine is touched, nor is the .env of this folder."""

    def __init__(self, scratch: Path, environment: Mapping[str, str], images: Mapping[str, str], say: Say) -> None:
        """Write the .env of the test."""
        self._scratch, self._say = scratch, say
        self._environment = {name: value for name, value in environment.items() if not name.startswith(("NEWSDESK_", "AIRFLOW_"))}
        self._dotenv = scratch / "env"
        self._newsroom = scratch / "newsroom"
        self._newsroom.mkdir()
        os.chown(self._newsroom, 50000, 0) if os.geteuid() == 0 else self._newsroom.chmod(0o777)
        self.ui, self.receiver = (f"127.0.0.1:{port}" for port in (choose_port(), choose_port()))
        chosen = {"NEWSROOM_FOLDER": str(self._newsroom), "AIRFLOW_UI_BIND": self.ui, "RECEIVER_BIND": self.receiver}
        lines = [f"{name}={value}" for name, value in (SETTINGS | dict(images) | chosen).items()]
        secrets = fill_secrets((ROOT / ".env.example").read_text(encoding="utf-8"))
        self._dotenv.write_text("\n".join([secrets, *lines, ""]), encoding="utf-8")
        self._password = secrets.partition("\nPOSTGRES_PASSWORD=")[2].partition("\n")[0]

    def compose(self, *arguments: str, check: bool = True) -> str:
        """Run a command of Compose and return what it prints; raises RuntimeError with its last words."""
        command = [
            "docker", "compose", "--project-name", PROJECT, "--project-directory", str(ROOT), "--env-file", str(self._dotenv),
            "--file", str(ROOT / "docker-compose.yaml"), "--file", str(Path(__file__).parent / "newsroom.yaml"), *arguments,
        ]  # fmt: skip
        ran = subprocess.run(command, env=self._environment, capture_output=True, text=True)
        if check and ran.returncode != 0:
            raise RuntimeError(f"docker compose {' '.join(arguments)} failed:\n{ran.stderr[-3000:]}")
        return ran.stdout

    def build(self) -> None:
        """Build the project's image from its Dockerfile."""
        self._say("building the project's image")
        self.compose("build", "migrate")

    def up(self, workers: int) -> None:
        """Start everything on empty volumes and wait until all is healthy."""
        (self._newsroom / "feeds.yaml").touch()
        self._up("newsroom")
        self._newsroom.joinpath("feeds.yaml").write_text(self.ask_newsroom("/feeds.yaml"), encoding="utf-8")
        self._say(f"starting the stack with {workers} workers")
        self._up("--scale", f"worker={workers}")
        self._say("every service is healthy")

    def _up(self, *arguments: str) -> None:
        self.compose("up", "--detach", "--wait", "--wait-timeout", str(WAIT_SECONDS), *arguments)

    def down(self) -> None:
        """Remove containers, networks and volumes; the newsroom's memory stays."""
        self.compose("down", "--volumes", "--timeout", "10", check=False)

    def save_logs(self) -> Path:
        """Write what all containers have logged, and their states, to a file."""
        path = self._scratch / "compose.log"
        path.write_text(self.compose("ps", "--all", check=False) + self.compose("logs", "--no-color", check=False))
        return path

    def ask_newsroom(self, path: str) -> str:
        """Ask the newsroom's control port, from within its container."""
        code = (
            "import json, urllib.request as r;"
            f"print(r.urlopen(json.load(open('/newsroom/newsroom.json'))['control_url'] + {path!r}, timeout=30).read().decode())"
        )
        return self.compose("exec", "--no-TTY", "newsroom", "python", "-c", code)

    def containers(self, service: str) -> dict[str, dict[str, Any]]:
        """Inspect the containers of a service; by host name, which is also what Airflow knows a worker by."""
        numbers = self.compose("ps", "--all", "--quiet", service).split()
        asked = subprocess.run(["docker", "inspect", *numbers], env=self._environment, capture_output=True, text=True, check=True)
        return {container["Config"]["Hostname"]: container for container in json.loads(asked.stdout)}

    def database_url(self, name: str) -> str:
        """Return the address of a database as the superuser; Postgres is not published, the host reaches it all the same."""
        (postgres,) = self.containers("postgres").values()
        (network,) = postgres["NetworkSettings"]["Networks"].values()
        return f"postgresql://postgres:{self._password}@{network['IPAddress']}:5432/{name}"

    def query(self, database: str, text: str) -> list[dict[str, Any]]:
        """Ask a database; raises psycopg2.OperationalError while the server is away."""
        connection = psycopg2.connect(self.database_url(database), connect_timeout=5)
        try:
            with connection, connection.cursor(cursor_factory=RealDictCursor) as cursor:
                cursor.execute(text)
                return [dict(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def wait_until_healthy(self, seconds: float) -> float:
        """Wait until every container reports healthy again, and return how long that took. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            lines = self.compose("ps", "--all", "--format", "json").splitlines()
            states = [json.loads(line) for line in lines]
            ill = [one["Name"] for one in states if one["Service"] != "migrate" and one["Health"] != "healthy"]
            if states and not ill:
                return time.monotonic() - began
            time.sleep(1)
        raise TimeoutError(f"not healthy after {seconds:.0f} s: {', '.join(ill)}")

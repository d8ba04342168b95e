"""Run Airflow's four processes beside the embedded Postgres. Does not know the DAGs, and never imports Airflow."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from include.newsdesk.errors import PermanentError, TransientError
from include.newsdesk.local.credentials import Credentials, write_private
from include.newsdesk.local.ports import LOOPBACK
from include.newsdesk.local.processes import end_groups, start_process

# Without the log servers nothing listens beyond loopback: the API server reads the same log files itself.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "api-server": (),
    "scheduler": ("--skip-serve-logs",),
    "dag-processor": (),
    "triggerer": ("--skip-serve-logs",),
}
HEALTH_KEYS = ("metadatabase", "scheduler", "dag_processor", "triggerer")
HEALTHY_SECONDS = 180.0
RESTARTS = 5
RESTART_WINDOW_SECONDS = 600.0
FIXED = {
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,viewer:viewer",
    "AIRFLOW__CORE__PARALLELISM": "4",
    # Each look costs 15 ms of CPU, all day long, on somebody's laptop. A server looks ten times a second: docker-compose.yaml.
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.25",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
    # A scheduler started soon after a kill takes the killed one for alive, and by default looks again after 300 s.
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
    "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "30",
    # A file that changed is read at the next look all the same.
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
    "AIRFLOW__API__HOST": LOOPBACK,
    "AIRFLOW__API__WORKERS": "1",
    "GX_ANALYTICS_ENABLED": "false",
}


class AirflowFailed(TransientError):
    """Airflow did not start; its logs say why."""


class AirflowCrashes(PermanentError):
    """A process of Airflow ends again and again; its log says why."""


def airflow_environment(
    inherited: Mapping[str, str], root: Path, home: Path, database_url: str, port: int, credentials: Credentials
) -> dict[str, str]:
    """Return the environment that all processes of one installation share.

    Settings of another Airflow in the caller's environment are dropped; its connections and variables are kept.
    """
    kept = {
        name: value
        for name, value in inherited.items()
        if not name.startswith(("AIRFLOW__", "AIRFLOW_HOME", "AIRFLOW_CONFIG")) and name != "PYTHONDONTWRITEBYTECODE"
    }
    address = f"http://{LOOPBACK}:{port}"
    no_proxy = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), LOOPBACK, "localhost"]))
    return {
        **kept,
        **FIXED,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(root / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(root / "plugins"),
        "AIRFLOW__CORE__FERNET_KEY": credentials.fernet_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database_url.replace("postgresql://", "postgresql+psycopg2://", 1),
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__SECRET_KEY": credentials.api_secret,
        "AIRFLOW__API_AUTH__JWT_SECRET": credentials.jwt_secret,
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]),
        "PYTHONPATH": str(root),
    }


class Airflow:
    """Airflow's processes of one installation, each the leader of its own session, with one log file each."""

    def __init__(
        self, environment: Mapping[str, str], logs: Path, credentials: Credentials, note: Callable[[str, int], None]
    ) -> None:
        """Take the shared environment; `note` is told name and pid of every process that starts."""
        self.address = environment["AIRFLOW__API__BASE_URL"]
        self._environment = environment
        self._home = Path(environment["AIRFLOW_HOME"])
        self._logs = logs
        self._credentials = credentials
        self._note = note
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._restarts: list[float] = []

    def prepare(self) -> None:
        """Write Airflow's files and bring its own database up to date. Repeats safely."""
        self._home.mkdir(parents=True, exist_ok=True)
        passwords = {"admin": self._credentials.admin, "viewer": self._credentials.viewer}
        write_private(self._home / "passwords.json", json.dumps(passwords) + "\n")
        log = self._logs / "airflow-migrate.log"
        migration = start_process(self._command("db", "migrate"), log, self._environment, self._home)
        self._note("airflow db migrate", migration.pid)
        if migration.wait() != 0:
            raise AirflowFailed(str(log))

    def start(self) -> None:
        """Start all processes without waiting for them."""
        for name in COMMANDS:
            self._start(name)

    def wait_until_healthy(self, progress: Callable[[str], None]) -> None:
        """Wait until Airflow itself calls all of its parts healthy, and say which are when that changes."""
        deadline = time.monotonic() + HEALTHY_SECONDS
        said = ""
        while time.monotonic() < deadline:
            self.restart_crashed()
            states = self.health()
            healthy = [key for key in HEALTH_KEYS if states.get(key) == "healthy"]
            if len(healthy) == len(HEALTH_KEYS):
                return
            waiting = ", ".join(key.replace("_", " ") for key in HEALTH_KEYS if key not in healthy)
            if waiting != said:
                progress(f"waiting for Airflow: {waiting}")
                said = waiting
            time.sleep(0.25)
        raise AirflowFailed(str(self._logs), f"not healthy after {HEALTHY_SECONDS:.0f} s: {said}")

    def health(self) -> dict[str, str]:
        """Ask Airflow for the state of its parts; empty while it does not answer."""
        return health(self.address)

    def restart_crashed(self) -> list[str]:
        """Start processes that have ended again and return their names.

        Raises AirflowCrashes when that happens too often.
        """
        crashed = [name for name, process in self._processes.items() if process.poll() is not None]
        for name in crashed:
            now = time.monotonic()
            self._restarts = [at for at in self._restarts if now - at < RESTART_WINDOW_SECONDS] + [now]
            if len(self._restarts) > RESTARTS:
                raise AirflowCrashes(str(self._logs / f"{name}.log"))
            end_groups([self._processes[name].pid], wait_seconds=0)
            self._start(name)
        return crashed

    def stop(self) -> None:
        """End all processes and what they started; running tasks get time to finish and an API server to report to."""
        leaders = {name: process.pid for name, process in self._processes.items()}
        self._processes.clear()
        # The triggerer would wait ten seconds for triggers that have nothing to clean up.
        end_groups([pid for name, pid in leaders.items() if name == "triggerer"], wait_seconds=1)
        end_groups([pid for name, pid in leaders.items() if name == "scheduler"])
        end_groups([pid for name, pid in leaders.items() if name not in ("triggerer", "scheduler")])

    def _start(self, name: str) -> None:
        log = self._logs / f"{name}.log"
        process = start_process(self._command(name, *COMMANDS[name]), log, self._environment, self._home)
        self._processes[name] = process
        self._note(name, process.pid)

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "airflow", *arguments]


def health(address: str) -> dict[str, str]:
    """Ask the Airflow at this address for the state of its parts; empty while it does not answer."""
    try:
        with build_opener(ProxyHandler({})).open(f"{address}/api/v2/monitor/health", timeout=5) as answer:
            parts = json.load(answer)
    except (URLError, OSError, ValueError):
        return {}
    return {name: str((part or {}).get("status")) for name, part in parts.items()}

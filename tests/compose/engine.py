"""A container engine for the test: the one that is there, or one of our own on a Debian machine where we are root.

An engine of our own lives in one scratch folder, is ended by its process and leaves the firewall as it found it.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

HOST_PACKAGES = ("docker.io", "debootstrap", "ca-certificates")  # With them come containerd, runc and iptables.
NEWER_PACKAGES = ("docker.io", "docker-cli", "docker-compose", "docker-buildx")
NEWER_RELEASE = "trixie"  # Its programs run on bookworm too; bookworm's own engine and Compose are too old.
FREE_GIGABYTES = 8
READY_SECONDS = 60.0
EMPTY_TABLES = {"filter": ":INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n", "nat": ""}

Say = Callable[[str], None]


class NoEngine(Exception):
    """No engine is reachable here and none can be started; the message says why."""


def is_reachable() -> bool:
    """Tell whether `docker` and `docker compose` work as they are."""
    if not shutil.which("docker"):
        return False
    commands = (["docker", "info"], ["docker", "compose", "version"])
    return all(subprocess.run(command, capture_output=True).returncode == 0 for command in commands)


def debian_address() -> str:
    """Return where apt has its Debian packages from."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Label: Debian"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    if not found:
        raise NoEngine("apt knows no Debian packages: run apt-get update")
    return found[0]


class OwnEngine:
    """An engine in a scratch folder; `environment` is what its clients need."""

    def __init__(self, scratch: Path, say: Say) -> None:
        """Take an empty folder with a short path: sockets have names of 107 characters at most."""
        self._scratch, self._say = scratch, say
        self._programs = scratch / "programs"
        self._process: subprocess.Popen[bytes] | None = None
        self._rules: dict[str, str] = {}
        self._forwarding = Path("/proc/sys/net/ipv4/ip_forward")
        self._forwarded = "0"
        self.log = scratch / "engine.log"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of this process with the engine's client, its plugins and its socket."""
        return os.environ | {
            "DOCKER_HOST": f"unix://{self._scratch}/engine.sock",
            "DOCKER_CONFIG": str(self._programs / "usr/libexec/docker"),
            "PATH": f"{self._programs}/usr/bin:{self._programs}/usr/sbin:{os.environ['PATH']}",
        }

    def install(self) -> None:
        """Install the kernel's side with apt and unpack the engine. Raises NoEngine where that can't be done."""
        if os.geteuid() != 0:
            raise NoEngine("only root can start a container engine")
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            raise NoEngine("this is no Debian machine; start an engine yourself")
        if shutil.disk_usage(self._scratch).free < FREE_GIGABYTES << 30:
            raise NoEngine(f"less than {FREE_GIGABYTES} GB are free in {self._scratch}")
        self._say("installing an engine")
        try:
            if not all(shutil.which(program) for program in ("containerd", "runc", "iptables", "debootstrap")):
                quiet("apt-get", "update", "-qq")
                options = {"DEBIAN_FRONTEND": "noninteractive"}
                quiet("apt-get", "install", "-qq", "--yes", "--no-install-recommends", *HOST_PACKAGES, environment=options)
            self._unpack()
        except subprocess.CalledProcessError as error:
            raise NoEngine(f"{error}: {error.stderr[-500:]}") from error

    def _unpack(self) -> None:
        """Fetch packages of the newer release beside the machine's own ones, and unpack them without installing."""
        state = self._scratch / "apt"
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (state / folder).mkdir(parents=True)
        keys = "/usr/share/keyrings/debian-archive-keyring.gpg"
        (state / "sources.list").write_text(f"deb [signed-by={keys}] {debian_address()} {NEWER_RELEASE} main\n")
        (state / "apt.conf").write_text(
            f'Dir::State "{state}/state";\nDir::State::status "/var/lib/dpkg/status";\nDir::Cache "{state}/cache";\n'
            f'Dir::Etc::sourcelist "{state}/sources.list";\nDir::Etc::sourceparts "/dev/null";\n'
            'Dir::Etc::preferencesparts "/dev/null";\nAPT::Sandbox::User "root";\n'
        )
        own_state = {"APT_CONFIG": str(state / "apt.conf")}
        quiet("apt-get", "update", "-qq", environment=own_state)
        quiet("apt-get", "download", "-qq", *NEWER_PACKAGES, environment=own_state, folder=state)
        for package in state.glob("*.deb"):
            quiet("dpkg-deb", "--extract", str(package), str(self._programs))

    def start(self) -> None:
        """Start it and wait until it answers. Raises NoEngine."""
        self._rules = {tool: quiet(f"{tool}-save") for tool in ("iptables", "ip6tables")}
        self._forwarded = self._forwarding.read_text()
        mtu = default_mtu()
        command: list[str | Path] = [
            "dockerd", "--storage-driver", "overlay2", "--host", f"unix://{self._scratch}/engine.sock",
            "--data-root", self._scratch / "data", "--exec-root", self._scratch / "run",
            "--pidfile", self._scratch / "engine.pid", "--userland-proxy-path", self._programs / "usr/sbin/docker-proxy",
            "--mtu", mtu, "--default-network-opt", f"bridge=com.docker.network.driver.mtu={mtu}",
        ]  # fmt: skip
        # A session of its own: Ctrl-C must not reach it before the containers are gone.
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        began = time.monotonic()
        while subprocess.run(["docker", "info"], env=self.environment, capture_output=True).returncode != 0:
            if self._process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                raise NoEngine(f"the engine did not start: {self.log.read_text(errors='replace')[-1500:]}")
            time.sleep(0.2)
        self._say("the engine answers")

    def stop(self) -> None:
        """End it, and put back what it changed outside its folder: mounts, firewall, bridge, forwarding."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
        for mount in reversed([mount for mount in mounts if mount.startswith(f"{self._scratch}/")]):
            subprocess.run(["umount", "--lazy", mount], capture_output=True)
        for tool, rules in self._rules.items():
            whole = rules + "".join(
                f"*{name}\n{chains}COMMIT\n" for name, chains in EMPTY_TABLES.items() if f"*{name}\n" not in rules
            )
            subprocess.run([f"{tool}-restore"], input=whole, capture_output=True, text=True)
        subprocess.run(["ip", "link", "delete", "docker0"], capture_output=True)
        self._forwarding.write_text(self._forwarded)


def default_mtu() -> str:
    """Return the largest packet of the interface that leads out, or what is usual where none does."""
    for line in Path("/proc/net/route").read_text().splitlines()[1:]:
        interface, destination = line.split()[:2]
        if destination == "00000000":
            return Path(f"/sys/class/net/{interface}/mtu").read_text().strip()
    return "1500"


def quiet(*command: str, environment: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    """Run a command and return what it prints; its errors are in the exception."""
    whole = os.environ | (environment or {})
    return subprocess.run(command, env=whole, cwd=folder, capture_output=True, text=True, check=True).stdout

# ruff: noqa: UP031, UP032
"""Make the virtual environment `.venv` and install what the requirement files pin, with hashes.

    python3 include/newsdesk/local/install.py [--dev]

Runs before anything is installed and on any Python 3, if only to say which one is needed: it uses the standard library
alone and no syntax of later versions (no f-strings, no `|` in types). Does not touch any other environment.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = [(3, 13), (3, 12), (3, 11)]
DISK_BYTES = 2 * 1000**3
ROOT = Path(__file__).resolve().parent.parent.parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "newsdesk-installed"
TOOL_REQUIREMENTS = "requirements-uv.txt"
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt"]


def main(arguments: "list[str]") -> int:
    """Install if anything changed since the last time; return the exit status."""
    dev = "--dev" in arguments
    stamp = wanted_stamp()
    if read_stamp() in ([stamp + " dev"] if dev else [stamp + " dev", stamp]):
        return 0
    python = find_python()
    if python is None:
        return 1
    if python != sys.executable:
        return subprocess.call([python, str(Path(__file__).resolve())] + arguments)
    if not has_disk_space():
        return 1
    say("installing into .venv (about a minute; longer the first time)")
    if not make_environment() or not install(REQUIREMENTS if dev else REQUIREMENTS[:1]):
        return 1
    STAMP.write_text(stamp + (" dev" if dev else ""), encoding="utf-8")
    say("installed")
    return 0


def say(text: str) -> None:
    """Write a progress line; standard output stays free for the command that follows."""
    sys.stderr.write("newsdesk: " + text + "\n")
    sys.stderr.flush()


def find_python() -> "str | None":
    """Return a supported interpreter: this one, else the newest on PATH; None after saying what was found."""
    if sys.version_info[:2] in SUPPORTED:
        return sys.executable
    for version in SUPPORTED:
        command = "python{}.{}".format(*version)
        # Being on PATH is not enough: the shim of a version manager can be there and refuse to run.
        if runs_as(command, version):
            return command
    say(
        "Python 3.11, 3.12 or 3.13 is needed, but {} is {}.{}.{} and no other was found on PATH.\n"
        "Install one (for example: apt install python3.11 python3.11-venv, or brew install python@3.13, or from\n"
        "python.org) and name it if it is not on PATH: make PYTHON=/path/to/python3.13 install".format(
            sys.executable, *sys.version_info[:3]
        )
    )
    return None


def runs_as(command: str, version: "tuple[int, int]") -> bool:
    """Tell whether the command starts and is the version that its name says."""
    code = "import sys; sys.exit(sys.version_info[:2] != {!r})".format(version)
    try:
        return subprocess.call([command, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def wanted_stamp() -> str:
    """Return a digest of the requirement files."""
    digest = hashlib.sha256()
    for name in [TOOL_REQUIREMENTS] + REQUIREMENTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def read_stamp() -> "str | None":
    """Return the digest of the last complete installation, None if there is none that still has an interpreter."""
    if not STAMP.exists() or not os.access(venv_python(), os.X_OK):
        return None
    return STAMP.read_text(encoding="utf-8")


def has_disk_space() -> bool:
    """Tell whether the environment fits on the disk; say so if not."""
    free = shutil.disk_usage(str(ROOT)).free
    if free < DISK_BYTES:
        say("2 GB of free disk space are needed for .venv, but {} has {} MB.".format(ROOT, free // 10**6))
    return free >= DISK_BYTES


def venv_python() -> str:
    """Return the interpreter of the environment."""
    return str(VENV / "bin" / "python")


def make_environment() -> bool:
    """Make .venv unless a usable one of a supported version is there."""
    code = "import pip, sys; sys.exit(sys.version_info[:2] not in {!r})".format(SUPPORTED)
    try:
        if subprocess.call([venv_python(), "-c", code], stderr=subprocess.DEVNULL) == 0:
            return True
    except OSError:
        pass  # There is none, or its interpreter is gone.
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr) == 0:
        return True
    say("{} can't make a virtual environment; on Debian and Ubuntu: apt install python3-venv".format(sys.executable))
    return False


def install(files: "list[str]") -> bool:
    """Install the pinned files with uv, itself pinned; with pip where uv can't run."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", UV_PYTHON_DOWNLOADS="never")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # Without compiled files every import takes twice as long.
    environment.pop("VIRTUAL_ENV", None)

    def run(command: "list[str]") -> bool:
        return subprocess.call(command, cwd=str(ROOT), env=environment, stdout=sys.stderr) == 0

    pip = [venv_python(), "-m", "pip", "install", "--quiet", "--require-hashes"]
    uv = [venv_python(), "-m", "uv", "pip", "install", "--require-hashes", "--compile-bytecode"]
    arguments = [word for name in files for word in ("-r", name)]
    if run(pip + ["-r", TOOL_REQUIREMENTS]) and run(uv + ["--python", venv_python()] + arguments):
        return True
    say("uv did not finish; trying pip, which takes some minutes")
    if run(pip + arguments):
        return True
    say("installing failed; the lines above say why. Run the same command again to go on.")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

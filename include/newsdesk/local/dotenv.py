"""Make `.env` from `.env.example`: each name without a value gets a random secret.

Does not read `.env`: docker compose does.
"""

import argparse
import base64
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from include.newsdesk.errors import NewsdeskError, PermanentError
from include.newsdesk.local.credentials import write_private

ROOT = Path(__file__).resolve().parents[3]


class DotenvExists(PermanentError):
    """There is a .env already, and what runs depends on its secrets; `--force` makes new ones."""


def fill_secrets(template: str) -> str:
    """Return the template with a random secret after each `NAME=` that ends its line; all else stays as it is."""
    return "".join(fill(line) for line in template.splitlines(keepends=True))


def fill(line: str) -> str:
    """Complete one line if it is a name without a value; comments are left alone."""
    name, equals, value = line.partition("=")
    if line.startswith("#") or not equals or value.strip():
        return line
    if name == "AIRFLOW_FERNET_KEY":  # Its form is given: 32 bytes in URL-safe base64, padded.
        return f"{name}={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n"
    return f"{name}={secrets.token_hex(24)}\n"


def make_dotenv(folder: Path, force: bool) -> Path:
    """Write `.env` beside `.env.example`, readable by its owner only.

    Raises DotenvExists unless `force` is set.
    """
    path = folder / ".env"
    if path.exists() and not force:
        raise DotenvExists(str(path))
    write_private(path, fill_secrets((folder / ".env.example").read_text(encoding="utf-8")))
    return path


def main(arguments: Sequence[str]) -> int:
    """Make the `.env` of this repository and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m include.newsdesk.local.dotenv", description="Make .env with random secrets from .env.example."
    )
    parser.add_argument("--force", action="store_true", help="replace .env; databases made before keep the old passwords")
    options = parser.parse_args(arguments)
    try:
        path = make_dotenv(ROOT, options.force)
    except NewsdeskError as error:
        sys.stderr.write(f"newsdesk: {error}\n")
        return 1
    print(f"wrote {path}; the UI's login is admin with AIRFLOW_ADMIN_PASSWORD from there")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

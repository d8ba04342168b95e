"""The passwords and keys of one local installation, made once. Does not hold Postgres's superuser."""

import base64
import dataclasses
import json
import os
import secrets
from pathlib import Path


@dataclasses.dataclass(frozen=True)
class Credentials:
    """Random secrets; every field has its own value."""

    airflow_database: str
    loader: str
    receiver: str
    analyst: str
    admin: str
    viewer: str
    fernet_key: str
    api_secret: str
    jwt_secret: str
    push_token: str


def keep_credentials(path: Path) -> Credentials:
    """Read the secrets of an earlier start, make those that are missing, and keep all in a file that only the owner can read."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    made = {field.name: secrets.token_urlsafe(24) for field in dataclasses.fields(Credentials)}
    made["fernet_key"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    made["admin"], made["viewer"] = secrets.token_urlsafe(9), secrets.token_urlsafe(9)
    if made.keys() - kept.keys():
        write_private(path, json.dumps({**made, **kept}, indent=2))
    return Credentials(**{**made, **kept})


def write_private(path: Path, text: str) -> None:
    """Write a file with mode 0600 in one step: a reader sees the old text or the new, never a part."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)

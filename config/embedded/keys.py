"""Passwords and keys of a data folder: made once, kept in a file that only its owner can read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .refusals import Refusal


def _password() -> str:
    return secrets.token_urlsafe(24)


def _vault_keys() -> str:
    """One key named k1: 32 bytes in base64, as tenants.vault reads them."""
    return "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class Keys:
    """All that is secret in an embedded stack."""

    superuser: str = field(default_factory=_password)
    owner: str = field(default_factory=_password)
    app: str = field(default_factory=_password)
    broker: str = field(default_factory=_password)
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    vault_keys: str = field(default_factory=_vault_keys)


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 600, whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load_keys(folder: Path) -> Keys:
    """The keys of a data folder, made now if it is new.

    Raises Refusal when data is there whose keys are gone or can't be read.
    """
    path = folder / "secrets.json"
    if path.exists():
        return _read(path)
    if (folder / "postgres").exists():
        raise Refusal(
            f"{path} is missing: the passwords and keys of the data in {folder}. Put it back, "
            "or start with empty data: --fresh"
        )
    keys = Keys()
    write_private(path, json.dumps(asdict(keys), indent=1))
    return keys


def _read(path: Path) -> Keys:
    try:
        return Keys(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise Refusal(
            f"{path} can't be read ({error}). Put a whole one back, "
            "or start with empty data: --fresh"
        ) from error

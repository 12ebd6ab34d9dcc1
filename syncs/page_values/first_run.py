"""The first-run page: a command to paste, and a wait for the first lead. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from .code import Piece
from .shell import Live

_SAMPLE = """'{
    "email": "ada@example.com",
    "name": "Ada Byrne",
    "company": "Byrne Analytics",
    "title": "Head of Sales"
  }'"""


@dataclass(frozen=True)
class FirstRunPage:
    """Send your first lead. `key` is empty when the test key can no longer be shown."""

    live: Live
    command: tuple[Piece, ...]
    key: str = ""


def curl_pieces(address: str, key: str) -> tuple[Piece, ...]:
    """The command that sends one lead to `address` (the API's leads endpoint) with `key`."""
    return (
        Piece(f"curl {address} \\\n  -H "),
        Piece('"Authorization: Bearer ', "value"),
        Piece(key, "mark"),
        Piece('"', "value"),
        Piece(" \\\n  -H "),
        Piece('"Idempotency-Key: my-first-lead"', "value"),
        Piece(" \\\n  --json "),
        Piece(_SAMPLE, "value"),
    )

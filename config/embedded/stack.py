"""The whole stack as one context: what is not given from outside is started, then ended."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .folder import claim, locked, short_way, wipe
from .keys import Keys, load_keys, write_private
from .lifetimes import Server
from .postgres import running_postgres
from .progress import say
from .refusals import Refusal
from .roles import prepare
from .valkey import running_valkey


@dataclass(frozen=True)
class Stack:
    """What runs: the servers that were started, and the variables that lead to all of them."""

    servers: tuple[Server, ...]
    variables: Mapping[str, str]


@contextmanager
def running(
    data: Path, given: Mapping[str, str], *, fresh: bool = False, throwaway: bool = False
) -> Iterator[Stack]:
    """Start what the given environment does not name, and end it afterwards.

    Raises Refusal when that is not possible; then nothing is left running.
    """
    if given.get("DATABASE_APP_URL") and not given.get("DATABASE_URL"):
        raise Refusal("DATABASE_APP_URL is set, but DATABASE_URL is not. Set both, or neither.")
    folder = claim(data)
    with ExitStack() as ending:
        lock = ending.enter_context(locked(folder))
        if fresh or throwaway:
            wipe(folder)
        keys = load_keys(folder)
        reach = ending.enter_context(short_way(folder))
        variables = _constant(folder, keys, given)
        servers = []
        for name, start in (("DATABASE_URL", running_postgres), ("BROKER_URL", running_valkey)):
            if given.get(name):
                say(f"{name} is set: nothing is started for it")
                variables[name] = given[name]
                continue
            server, variables[name] = ending.enter_context(
                start(folder, reach, keys=keys, lock=lock, throwaway=throwaway)
            )
            servers.append(server)
        variables["DATABASE_APP_URL"] = given.get("DATABASE_APP_URL") or prepare(
            variables["DATABASE_URL"], keys.app
        )
        ending.enter_context(_published(folder / "environment", variables))
        yield Stack(tuple(servers), variables)


def _constant(folder: Path, keys: Keys, given: Mapping[str, str]) -> dict[str, str]:
    """The variables that need no server; what is given from outside wins."""
    ours = {
        "SECRET_KEY": keys.secret_key,
        "VAULT_KEYS": keys.vault_keys,
        "MAIL_FOLDER": str(folder / "mail"),
    }
    return {name: given.get(name) or value for name, value in ours.items()} | {
        "INLET_DATA": os.fspath(folder)
    }


@contextmanager
def _published(path: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Keep the variables in a private file while the stack runs, for a command beside it."""
    lines = (f"{name}={shlex.quote(value)}" for name, value in sorted(variables.items()))
    write_private(path, "\n".join(lines) + "\n")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)

"""The embedded PostgreSQL: set up once, then started and ended with the command.

The server names its folder by /proc/self/cwd, the folder that it is started in. So its account
needs no right to pass through the folders above: a data folder inside a home of mode 700 works,
and no permission of any folder is changed. It listens on a socket inside that folder only, of
mode 700 like the folder itself, and asks for a password there too.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from .accounts import Account, hand_over, named_account, private_account
from .binaries import postgres_home
from .keys import Keys
from .lifetimes import Server, end_if_asked, start_server, tied_to_us
from .progress import step
from .refusals import Refusal
from .roles import DATABASE, OWNER_ROLE, make_roles, signed_in_as

_HERE = "/proc/self/cwd"
_SUPERUSER = "postgres"
_PORT = "5432"  # part of the socket's name, nothing listens on it; said, since PGPORT may be set
_PATIENCE = 120.0  # seconds; after a crash PostgreSQL first repeats its log
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": _HERE,
    "unix_socket_permissions": "0700",
    "port": _PORT,
    "cluster_name": "inlet",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# For data that may be lost: nothing waits for the disk.
_THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}


@contextmanager
def running_postgres(
    folder: Path, reach: Path, *, keys: Keys, lock: int, throwaway: bool
) -> Iterator[tuple[Server, str]]:
    """The server of a locked data folder, with its owner's database address.

    `reach` is a short path to the same folder, for the address. Raises Refusal when there is
    no start.
    """
    home = postgres_home()
    cluster = folder / "postgres"
    if not cluster.exists():
        with step("setting up PostgreSQL"):
            _make_cluster(cluster, home, keys.superuser, throwaway=throwaway)
    server = _launch(cluster, home, lock, throwaway=throwaway)
    try:
        with step("starting PostgreSQL"):
            _set_up(server, reach / cluster.name, keys)
        yield server, _address(reach / cluster.name, keys)
    finally:
        server.stop()


def _address(socket_folder: Path, keys: Keys) -> str:
    """The form that django-environ, Django and libpq all read: the socket's folder as `host`."""
    place = f"postgres://:{_PORT}/{DATABASE}?host={quote(str(socket_folder), safe='')}"
    return signed_in_as(place, OWNER_ROLE, keys.owner)


def _make_cluster(cluster: Path, home: Path, password: str, *, throwaway: bool) -> None:
    """Run initdb in a folder beside, which gets its name only when it is whole."""
    draft = cluster.with_name("postgres.new")
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    maker = named_account()
    if maker:
        os.chown(draft, maker.uid, maker.gid)
    _initdb(draft, home, maker=maker, password=password, throwaway=throwaway)
    owner = private_account(cluster.parent)
    if owner:
        hand_over(draft, owner)
    draft.rename(cluster)


def _initdb(
    draft: Path, home: Path, *, maker: Account | None, password: str, throwaway: bool
) -> None:
    # The password is read from memory that has no name in any folder.
    secret = os.memfd_create("password")
    try:
        os.write(secret, password.encode())
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [
                home / "bin" / "initdb",
                f"--pgdata={_HERE}",
                f"--username={_SUPERUSER}",
                f"--pwfile=/proc/self/fd/{secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                # PostgreSQL's own C.UTF-8: the same order of text on every machine.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync" if throwaway else "--data-checksums",
            ],
            cwd=draft,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            pass_fds=(secret,),
            user=maker.uid if maker else None,
            group=maker.gid if maker else None,
            extra_groups=[] if maker else None,
            capture_output=True,
            preexec_fn=tied_to_us(signal.SIGTERM),
            check=False,
        )
    finally:
        os.close(secret)
    if done.returncode:
        raise Refusal(f"PostgreSQL could not be set up:\n{done.stderr.decode().strip()}")


def _launch(cluster: Path, home: Path, lock: int, *, throwaway: bool) -> Server:
    owner = cluster.stat()
    account = Account(owner.st_uid, owner.st_gid) if os.geteuid() == 0 else None
    settings = _SETTINGS | (_THROWAWAY if throwaway else {})
    _drop_stale_locks(cluster)
    log = cluster.with_name("postgres.log")
    process = start_server(
        [
            str(home / "bin" / "postgres"),
            f"-D{_HERE}",
            *(f"--{name}={value}" for name, value in settings.items()),
        ],
        folder=cluster,
        log=log,
        account=account,
        at_death=signal.SIGINT,
        kept=lock,
    )
    # SIGINT: fast, open transactions are rolled back. SIGQUIT: at once, repaired at the next start.
    return Server("PostgreSQL", process, log, (signal.SIGINT, signal.SIGQUIT))


def _drop_stale_locks(cluster: Path) -> None:
    """Remove the lock files that a killed server left behind.

    PostgreSQL does so itself unless a process has the number in them: another one by now, or the
    dead server, unburied, where the first process of a container does not wait for orphans.
    We hold the lock that every process of an earlier server held too, so none is alive.
    """
    for name in ("postmaster.pid", f".s.PGSQL.{_PORT}.lock"):
        (cluster / name).unlink(missing_ok=True)


def _set_up(server: Server, socket_folder: Path, keys: Keys) -> None:
    with _superuser(server, socket_folder, keys.superuser) as connection:
        make_roles(connection, owner_password=keys.owner, app_password=keys.app)


def _superuser(server: Server, socket_folder: Path, password: str) -> psycopg.Connection[Any]:
    """A connection as the superuser, as soon as the server lets it in."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        end_if_asked()
        try:
            return psycopg.connect(
                host=str(socket_folder),
                port=_PORT,
                user=_SUPERUSER,
                password=password,
                dbname="postgres",
                autocommit=True,
                connect_timeout=10,
            )
        except psycopg.OperationalError as error:
            if server.process.poll() is not None or time.monotonic() > deadline:
                raise Refusal(
                    f"PostgreSQL did not start: {error}\nIts log, {server.log}, ends with:\n"
                    f"{server.last_words()}"
                ) from error
        time.sleep(0.05)

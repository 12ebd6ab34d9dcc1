"""The data folder: who may use it, one start at a time, and what a wipe removes."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .lifetimes import end_if_asked
from .progress import step
from .refusals import Refusal

# Everything that a start, or a program run by it, puts into the folder.
_KEPT = (
    "postgres", "postgres.new", "postgres.log", "valkey", "valkey.log",
    "beat", "mail", "secrets.json", "environment",
)  # fmt: skip
_MARKER = "made-by-inlet"
_LOCK = "lock"
# The address of a Unix socket holds 107 bytes; the longest name under the folder has 23.
_LONGEST = 84


def claim(path: Path) -> Path:
    """Make the data folder or take an earlier one of ours; returns its full path.

    Raises Refusal when it is someone else's, when others may write in it, or when it holds things
    under our names that we did not make.
    """
    folder = path.absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_foreign(folder)
        marker = folder / _MARKER
        if not marker.exists():
            _refuse_others_content(folder)
            marker.write_text("Inlet keeps its data here; --fresh may remove it.\n")
    except OSError as error:
        raise Refusal(
            f"The data folder {folder} can't be used: {error.strerror}. "
            "Name another with --data DIR."
        ) from error
    return folder


def _refuse_foreign(folder: Path) -> None:
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise Refusal(
            f"The data folder {folder} belongs to {_name(found.st_uid)}, and you are "
            f"{_name(os.geteuid())}. Run as {_name(found.st_uid)}, or name another with --data DIR."
        )
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Refusal(
            f"Other users may write in the data folder {folder}. "
            f"Take that right away first: chmod go-w {folder}"
        )


def _refuse_others_content(folder: Path) -> None:
    taken = sorted(name for name in _KEPT if name != "mail" and (folder / name).exists())
    if taken:
        raise Refusal(
            f"The folder {folder} holds {taken[0]}, which Inlet did not make. "
            "Name another folder with --data DIR."
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"


@contextmanager
def locked(folder: Path, patience: float = 20.0) -> Iterator[int]:
    """Hold the folder for one start; gives the lock's file descriptor.

    The servers inherit it. So after a SIGKILL of an earlier start the folder is free again only
    when its servers have ended, and no second PostgreSQL ever opens the same data.
    Raises Refusal when another start holds it, or its servers don't end in time (seconds).
    """
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _taken(lock):
            _refuse_running(folder, lock)
            with step("waiting for the servers of an ended start"):
                _wait(lock, patience, folder)
        os.truncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _taken(lock: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _wait(lock: int, patience: float, folder: Path) -> None:
    deadline = time.monotonic() + patience
    while not _taken(lock):
        end_if_asked()
        if time.monotonic() > deadline:
            raise Refusal(
                f"Servers of an ended start still run on {folder}. Find them with: "
                f"fuser {folder / _LOCK}"
            )
        time.sleep(0.1)


def _refuse_running(folder: Path, lock: int) -> None:
    """Refuse when the holder lives; an empty file is a holder that has not written yet."""
    pid = os.pread(lock, 20, 0).decode()
    if not pid or _lives(pid):
        raise Refusal(
            f"Inlet already runs on the data folder {folder} (process {pid or 'starting'}). "
            "Stop it first, or name another folder with --data DIR. To run a command beside it: "
            f"set -a; . {folder / 'environment'}; set +a"
        )


def _lives(pid: str) -> bool:
    """Whether a process has this number; a dead one that waits for its burial has no command."""
    with suppress(OSError):
        return bool(Path("/proc", pid, "cmdline").read_bytes())
    return False


def wipe(folder: Path) -> None:
    """Remove all data of a claimed and locked folder, and nothing that is not ours."""
    for name in _KEPT:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def short_way(folder: Path) -> Iterator[Path]:
    """A path to the folder that leaves room for a socket's name: itself, or a link to it.

    The link stands in a directory under /tmp that only its owner can enter.
    Raises Refusal when that directory is another user's, or open to others.
    """
    if len(os.fsencode(folder)) <= _LONGEST:
        yield folder
        return
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    home = Path("/tmp", f"inlet-{os.geteuid()}-{digest}")  # noqa: S108 - checked below
    home.mkdir(mode=0o700, exist_ok=True)
    found = home.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise Refusal(
            f"The path of {folder} is too long for a socket, and {home}, which would stand in "
            "for it, is not private to you. Name a shorter folder with --data DIR."
        )
    link = home / "data"
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    try:
        yield link
    finally:
        link.unlink(missing_ok=True)
        home.rmdir()

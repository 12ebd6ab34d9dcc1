"""A connection as somebody enters it: checked, its secrets sealed, its certificate made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.models import Tenant

from .errors import ConfigurationError, explain
from .flows import JWT_BEARER, WEB_SERVER, Wish, problems
from .grants import sign_in_origin
from .keeping import locked
from .keys import make_key_pair
from .models import Connection, Environment, State

_TAKEN = "Another connection of this client has this name. Choose another one."
_OTHER_APP = (
    "The org is connected with this app. Disconnect first: the tokens belong to the app that got "
    "them."
)
_UNKEPT = "There is a character in it that can’t be kept. Type it anew."
_LIMITS: Mapping[str, int] = {
    "name": 80, "login_url": 255, "consumer_key": 512, "client_secret": 512, "login_user": 255,
    "password": 512,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody entered; secrets stay out of its text.

    ``login_url``: empty means the environment's usual host. ``password``: followed by the
    security token. An empty ``consumer_key`` means Inlet's own app.
    """

    name: str
    environment: str
    flow: str = WEB_SERVER
    login_url: str = ""
    consumer_key: str = ""
    client_secret: str = field(default="", repr=False)
    login_user: str = ""
    password: str = field(default="", repr=False)


class EntryRefused(ValueError):
    """Something is wrong with the entry: ``problems`` is a sentence for each field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def enter(tenant: Tenant, entry: Entry) -> Connection:
    """A new connection, not connected yet. Call inside the walls. Raises EntryRefused."""
    _check_texts(entry)
    row = Connection(tenant=tenant, name=entry.name)
    _put(row, entry)
    _save(row)
    return row


def change(connection: Connection, entry: Entry) -> Connection:
    """The connection, as entered anew; empty secrets stay as they are. Inside the walls.

    Raises EntryRefused, also where a connected one would get another app or another host.
    """
    _check_texts(entry)
    row = locked(connection.pk)
    before = (row.consumer_key, row.login_url, row.environment)
    row.name = entry.name
    _put(row, entry)
    if row.state == State.CONNECTED and before != (
        row.consumer_key, row.login_url, row.environment,
    ):  # fmt: skip
        raise EntryRefused({"consumer_key": _OTHER_APP})
    _save(row)
    return row


def renew_certificate(connection: Connection) -> Connection:
    """The connection with a new key and certificate; the old one opens nothing any more. Inside
    the walls."""
    row = locked(connection.pk)
    _certify(row)
    row.save(update_fields=["private_key_sealed", "certificate"])
    return row


def _check_texts(entry: Entry) -> None:
    """Raise EntryRefused for what the database could not keep."""
    problems = {}
    for name, limit in _LIMITS.items():
        typed: str = getattr(entry, name)
        if "\x00" in typed:
            problems[name] = _UNKEPT
        elif len(typed) > limit:
            problems[name] = f"This has {len(typed)} characters; at most {limit} characters fit."
    if problems:
        raise EntryRefused(problems)


def _put(row: Connection, entry: Entry) -> None:
    try:
        origin = sign_in_origin(entry.environment, entry.login_url)
    except ConfigurationError as error:
        raise EntryRefused({"login_url": " ".join(explain(error.failure, {}))}) from error
    row.environment, row.flow, row.login_url = Environment(entry.environment), entry.flow, origin
    row.consumer_key, row.login_user = entry.consumer_key.strip(), entry.login_user.strip()
    if entry.client_secret:
        row.client_secret = entry.client_secret.strip()
    if entry.password:
        row.password = entry.password
    wrong = problems(_wish(row))
    if wrong:
        raise EntryRefused(wrong)
    if entry.flow == JWT_BEARER and not row.certificate:
        _certify(row)


def _wish(row: Connection) -> Wish:
    practice = row.environment == Environment.PRACTICE
    return Wish(
        flow=row.flow,
        login_url=row.login_url,
        # The practice org's own key is filled in when somebody signs in there.
        has_key=bool(row.consumer_key) or practice,
        has_secret=bool(row.client_secret_sealed) or practice,
        login_user=row.login_user,
        has_password=bool(row.password_sealed),
        practice=practice,
    )


def _certify(row: Connection) -> None:
    pair = make_key_pair(f"Inlet: {row.name}", now=timezone.now())
    row.private_key, row.certificate = pair.private_key, pair.certificate


def _save(row: Connection) -> None:
    """Save; a name that is taken is told, whoever was quicker."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "connection_one_name" not in str(error):
            raise
        raise EntryRefused({"name": _TAKEN}) from error

"""The database's roles: an owner that makes tables, and inlet_app, which only uses them.

Web and workers sign in as inlet_app: it owns nothing and can't go round row-level security.
"""

from __future__ import annotations

from typing import Any, LiteralString
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from .refusals import Refusal

OWNER_ROLE = "inlet_owner"
APP_ROLE = "inlet_app"
DATABASE = "inlet"

Connection = psycopg.Connection[Any]

_MAKE = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD {}"
# A role that is there already keeps its other attributes: only a superuser may even name some.
_ALTER = "ALTER ROLE {} PASSWORD {}"
_GRANTS: tuple[LiteralString, ...] = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    # For the tables that later migrations make.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE "
    "ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)


def signed_in_as(url: str, user: str, password: str) -> str:
    """The same database address for another role."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"
    return urlunsplit(parts._replace(netloc=netloc))


def make_roles(superuser: Connection, *, owner_password: str, app_password: str) -> None:
    """Set up an embedded server: both roles with these passwords, and the owner's database."""
    _make_or_alter(superuser, OWNER_ROLE, owner_password)
    superuser.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER_ROLE)))
    _make_or_alter(superuser, APP_ROLE, app_password)
    if not _exists(superuser, "pg_database WHERE datname = %s", DATABASE):
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
            )
        )


def prepare(owner_url: str, app_password: str) -> str:
    """Make sure that inlet_app can sign in to the owner's database and use its tables.

    Returns inlet_app's address. Works on any database whose owner may create roles, or where
    inlet_app exists with this password. Safe to repeat. Raises Refusal with what to do otherwise.
    """
    app_url = signed_in_as(owner_url, APP_ROLE, app_password)
    try:
        with psycopg.connect(owner_url, autocommit=True, connect_timeout=10) as owner:
            _ensure_app_role(owner, app_url, app_password)
            _refuse_power(owner)
            _grant(owner)
    except psycopg.Error as error:
        raise Refusal(f"The database at DATABASE_URL can't be used: {error}") from error
    return app_url


def _exists(connection: Connection, place: LiteralString, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {place}", [name]).fetchone() is not None  # noqa: S608


def _make_or_alter(connection: Connection, role: str, password: str) -> None:
    there = _exists(connection, "pg_roles WHERE rolname = %s", role)
    statement = sql.SQL(_ALTER if there else _MAKE)
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))


def _ensure_app_role(owner: Connection, app_url: str, app_password: str) -> None:
    if _signs_in(app_url):
        return
    try:
        _make_or_alter(owner, APP_ROLE, app_password)
    except psycopg.errors.InsufficientPrivilege:
        raise Refusal(
            f"DATABASE_URL signs in as {owner.info.user}, which may not create the role "
            f"{APP_ROLE} or set its password. Let an administrator do it (CREATE ROLE {APP_ROLE} "
            "LOGIN NOINHERIT PASSWORD '...'), then set DATABASE_APP_URL to its address."
        ) from None


def _signs_in(app_url: str) -> bool:
    try:
        psycopg.connect(app_url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _refuse_power(owner: Connection) -> None:
    """Row-level security does not hold for a superuser, a role that bypasses it, or the owner."""
    found = owner.execute(
        "SELECT rolsuper OR rolbypassrls OR rolname = current_user "
        "FROM pg_roles WHERE rolname = %s",
        [APP_ROLE],
    ).fetchone()
    if found is None or found[0]:
        raise Refusal(
            f"The role {APP_ROLE} is a superuser, bypasses row-level security, or is the owner "
            "itself: then nothing keeps tenants apart. Take that power away from it."
        )


def _grant(owner: Connection) -> None:
    names = {"role": sql.Identifier(APP_ROLE), "database": sql.Identifier(owner.info.dbname)}
    for statement in _GRANTS:
        owner.execute(sql.SQL(statement).format(**names))

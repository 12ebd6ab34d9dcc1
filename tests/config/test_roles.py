"""Preparing a database that someone else runs: what is made, and what is said when it can't be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded.refusals import Refusal
from config.embedded.roles import prepare, signed_in_as

from .stacks import Running

pytestmark = pytest.mark.stack


def _superuser(stack: Running) -> str:
    secrets = json.loads((Path(stack.variables["INLET_DATA"]) / "secrets.json").read_text())
    return signed_in_as(stack.variables["DATABASE_URL"], "postgres", secrets["superuser"])


@pytest.fixture
def outside(stack: Running) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A server as an administrator hands it over: no inlet_app, a database, an owner for it."""
    with psycopg.connect(_superuser(stack), autocommit=True) as admin:
        admin.execute("DROP OWNED BY inlet_app")
        admin.execute("DROP ROLE inlet_app")
        admin.execute("CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'pw'")
        admin.execute("CREATE DATABASE crm OWNER boss")
        yield admin
        admin.execute("DROP DATABASE crm")
        admin.execute("DROP ROLE IF EXISTS inlet_app")
        admin.execute("CREATE ROLE inlet_app")
        admin.execute("DROP ROLE boss")


@pytest.fixture
def boss(stack: Running) -> str:
    """The owner's address of the handed-over database."""
    address = signed_in_as(stack.variables["DATABASE_URL"], "boss", "pw")
    return address.replace("/inlet?", "/crm?")


@pytest.mark.usefixtures("outside")
def test_the_app_role_is_made_and_granted_also_what_comes_later(boss: str) -> None:
    with psycopg.connect(boss, autocommit=True) as owner:
        owner.execute("CREATE TABLE earlier (id serial)")
    app_url = prepare(boss, "first/pass@word")
    with psycopg.connect(boss, autocommit=True) as owner:
        owner.execute("CREATE TABLE later (id serial)")
    with psycopg.connect(app_url, autocommit=True) as app:
        for table in (b"earlier", b"later"):
            app.execute(b"INSERT INTO %s DEFAULT VALUES" % table)
            assert app.execute(b"SELECT id FROM %s" % table).fetchall() == [(1,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine ()")


@pytest.mark.usefixtures("outside")
def test_preparing_again_is_harmless_and_sets_a_changed_password(boss: str) -> None:
    first = prepare(boss, "first")
    assert prepare(boss, "first") == first
    second = prepare(boss, "second")
    psycopg.connect(second).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first)


def test_an_owner_who_may_not_make_roles_is_told_what_to_ask_for(
    outside: psycopg.Connection[tuple[object, ...]], boss: str
) -> None:
    outside.execute("ALTER ROLE boss NOCREATEROLE")
    with pytest.raises(Refusal, match="boss, which may not create the role inlet_app"):
        prepare(boss, "any")
    outside.execute("CREATE ROLE inlet_app LOGIN NOINHERIT PASSWORD 'given'")
    psycopg.connect(prepare(boss, "given")).close()


def test_an_app_role_that_goes_round_the_walls_is_refused(
    outside: psycopg.Connection[tuple[object, ...]], boss: str
) -> None:
    outside.execute("CREATE ROLE inlet_app LOGIN BYPASSRLS PASSWORD 'given'")
    with pytest.raises(Refusal, match="bypasses row-level security"):
        prepare(boss, "given")


@pytest.mark.parametrize("url", ["postgres://a:b@/c?host=/nowhere", "mysql://a:b@db.example/c"])
def test_an_address_that_leads_to_no_database_is_said(url: str) -> None:
    with pytest.raises(Refusal, match="The database at DATABASE_URL can't be used: "):
        prepare(url, "any")


@pytest.mark.parametrize(
    ("url", "changed"),
    [
        ("postgres://a:b@db.example:5433/c", "postgres://me:p%2F%40@db.example:5433/c"),
        ("postgres://a@db.example/c", "postgres://me:p%2F%40@db.example/c"),
        ("postgres:///c?host=%2Frun", "postgres://me:p%2F%40@/c?host=%2Frun"),
        ("postgresql://a:b%40c@:5432/d?host=%2Fx", "postgresql://me:p%2F%40@:5432/d?host=%2Fx"),
    ],
)
def test_another_role_signs_in_at_the_same_address(url: str, changed: str) -> None:
    assert signed_in_as(url, "me", "p/@") == changed

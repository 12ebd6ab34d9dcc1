"""The embedded stack, as the person sees it who starts it: what it gives, keeps and leaves."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import stat
import subprocess
import sys
import termios
import time
from pathlib import Path

import environ
import psycopg
import pytest
import redis

from .stacks import (
    LISTENER,
    PLAIN,
    PROJECT,
    Running,
    kill,
    opened_in,
    processes_in,
    run,
    soon,
    started,
    wrapper,
)

pytestmark = pytest.mark.stack

AS_ROOT = os.geteuid() == 0
NOBODY = 65534
PRINT = ("--", sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))")


def folder_of(stack: Running) -> Path:
    return Path(stack.variables["INLET_DATA"])


def broker_of(stack: Running) -> redis.Redis:
    _, _, rest = stack.variables["BROKER_URL"].partition("://:")
    password, _, place = rest.partition("@")
    return redis.Redis(unix_socket_path=place.partition("?")[0], password=password)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.lstat().st_mode))


def test_the_exit_code_of_the_command_is_passed_on(data: Path) -> None:
    assert run(data, "--throwaway", "--", "sh", "-c", "exit 3").returncode == 3
    assert run(data, "--", "sh", "-c", "kill -9 $$").returncode == 137
    missing = run(data, "--", "no-such-program")
    assert (missing.returncode, missing.stderr.splitlines()[-1]) == (
        127,
        "no-such-program could not be started: No such file or directory.",
    )


def test_both_roles_reach_the_same_database_and_none_is_a_superuser(stack: Running) -> None:
    who = (
        "SELECT current_user::text, current_database()::text, rolsuper, rolbypassrls, "
        "rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert stack.sql(who) == [("inlet_owner", "inlet", False, False, True, False)]
    assert stack.sql(who, role="DATABASE_APP_URL") == [
        ("inlet_app", "inlet", False, False, False, False)
    ]


def test_the_app_role_uses_the_tables_of_the_owner_and_makes_none(stack: Running) -> None:
    stack.sql("CREATE TABLE later (id bigserial, word text)")
    stack.sql("INSERT INTO later (word) VALUES ('a'), ('b')", role="DATABASE_APP_URL")
    stack.sql("UPDATE later SET word = 'c' WHERE id = 2", role="DATABASE_APP_URL")
    stack.sql("DELETE FROM later WHERE id = 1", role="DATABASE_APP_URL")
    assert stack.sql("SELECT word FROM later", role="DATABASE_APP_URL") == [("c",)]
    for statement in ("CREATE TABLE mine ()", "TRUNCATE later", "DROP TABLE later"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            stack.sql(statement, role="DATABASE_APP_URL")


def test_the_address_is_understood_by_django_as_well(stack: Running) -> None:
    found = environ.Env.db_url_config(stack.variables["DATABASE_APP_URL"])
    assert {key: found[key] for key in ("NAME", "USER", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "inlet",
        "USER": "inlet_app",
        "HOST": "",
        "PORT": 5432,
        "OPTIONS": {"host": str(folder_of(stack) / "postgres")},
    }


def test_text_is_unicode_and_the_clock_is_utc(stack: Running) -> None:
    assert stack.sql("SELECT upper('äöé'), current_setting('timezone'), length('日本')") == [
        ("ÄÖÉ", "UTC", 2)
    ]


def test_a_second_start_on_the_same_folder_is_refused(stack: Running) -> None:
    folder = folder_of(stack)
    for options in ((), ("--fresh",), ("--throwaway",)):
        second = run(folder, *options, "--", "true")
        assert second.returncode == 1
        assert second.stderr.startswith(
            f"Inlet already runs on the data folder {folder} (process {stack.process.pid})."
        )
    assert stack.sql("SELECT 1") == [(1,)]


def test_everything_secret_can_be_entered_or_read_by_its_owner_only(stack: Running) -> None:
    folder = folder_of(stack)
    modes = {name: mode(folder / name) for name in ("postgres", "valkey")}
    modes |= {name: mode(folder / name) for name in ("secrets.json", "environment", "postgres.log")}
    assert modes == {
        "postgres": "0o700",
        "valkey": "0o700",
        "secrets.json": "0o600",
        "environment": "0o600",
        "postgres.log": "0o600",
    }
    assert mode(folder) == "0o700"
    assert mode(folder / "postgres" / ".s.PGSQL.5432") == "0o700"
    assert mode(folder / "valkey" / "valkey.sock") == "0o700"


def test_no_network_port_is_listened_on(stack: Running) -> None:
    inodes = {
        line.split()[9]
        for table in ("tcp", "tcp6")
        for line in Path("/proc/net", table).read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    opened = set().union(*opened_in(folder_of(stack)).values())
    assert opened
    assert not opened & {f"socket:[{inode}]" for inode in inodes}


def test_nobody_gets_in_without_the_password(stack: Running) -> None:
    socket_folder = str(folder_of(stack) / "postgres")
    for user in ("postgres", "inlet_owner", "inlet_app"):
        with pytest.raises(psycopg.OperationalError, match=r"no password supplied|failed"):
            psycopg.connect(host=socket_folder, user=user, dbname="inlet", port=5432)
    with broker_of(stack) as broker:
        assert broker.ping()
    with (
        redis.Redis(unix_socket_path=str(folder_of(stack) / "valkey/valkey.sock")) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()


@pytest.mark.skipif(not AS_ROOT, reason="only root can act as another user")
def test_another_local_user_can_not_connect(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.is_relative_to("/tmp/pytest-of-root"):  # noqa: S108 - pytest's own folders
            folder.chmod(0o755)
    knock = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    python = next(path for path in ("/usr/bin/python3", sys.executable) if Path(path).exists())
    with started(tmp_path / "data") as stack:
        # Even if the data folder itself could be entered.
        folder_of(stack).chmod(0o755)
        for name in ("postgres/.s.PGSQL.5432", "valkey/valkey.sock"):
            refused = subprocess.run(
                [python, "-c", knock, str(folder_of(stack) / name)],
                user=NOBODY, group=NOBODY, extra_groups=[],
                capture_output=True, text=True, check=False, env=PLAIN, cwd="/",
            )  # fmt: skip
            assert refused.returncode == 1
            assert (
                refused.stderr.splitlines()[-1] == "PermissionError: [Errno 13] Permission denied"
            )


def test_a_home_of_mode_700_stays_as_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    project = home / "projects" / "inlet"
    project.mkdir(parents=True)
    folders = (tmp_path, home, home / "projects", project)
    for folder in folders:
        folder.chmod(0o700)
    before = [folder.stat()[:6] for folder in (*tmp_path.parents, *folders)]
    done = run(project / "data", *PRINT, HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert [folder.stat()[:3] for folder in (*tmp_path.parents, *folders)] == [
        entry[:3] for entry in before
    ]
    assert [folder.stat().st_uid for folder in folders] == [os.geteuid()] * 4
    assert {path.name for path in home.iterdir()} == {"projects"}


def test_after_the_end_nothing_runs_and_nothing_is_published(data: Path) -> None:
    with started(data) as stack:
        assert len(processes_in(data)) > 2
        assert stack.end() == 7
    assert processes_in(data) == set()
    assert not (data / "environment").exists()
    assert not (data / "postgres" / "postmaster.pid").exists()
    assert not (data / "valkey" / "valkey.sock").exists()
    assert "database system is shut down" in (data / "postgres.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reaches_the_command_once(data: Path, number: signal.Signals) -> None:
    with started(data, "--throwaway") as stack:
        stack.process.send_signal(number)
        assert stack.process.stdout
        assert stack.process.stdout.readline() == f"{number}\n"
        assert stack.end() == 7
        assert stack.process.stdout.read() == ""
    assert processes_in(data) == set()


def test_ctrl_c_at_a_terminal_reaches_the_command_once(data: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        wrapper(data, "--throwaway", "--", sys.executable, "-c", LISTENER),
        cwd=PROJECT, env=PLAIN, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    assert _read_until(ours, b"ready")
    # The wrapper is held, so that a second signal from it could not melt into the first.
    process.send_signal(signal.SIGSTOP)
    os.write(ours, b"\x03")
    assert _read_until(ours, b"2")
    process.send_signal(signal.SIGCONT)
    time.sleep(0.5)
    os.write(ours, b"\x04")
    assert process.wait(30) == 7
    # Nothing is left to read (the terminal's end is an error): no second signal came.
    with pytest.raises(OSError, match="Input/output error"):
        os.read(ours, 1000)
    os.close(ours)
    assert processes_in(data) == set()


def _read_until(terminal: int, end: bytes) -> bool:
    found = b""
    while not found.endswith(end + b"\r\n"):
        found += os.read(terminal, 1000)
    return True


@pytest.mark.parametrize("made", ["lock", "postgres.new", "postgres.log", "valkey.log"])
def test_a_start_that_is_broken_off_leaves_nothing_running(data: Path, made: str) -> None:
    begin = ("sh", "-c", 'touch "$INLET_DATA/begun"; exec sleep 60')
    process = subprocess.Popen(wrapper(data, "--throwaway", "--", *begin), cwd=PROJECT, env=PLAIN)
    assert soon((data / made).exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert processes_in(data) == set()
    assert not (data / "begun").exists()


def test_data_and_keys_are_kept_over_a_restart(data: Path) -> None:
    with started(data) as stack:
        stack.sql("CREATE TABLE kept AS SELECT 1 AS one")
        with broker_of(stack) as broker:
            broker.set("kept", "1")
        before = stack.variables
        stack.end()
    with started(data) as stack:
        assert stack.sql("SELECT one FROM kept", role="DATABASE_APP_URL") == [(1,)]
        with broker_of(stack) as broker:
            assert broker.get("kept") == b"1"
        assert stack.variables == before


def test_a_killed_wrapper_takes_its_servers_along_and_the_data_stays_whole(data: Path) -> None:
    with started(data) as stack:
        stack.sql("CREATE TABLE kept AS SELECT generate_series(1, 10000) AS number")
        stack.process.kill()
        stack.process.wait()
        assert soon(lambda: processes_in(data) == set(), seconds=5)
    with started(data) as stack:
        assert stack.sql("SELECT sum(number) FROM kept") == [(50_005_000,)]


def test_servers_killed_too_leave_a_folder_that_starts_again(data: Path) -> None:
    with started(data) as stack:
        stack.sql("CREATE TABLE kept AS SELECT 1 AS one")
        with broker_of(stack) as broker:
            broker.set("kept", "1")
        kill([stack.process.pid, *processes_in(data)])
        stack.process.wait()
    # The number of the dead server, in use again: as after the restart of a container.
    pid_file = data / "postgres" / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(pid_file.read_text().split()[0], "1", 1))
    with started(data) as stack:
        assert stack.sql("SELECT one FROM kept") == [(1,)]
        with broker_of(stack) as broker:
            assert broker.get("kept") == b"1"


def test_each_server_process_holds_the_lock_of_the_folder(stack: Running) -> None:
    lock = folder_of(stack) / "lock"
    assert {str(lock) in opened for opened in opened_in(folder_of(stack)).values()} == {True}


def test_a_start_waits_for_the_servers_of_a_killed_one(data: Path) -> None:
    assert run(data, "--throwaway", "--", "true").returncode == 0
    # What a server that is slow to end holds; the process that wrote its number has ended.
    with (data / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            wrapper(data, "--", "true"), cwd=PROJECT, env=PLAIN, stderr=subprocess.PIPE
        )
        assert second.stderr
        said = "waiting for the servers of an ended start"
        assert second.stderr.read(len(said)) == said.encode()
    second.communicate(timeout=60)
    assert second.returncode == 0


def test_when_a_server_dies_the_command_is_ended_and_the_reason_said(data: Path) -> None:
    with started(data, "--throwaway") as stack:
        kill(processes_in(data / "valkey"))
        assert stack.process.stdout
        assert stack.process.stdout.readline() == f"{signal.SIGTERM}\n"
        assert stack.end() == 1


def test_fresh_removes_our_data_and_nothing_else(data: Path) -> None:
    with started(data, "--throwaway") as stack:
        stack.sql("CREATE TABLE gone ()")
        before = stack.variables
    (data / "notes.txt").write_text("mine")
    with started(data, "--fresh") as stack:
        assert stack.sql("SELECT to_regclass('gone')") == [(None,)]
        assert stack.variables["SECRET_KEY"] != before["SECRET_KEY"]
        assert stack.variables["VAULT_KEYS"] != before["VAULT_KEYS"]
    assert (data / "notes.txt").read_text() == "mine"


def short_way_of(stack: Running) -> Path:
    """The private directory by which a long folder is reached: the sockets' address names it."""
    found = environ.Env.db_url_config(stack.variables["DATABASE_URL"])
    return Path(found["OPTIONS"]["host"]).parents[1]


def test_a_folder_whose_path_is_too_long_for_a_socket_works(tmp_path: Path) -> None:
    with started(tmp_path / ("long" * 30) / "data") as stack:
        assert stack.sql("SELECT 1", role="DATABASE_APP_URL") == [(1,)]
        with broker_of(stack) as broker:
            assert broker.ping()
        short = short_way_of(stack)
        assert (short.parent, mode(short)) == (Path("/tmp"), "0o700")  # noqa: S108
    assert not short.exists()


def test_the_stand_in_for_a_long_path_must_be_private(tmp_path: Path) -> None:
    data = tmp_path / ("long" * 30) / "data"
    with started(data, "--throwaway") as stack:
        short = short_way_of(stack)
    short.mkdir(mode=0o755)
    try:
        done = run(data, "--", "true")
    finally:
        short.rmdir()
    assert done.returncode == 1
    assert "is not private to you" in done.stderr


def test_addresses_given_from_outside_are_used_as_they_are(stack: Running, data: Path) -> None:
    names = ("DATABASE_URL", "DATABASE_APP_URL", "BROKER_URL")
    given = {name: stack.variables[name] for name in names}
    done = run(data, "--", "sh", "-c", "echo $DATABASE_URL $DATABASE_APP_URL $BROKER_URL", **given)
    assert (done.returncode, done.stdout.split()) == (0, list(given.values()))
    assert not (data / "postgres").exists()
    assert not (data / "valkey").exists()


def test_keys_given_from_outside_are_used_as_they_are(data: Path) -> None:
    show = ("--throwaway", "--", "sh", "-c", "echo $SECRET_KEY $VAULT_KEYS")
    assert run(data, *show, SECRET_KEY="mine", VAULT_KEYS="k9:too").stdout == "mine k9:too\n"


def test_half_a_set_of_database_addresses_is_refused(data: Path) -> None:
    done = run(data, "--", "true", DATABASE_APP_URL="postgres://inlet_app@127.0.0.1/inlet")
    assert (done.returncode, done.stderr) == (
        1,
        "DATABASE_APP_URL is set, but DATABASE_URL is not. Set both, or neither.\n",
    )

"""The supervisor, in a small project: real gunicorn, worker and beat on the embedded stack."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.embedded.ports import choose_port
from config.embedded.refusals import Refusal

from .stacks import PLAIN, PROJECT, processes_in, soon

pytestmark = pytest.mark.stack

SITE = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{__name__} {environ['PATH_INFO']}".encode()]
"""
TASKS = """
import os, pathlib
from celery import Celery
app = Celery("small", broker=os.environ["BROKER_URL"])
app.conf.beat_schedule = {"tick": {"task": "tick", "schedule": 0.3}}
app.conf.broker_connection_retry_on_startup = True
@app.task(name="tick")
def tick():
    pathlib.Path(os.environ["INLET_DATA"], "ticked").touch()
"""
# Waits for a tick, which has gone from beat over Valkey to the worker, and asks both sites.
VISIT = """
import os, pathlib, time, urllib.request
while not pathlib.Path(os.environ["INLET_DATA"], "ticked").exists():
    time.sleep(0.1)
for name in ("BASE_URL", "PRACTICE_URL"):
    print(urllib.request.urlopen(os.environ[name] + "/hello").read().decode())
raise SystemExit(5)
"""
FREE = ("--port", "0", "--practice-port", "0")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the real embedded package and the smallest possible rest."""
    home = tmp_path / "p"  # short: a socket is in it
    shutil.copytree(PROJECT / "config" / "embedded", home / "config" / "embedded")
    files = {
        "__init__": "",
        "wsgi": SITE,
        "practice_wsgi": SITE,
        "celery": TASKS,
    }
    for name, text in files.items():
        (home / "config" / f"{name}.py").write_text(text)
    (home / "manage.py").write_text("import sys; print(sys.argv)")
    return home


def command(*options: str) -> list[str]:
    wrapper = (sys.executable, "-m", "config.embedded", "--throwaway")
    return [*wrapper, "--", sys.executable, "-m", "config.embedded.supervisor", *options]


def run(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*options), cwd=project, env=PLAIN, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def words_of(project: Path) -> Iterator[tuple[int, list[str]]]:
    """The command line of each process of the project; one may end meanwhile."""
    for pid in processes_in(project):
        with suppress(OSError):
            yield pid, Path(f"/proc/{pid}/cmdline").read_text().split("\0")


@contextmanager
def kept_up(project: Path) -> Iterator[subprocess.Popen[str]]:
    """The whole of it, once it has said that it answers."""
    with subprocess.Popen(
        command(*FREE, "--then", "echo", "up"), cwd=project, env=PLAIN, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            assert any(line == "up\n" for line in process.stdout)
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=60)
            assert processes_in(project) == set()


def test_all_parts_work_together_until_the_command_is_done(project: Path) -> None:
    done = run(project, *FREE, "--until-done", "--then", sys.executable, "-c", VISIT)
    assert done.returncode == 5, done.stderr
    answers = [line for line in done.stdout.splitlines() if line.startswith("config.")]
    assert answers == ["config.wsgi /hello", "config.practice_wsgi /hello"]
    assert "worker-1 | " in done.stdout
    assert "\033[" not in done.stdout
    assert "bringing the database up to date … " in done.stderr
    assert processes_in(project) == set()
    assert list((project / ".data" / "beat").iterdir())


def test_it_stays_up_until_it_is_ended_on_request(project: Path) -> None:
    with kept_up(project) as process:
        assert len(processes_in(project)) > 8
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def parent_of(pid: int) -> int:
    """Its parent's pid; numbers wrap around, so a child's may be the smaller one."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_when_one_part_dies_all_end(project: Path) -> None:
    with kept_up(project) as process:
        # Where setproctitle is installed, gunicorn puts it all into one word.
        family = {
            pid for pid, words in words_of(project) if "config.practice_wsgi" in " ".join(words)
        }
        (master,) = (pid for pid in family if parent_of(pid) not in family)
        os.kill(master, signal.SIGKILL)
        assert process.wait(60) == 137
        assert process.stderr
        assert "practice ended by itself with code 137, so all end." in process.stderr.read()


@pytest.mark.parametrize("module", ["config.embedded", "config.embedded.supervisor"])
def test_nothing_is_left_when_a_parent_is_killed(project: Path, module: str) -> None:
    with kept_up(project):
        (pid,) = (pid for pid, words in words_of(project) if words[1:3] == ["-m", module])
        os.kill(pid, signal.SIGKILL)
        assert soon(lambda: processes_in(project) == set(), seconds=20)


def test_a_failing_command_ends_everything(project: Path) -> None:
    assert run(project, *FREE, "--then", "false").returncode == 1
    missing = run(project, *FREE, "--then", "no-such-program")
    assert missing.returncode == 1
    assert "no-such-program could not be started" in missing.stderr


def test_a_failed_migration_is_shown_and_nothing_started(project: Path) -> None:
    (project / "manage.py").write_text("raise SystemExit('column already exists')")
    done = run(project, *FREE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("could not be migrated:\ncolumn already exists\n")


def test_a_taken_port_is_said_with_the_way_to_choose_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refusal) as refused:
            choose_port(port, option="--port", variable="PORT")
    assert str(refused.value) == (
        f"Port {port} can't be used: Address already in use. "
        "Choose another with --port NUMBER or PORT=NUMBER."
    )


def test_without_a_stack_it_says_how_to_start_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.embedded.supervisor", *FREE],
        cwd=PROJECT, env=PLAIN, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        1,
        "DATABASE_URL is not set. Start this through: "
        "python -m config.embedded -- python -m config.embedded.supervisor\n",
    )


@pytest.mark.parametrize(
    ("variables", "label"),
    [({}, b"\033[36mweb      | \033[0m"), ({"NO_COLOR": "1"}, b"web      | ")],
)
def test_labels_are_coloured_on_a_terminal_only(variables: dict[str, str], label: bytes) -> None:
    ours, theirs = pty.openpty()
    show = (
        "import sys; from config.embedded.output import Labels; "
        "sys.stdout.buffer.write(Labels().label('web'))"
    )
    subprocess.run(
        [sys.executable, "-c", show], cwd=PROJECT, env=PLAIN | variables, stdout=theirs, check=True
    )
    os.close(theirs)
    assert os.read(ours, 100) == label
    os.close(ours)

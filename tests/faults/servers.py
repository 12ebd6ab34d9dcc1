"""A PostgreSQL and a broker of this run's own, which it may end and begin again."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from pathlib import Path

import psycopg
import redis

from config.embedded.folder import claim, locked, short_way, wipe
from config.embedded.keys import load_keys
from config.embedded.lifetimes import Server
from config.embedded.postgres import running_postgres
from config.embedded.roles import prepare
from config.embedded.valkey import running_valkey


class Servers:
    """Both servers on an emptied data folder, their addresses in `variables`; a context.

    Nothing waits for the disk, but what was committed outlives the end of any process.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._ending = ExitStack()
        self._database, self._broker = ExitStack(), ExitStack()

    def __enter__(self) -> Servers:
        with ExitStack() as ending:
            self.folder = claim(self.data)
            self._lock = ending.enter_context(locked(self.folder))
            wipe(self.folder)
            self._keys = load_keys(self.folder)
            self._reach = ending.enter_context(short_way(self.folder))
            ending.callback(lambda: self._database.close())
            ending.callback(lambda: self._broker.close())
            url = self.start_database()
            app = prepare(url, self._keys.app)
            self.variables = {
                "DATABASE_URL": url,
                "DATABASE_APP_URL": app,
                "BROKER_URL": self.start_broker(),
                "SECRET_KEY": self._keys.secret_key,
                "VAULT_KEYS": self._keys.vault_keys,
                "MAIL_FOLDER": os.fspath(self.folder / "mail"),
                "INLET_DATA": os.fspath(self.folder),
            }
            _keep_commits(app)
            self._ending = ending.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()

    @property
    def database_socket(self) -> str:
        """Where PostgreSQL listens."""
        return str(self._reach / "postgres" / ".s.PGSQL.5432")

    def start_database(self) -> str:
        """Begin, or begin again with what was committed; the owner's address."""
        with ExitStack() as ending:
            self.database, url = ending.enter_context(
                running_postgres(
                    self.folder, self._reach, keys=self._keys, lock=self._lock, throwaway=True
                )
            )
            self._database = ending.pop_all()
        return url

    def crash_database(self) -> None:
        """End it at once, as a power cut does; it repeats its log when it begins again."""
        _end(self.database, signal.SIGQUIT)
        self._database.close()

    def start_broker(self) -> str:
        """Begin, empty; the address."""
        with ExitStack() as ending:
            self.broker, url = ending.enter_context(
                running_valkey(
                    self.folder, self._reach, keys=self._keys, lock=self._lock, throwaway=True
                )
            )
            self._broker = ending.pop_all()
        return url

    def stop_broker(self) -> None:
        """End it; all that it held is lost."""
        _end(self.broker, signal.SIGKILL)
        self._broker.close()

    def flush_broker(self) -> None:
        """Forget all that waits in it."""
        socket = str(self._reach / "valkey" / "valkey.sock")
        with redis.Redis(unix_socket_path=socket, password=self._keys.broker) as client:
            client.flushall()


def _end(server: Server, how: signal.Signals) -> None:
    server.process.send_signal(how)
    server.process.wait(30)


def _keep_commits(app_url: str) -> None:
    """A commit is with the system before it is answered: a crash of the server keeps it."""
    with psycopg.connect(app_url, autocommit=True) as connection:
        connection.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = on")

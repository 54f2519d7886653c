"""The local PostgreSQL of one home: started when needed, by whoever comes first; left running; stopped by a word.

Safe to call from several processes at once, after a kill -9 of any of them or of the server, as root and as an
ordinary user. Access is by the system's own accounts over a socket; it does not listen on the network.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from cessie.config.postgres import cluster, processes
from cessie.config.postgres.account import Account, account
from cessie.config.postgres.binaries import Binaries, find, reachable
from cessie.config.postgres.places import SHARED, Places, places
from cessie.lib.reasons import N_, Refusal

#: Crash recovery of a large cluster takes minutes; seconds.
START_PATIENCE = 600
STOP_PATIENCE = 120


class LocalServer:
    """The server of ``home``; nothing happens before ``start`` or ``stop``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.account: Account = account()
        self.places: Places = places(home, self.account)

    @cached_property
    def binaries(self) -> Binaries:
        """The programs: of the version that made the cluster, else the first that is found."""
        version = self.places.version
        wanted = int(version.read_text("ascii")) if version.exists() else None
        return reachable(find(wanted), self.account)

    def start(self) -> None:
        """Make the cluster if there is none, start the server if it does not run, wait until it answers."""
        if (not self.places.outside or self.places.belong_together()) and self.answers():
            return
        with self._lock():
            self._make_folders()
            if not self.places.version.exists():
                cluster.initialise(self.places, self.binaries, self.account)
            if self.running() and not self.places.socket.exists() and not self._answers_within(2):
                self._pg_ctl_stop()  # its socket was swept away: nobody can reach it any more
            if not self.running():
                processes.clear_traces(self.places, self.account)
                self._pg_ctl_start()
            if not self._answers_within(START_PATIENCE):
                raise Refusal(
                    "postgres.not_ready",
                    N_("The database server in {folder} does not answer."),
                    folder=str(self.places.data),
                )

    def stop(self) -> bool:
        """Stop the server in good order; False if none ran."""
        if not self.home.exists():
            return False
        with self._lock():
            if not self.running():
                return False
            self._pg_ctl_stop()
            return True

    def running(self) -> bool:
        """Whether its main process lives."""
        return processes.postmaster(self.places, self.account) is not None

    def answers(self) -> bool:
        """Whether a living server of this very cluster accepts a connection."""
        if not self.running():
            return False
        try:
            psycopg.connect(self.address(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def address(self, database: str = "postgres") -> str:
        """The connection string of its owner."""
        where = self.places.socket_folder
        return make_conninfo(host=str(where), port="5432", user=cluster.OWNER, dbname=database)

    def log_tail(self, size: int = 1500) -> str:
        """The last words of the start log and of the newest server log."""
        logs = [
            self.places.start_log,
            *sorted((self.places.data / "log").glob("*"), key=lambda p: p.stat().st_mtime)[-1:],
        ]
        return "\n".join(p.read_text("utf-8", errors="replace")[-size:] for p in logs if p.exists()).strip()

    def _answers_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > end or not self.running():
                return False
            time.sleep(0.05)
        return True

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.home.mkdir(mode=0o711 if self.account.lent else 0o700, parents=True, exist_ok=True)
        with self.places.lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        root, socket_folder = self.places.root, self.places.socket_folder
        if self.places.outside:
            self._make_outside()
        for folder in (root, socket_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.is_symlink():
                raise self._not_ours(folder)
            if self.account.lent and folder.stat().st_uid == 0:
                shutil.chown(folder, self.account.uid, self.account.gid)
            if folder.stat().st_uid != self.account.uid:
                raise self._not_ours(folder)
            folder.chmod(0o700)
        if not self.account.can_enter(root):
            raise Refusal(
                "postgres.cannot_enter",
                N_("The account {name}, which runs the database, cannot enter {folder}: "
                    "open the folders above it to other accounts (chmod o+x)."),
                name=self.account.name, folder=str(root),
            )  # fmt: skip

    def _make_outside(self) -> None:
        """A cluster outside whose home was erased is set aside (one such is kept), never taken over by the new home."""
        SHARED.mkdir(mode=0o711, parents=True, exist_ok=True)
        root = self.places.root
        if root.exists() and not self.places.belong_together():
            if self.running():
                self._pg_ctl_stop()
            aside = root.with_name(root.name + ".old")
            shutil.rmtree(aside, ignore_errors=True)
            root.rename(aside)
        if not root.exists():
            root.mkdir(mode=0o700)
            self.places.mark()

    def _not_ours(self, folder: Path) -> Refusal:
        words = N_(
            "{folder} does not belong to the account {name}, which runs the database: "
            "remove it or choose another CESSIE_HOME."
        )
        return Refusal("postgres.folder_not_ours", words, folder=str(folder), name=self.account.name)

    def _pg_ctl_start(self) -> None:
        options = f"-c unix_socket_directories='{self.places.socket_folder}' -c unix_socket_permissions=0700"
        try:
            self._pg_ctl("start", "-t", START_PATIENCE, "-l", self.places.start_log.name, "-o", options)
        except Refusal as no:
            words = N_("The database server did not start: {words}\n{log}")
            raise Refusal("postgres.did_not_start", words, words=str(no), log=self.log_tail()) from None

    def _pg_ctl_stop(self) -> None:
        self._pg_ctl("stop", "-t", STOP_PATIENCE, "-m", "fast")

    def _pg_ctl(self, act: str, *args: object) -> None:
        """Run it with names relative to its folder: pg_ctl does not quote them well for its shell."""
        cluster.run(self.places, self.binaries, self.account, "pg_ctl", act, "-w", "-D", self.places.data.name, *args)

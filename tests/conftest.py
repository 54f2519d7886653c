"""What all tests share: the local database server, the messages, the corpus of real files, and no network."""

from __future__ import annotations

import fcntl
import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import polib
import pytest
import xdist
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from hypothesis import settings as hypothesis
from pytest_django.plugin import DjangoDbBlocker

from cessie.config import home
from cessie.config.localpg import LocalServer
from tests.databases import EMPTY, fresh, trust_the_machine

TREE = Path(__file__).resolve().parents[1]
#: Their files take longest; begun last, one of them would keep a single core busy at the end.
LONGEST = ("world", "browser", "stories", "config")
TURN = pytest.StashKey[ExitStack]()

hypothesis.register_profile("cessie", deadline=None)  # a busy machine is no fault of the code
hypothesis.load_profile("cessie")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the messages, so that tests in Dutch and French see them; before any worker begins."""
    if xdist.is_xdist_worker(session):
        return
    for po in (TREE / "cessie").rglob("*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            polib.pofile(str(po)).save_as_mofile(str(mo))


def _rank(room: str) -> int:
    return LONGEST.index(room) if room in LONGEST else len(LONGEST)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """One turn for all workers of a run; the server stops when the last of them has ended."""
    config.stash[TURN] = turn = ExitStack()
    turn.enter_context(_turn())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the turn that the workers shared."""
    session.config.stash.get(TURN, ExitStack()).close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test on real files is marked by what it asks for; the rooms whose files take longest begin."""
    for item in items:
        if "corpus" in getattr(item, "fixturenames", ()):
            item.add_marker("corpus")
    items.sort(key=lambda item: _rank(item.path.relative_to(TREE / "tests").parts[0]))


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page speaks the language of whoever asked for it; what comes after a test does not."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real sample files, which is not part of the project."""
    given = os.environ.get("CESSIE_CORPUS")
    if not given or not Path(given).is_dir():
        # The files are not ours to keep in the tree; the machine's run names their folder.
        pytest.skip("CESSIE_CORPUS does not name a folder: the tests on real files did not run")
    return Path(given)


@contextmanager
def _turn() -> Iterator[None]:
    """Two test runs in one tree take turns, since they share the databases; the local server stops after each."""
    if home.database_url():
        yield
        return
    folder = home.folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "tests.lock").open("a") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("\nwaiting for another test run in this tree\n")
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield
        LocalServer(folder).stop()


@pytest.fixture(scope="session")
def database_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """A running server: the one of CESSIE_DATABASE_URL, else the local one of the tests' own home."""
    with nullcontext() if xdist.is_xdist_worker(request) else _turn():
        if not home.database_url():
            server = LocalServer(home.folder())
            server.start()
            trust_the_machine(server)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: None, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The server runs before a database is made, one for each worker."""


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of this worker; in place of pytest-django's, which would run every migration anew."""
    name = connection.settings_dict["TEST"]["NAME"] or "test_cessie"
    with django_db_blocker.unblock(), fresh(name), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_can_be_emptied() -> Iterator[None]:
    """What Django does between two transactional tests, in one statement and for the filled tables alone."""
    original = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(EMPTY)

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(str(address[0])):
            raise AssertionError(f"a test reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""The local server: started once by many, alive after kill -9, never fooled by a stranger's process number.

Each test has a home of its own. A program in a process of its own plays the neighbour: another command, or an
ordinary user where the tests run as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from cessie.config.localpg import LocalServer
from cessie.config.postgres import places as places_module
from cessie.config.postgres import processes
from cessie.config.postgres.account import account
from cessie.lib.reasons import Refusal

TREE = Path(__file__).resolve().parents[2]
ROOT = os.geteuid() == 0
SYSTEM_PYTHON = f"/usr/bin/python3.{sys.version_info.minor}"
START = """
import sys
from pathlib import Path
from cessie.config.localpg import LocalServer
LocalServer(Path(sys.argv[1])).start()
"""

pytestmark = pytest.mark.filterwarnings("default::pytest.PytestUnhandledThreadExceptionWarning")


@pytest.fixture
def top() -> Iterator[Path]:
    """A fresh folder that any account may enter."""
    with tempfile.TemporaryDirectory(prefix="cessie-test-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name).resolve()


@pytest.fixture(scope="module")
def _shared() -> Iterator[LocalServer]:
    """One cluster for the tests that leave it whole: making one takes longest."""
    with tempfile.TemporaryDirectory(prefix="cessie-test-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        one = LocalServer(Path(name).resolve() / "home")
        one.start()
        yield one
        _end(one)


@pytest.fixture
def server(_shared: LocalServer) -> LocalServer:
    """A running server, whatever the test before did to it."""
    _shared.start()
    return _shared


def _end(one: LocalServer) -> None:
    if process := processes.postmaster(one.places, one.account):
        one.stop()
        psutil.wait_procs([process], timeout=20)
    if one.places.root not in one.places.socket_folder.parents:
        shutil.rmtree(one.places.socket_folder, ignore_errors=True)
    if one.places.outside:
        shutil.rmtree(one.places.root, ignore_errors=True)


def _main_process(one: LocalServer) -> int:
    process = processes.postmaster(one.places, one.account)
    assert process is not None
    return process.pid


def _connect(one: LocalServer) -> Any:
    return closing(psycopg.connect(one.address(), autocommit=True))


def _start_elsewhere(home: Path, python: str = sys.executable, **account_of: Any) -> subprocess.Popen[str]:
    way = os.pathsep.join([str(TREE), sysconfig.get_path("purelib")])
    env = {k: v for k, v in os.environ.items() if not k.startswith("CESSIE")} | {"PYTHONPATH": way}
    return subprocess.Popen([python, "-c", START, str(home)], env=env, text=True, cwd="/",
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **account_of)  # fmt: skip


def _can_run(python: str, drop: dict[str, Any]) -> bool:
    env = {"PYTHONPATH": sysconfig.get_path("purelib")}
    try:
        return not subprocess.run([python, "-c", "import psycopg"], check=False, cwd="/", env=env, **drop).returncode
    except OSError:
        return False


def test_second_start_finds_the_running_server(server: LocalServer) -> None:
    first = _main_process(server)
    LocalServer(server.home).start()
    assert _main_process(server) == first


def test_stop_is_clean_and_the_next_start_needs_no_recovery(server: LocalServer) -> None:
    with _connect(server) as books:
        books.execute("DROP TABLE IF EXISTS line; CREATE TABLE line (n int)")
        books.execute("INSERT INTO line VALUES (1)")
    assert server.stop()
    assert not server.running()
    assert not server.stop()
    server.start()
    assert "not properly shut down" not in server.log_tail(10_000)
    with _connect(server) as books:
        assert books.execute("SELECT n FROM line").fetchall() == [(1,)]


def test_durability_stays_on(server: LocalServer) -> None:
    with _connect(server) as books:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert books.execute(f"SHOW {setting}").fetchone() == ("on",), setting


def test_nobody_else_gets_in(server: LocalServer) -> None:
    assert stat.S_IMODE(server.places.socket_folder.stat().st_mode) == 0o700
    with _connect(server) as books:
        assert books.execute("SHOW listen_addresses").fetchone() == ("",)
        rules = books.execute("SELECT auth_method, type FROM pg_hba_file_rules").fetchall()
    assert rules == [("peer", "local")]


def test_six_at_once_make_one_server(top: Path) -> None:
    home = top / "home"
    starts = [_start_elsewhere(home) for _ in range(6)]
    said = [start.communicate(timeout=120)[0] for start in starts]
    one = LocalServer(home)
    try:
        assert [start.returncode for start in starts] == [0] * 6, said
        mains = [p.pid for p in psutil.process_iter() if _is_main(p, one)]
        assert mains == [_main_process(one)]
    finally:
        _end(one)


def _is_main(process: psutil.Process, one: LocalServer) -> bool:
    try:
        return process.cwd() == str(one.places.data) and "-D" in process.cmdline()
    except psutil.Error:
        return False


@pytest.mark.parametrize("all_processes", [False, True], ids=["main process", "all processes"])
def test_kill_under_load_loses_no_acknowledged_row(server: LocalServer, all_processes: bool) -> None:
    with _connect(server) as books:
        books.execute("DROP TABLE IF EXISTS posting; CREATE TABLE posting (writer int, n int, PRIMARY KEY (writer, n))")
    acknowledged: list[list[int]] = [[], [], []]
    writers = [threading.Thread(target=_write, args=(server, k, seen)) for k, seen in enumerate(acknowledged)]
    for writer in writers:
        writer.start()
    while min(map(len, acknowledged)) < 50:
        time.sleep(0.01)
    main = psutil.Process(_main_process(server))
    for process in [main, *(main.children() if all_processes else [])]:
        process.send_signal(signal.SIGKILL)
    for writer in writers:
        writer.join(timeout=30)
        assert not writer.is_alive()
    server.start()
    with _connect(server) as books:
        kept = set(books.execute("SELECT writer, n FROM posting").fetchall())
    assert {(k, n) for k, seen in enumerate(acknowledged) for n in seen} <= kept


def _write(server: LocalServer, writer: int, acknowledged: list[int]) -> None:
    """Write one row a transaction until the server is gone; note each that it acknowledged."""
    try:
        with _connect(server) as books:
            for n in range(1_000_000):
                books.execute("INSERT INTO posting VALUES (%s, %s)", [writer, n])
                acknowledged.append(n)
    except psycopg.OperationalError:
        return


@pytest.mark.parametrize("stranger", ["another program", "a dead child"])
def test_reused_process_number_is_not_taken_for_the_server(server: LocalServer, stranger: str) -> None:
    """After a crash the number in postmaster.pid, and in the socket's lock, belongs to somebody else."""
    number = _main_process(server)
    os.kill(number, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(number)] if psutil.pid_exists(number) else [], timeout=10)
    other = subprocess.Popen(["sleep", "60"] if stranger == "another program" else ["true"])
    if stranger == "a dead child":
        while psutil.Process(other.pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    for file in (server.places.data / "postmaster.pid", server.places.socket_folder / ".s.PGSQL.5432.lock"):
        lines = file.read_text().split("\n")
        file.write_text("\n".join([str(other.pid), *lines[1:]]))
    assert not server.running()
    assert not server.stop()
    server.start()
    assert server.answers()
    assert other.poll() is None or stranger == "a dead child", "the stranger was killed"
    other.kill()
    other.wait()


def test_no_second_server_beside_living_processes_of_a_dead_one(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    main = psutil.Process(_main_process(server))
    child = next(c for c in main.children() if "checkpointer" in " ".join(c.cmdline()))
    child.suspend()  # it cannot notice that its parent died
    main.kill()
    psutil.wait_procs([main], timeout=10)
    try:
        with pytest.raises(Refusal) as no:
            processes.clear_traces(server.places, server.account, patience=0.3)
        assert no.value.code == "postgres.still_used"
        assert (server.places.data / "postmaster.pid").exists()
    finally:
        child.resume()
    server.start()
    assert server.answers()


def test_initdb_cut_off_halfway_is_made_again(top: Path) -> None:
    one = LocalServer(top / "home")
    half = one.places.root / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    if ROOT:
        shutil.chown(one.places.root, one.account.uid, one.account.gid)
    try:
        one.start()
        assert one.answers()
    finally:
        _end(one)


def test_socket_swept_away_comes_back(server: LocalServer) -> None:
    server.places.socket.unlink()
    server.start()
    assert server.answers()


@pytest.mark.parametrize("name", ["a home with blanks", "x" * 120, 'd\'Arc, 50 % "é"'], ids=["blank", "long", "odd"])
def test_any_path_will_do(top: Path, name: str) -> None:
    one = LocalServer(top / name)
    try:
        one.start()
        assert one.answers()
        assert one.places.data.parent.parent == top / name
        assert one.stop()
    finally:
        _end(one)


# Changing to another account is root's right alone; run by anybody else there is nothing to change to.
@pytest.mark.skipif(not ROOT, reason="only root can play another user")
def test_ordinary_user_has_a_server_of_his_own(top: Path) -> None:
    user = pwd.getpwnam("nobody")
    home = top / "home"
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    drop = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    python = next((each for each in (sys.executable, SYSTEM_PYTHON) if _can_run(each, drop)), None)
    if python is None:
        # An environment below a closed home cannot be entered by another account, whatever we do.
        pytest.skip("no interpreter with the packages lies where an ordinary user can reach it")
    start = _start_elsewhere(home, python, **drop)
    said, _ = start.communicate(timeout=120)
    assert start.returncode == 0, said
    main = psutil.Process(int((home / "postgres/data/postmaster.pid").read_text().split()[0]))
    assert main.username() == "nobody"
    assert stat.S_IMODE((home / "postgres/data").stat().st_mode) == 0o700
    main.send_signal(signal.SIGINT)
    psutil.wait_procs([main], timeout=20)


# PostgreSQL refuses to run as root; anybody else needs no other account.
@pytest.mark.skipif(not ROOT, reason="only root lends the server an account")
class TestAsRoot:
    @pytest.fixture
    def private(self) -> Iterator[Path]:
        """A home that only root can enter, as ``mktemp -d`` makes it."""
        with tempfile.TemporaryDirectory(prefix="cessie-private-", dir="/tmp") as name:
            yield Path(name).resolve()

    def test_the_server_never_runs_as_root(self, server: LocalServer) -> None:
        assert psutil.Process(_main_process(server)).username() == account().name != "root"

    def test_private_home_keeps_its_cluster_outside(self, private: Path) -> None:
        one = LocalServer(private)
        try:
            one.start()
            assert one.places.root == Path("/var/lib/cessie") / places_module.short_hash(private)
            assert one.answers()
            assert LocalServer(private).places == one.places
            private.chmod(0o755)
            assert LocalServer(private).places == one.places, "the books must not move when the home is opened"
            assert stat.S_IMODE(one.places.root.stat().st_mode) == 0o700
        finally:
            _end(one)

    def test_a_new_home_does_not_find_the_books_of_an_erased_one(self, private: Path) -> None:
        one = LocalServer(private)
        try:
            one.start()
            with _connect(one) as books:
                books.execute("CREATE TABLE old_books (n int)")
            shutil.rmtree(private)
            private.mkdir(mode=0o700)
            again = LocalServer(private)
            again.start()
            with _connect(again) as books:
                assert books.execute("SELECT to_regclass('old_books')").fetchone() == (None,)
            aside = one.places.root.with_name(one.places.root.name + ".old")
            assert (aside / "data" / "PG_VERSION").exists(), "the old books were not kept aside"
            shutil.rmtree(aside)
        finally:
            _end(LocalServer(private))

    def test_a_folder_of_somebody_else_is_refused(self, top: Path) -> None:
        home = top / "home"
        (home / "postgres").mkdir(parents=True)
        stranger = pwd.getpwnam("daemon")
        os.chown(home / "postgres", stranger.pw_uid, stranger.pw_gid)
        with pytest.raises(Refusal) as no:
            LocalServer(home).start()
        assert no.value.code == "postgres.folder_not_ours"

"""The process tree of ``cessie serve``: it comes up, stays up, and goes down as a whole."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from cessie.config.localpg import LocalServer
from cessie.config.postgres.account import account
from cessie.config.postgres.places import places
from cessie.config.serving.web import once_open

TREE = Path(__file__).resolve().parents[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _eventually(what: Callable[[], bool], seconds: float, words: str) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, words
        time.sleep(0.05)


def _healthy(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("served")
    yield home
    LocalServer(home).stop()
    root = places(home, account()).root
    if not root.is_relative_to(home):
        shutil.rmtree(root)


@pytest.fixture
def served(house: Path) -> Iterator[tuple[psutil.Process, int]]:
    port = _free_port()
    env = os.environ | {
        "CESSIE_HOME": str(house),
        "PYTHONPATH": str(TREE),
        "DJANGO_SETTINGS_MODULE": "cessie.config.settings",
    }
    env.pop("CESSIE_DATABASE_URL", None)
    command = [sys.executable, "-m", "cessie", "serve", "--port", str(port)]
    with (house / "serve.log").open("ab") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        _eventually(lambda: _healthy(port), 60, (house / "serve.log").read_text())
        yield psutil.Process(process.pid), port
    finally:
        process.kill()
        process.wait()


def _family(parent: psutil.Process) -> list[psutil.Process]:
    return [child for child in parent.children(recursive=True) if "postgres" not in child.name()]


def test_a_word_stops_the_whole_tree_and_the_database(served: tuple[psutil.Process, int], house: Path) -> None:
    parent, port = served
    _eventually(lambda: any("serving.worker" in " ".join(c.cmdline()) for c in _family(parent)), 15, "no worker")
    family = _family(parent)
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(timeout=30) == 0
    assert not _healthy(port)
    assert not [child for child in family if child.is_running()]
    assert not LocalServer(house).running()


def test_the_children_do_not_outlive_a_killed_parent(served: tuple[psutil.Process, int], house: Path) -> None:
    parent, port = served
    family = _family(parent)
    parent.kill()
    parent.wait()
    _eventually(lambda: not any(c.is_running() and c.status() != "zombie" for c in family), 15, "children live on")
    assert not _healthy(port)
    assert LocalServer(house).running(), "the database stays for the next start"


def test_a_page_server_does_not_outlive_the_process_that_started_it(served: tuple[psutil.Process, int]) -> None:
    parent, port = served
    web = next(c for c in parent.children() if "serving.web" in " ".join(c.cmdline()))
    pages = [c for c in web.children() if "serving.web" in " ".join(c.cmdline())]
    assert pages
    parent.suspend()  # it would end the whole group itself
    try:
        web.kill()
        _eventually(lambda: not any(c.is_running() and c.status() != "zombie" for c in pages), 15, "pages live on")
    finally:
        parent.resume()
    _eventually(lambda: _healthy(port), 20, "no new web process")


def test_a_child_that_dies_is_started_again(served: tuple[psutil.Process, int]) -> None:
    parent, port = served
    web = next(c for c in parent.children() if "serving.web" in " ".join(c.cmdline()))
    web.kill()
    _eventually(lambda: not web.is_running() or web.status() == "zombie", 5, "it would not die")
    _eventually(lambda: _healthy(port), 20, "no new web process")


def test_a_port_in_use_is_refused_before_anything_starts(house: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = os.environ | {"CESSIE_HOME": str(house), "PYTHONPATH": str(TREE)}
        done = subprocess.run(
            [sys.executable, "-m", "cessie", "serve", "--port", port],
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "--port" in done.stderr


def test_before_the_house_is_open_visitors_are_asked_to_come_back(tmp_path: Path) -> None:
    told: list[str] = []
    ready = tmp_path / "ready"
    pages = once_open(lambda environ, start: [b"page"], ready)
    assert pages({}, lambda status, headers: told.append(status)) == [b"Cessie is being opened.\n"]
    assert told == ["503 Service Unavailable"]
    ready.touch()
    assert pages({}, told.append) == [b"page"]
    ready.unlink()
    assert pages({}, told.append) == [b"page"], "once open, it stays open"

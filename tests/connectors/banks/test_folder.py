"""The folder channel delivers a file once, whatever kills it, and gives a file until it is acknowledged."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from cessie.connectors.banks import LARGEST, folder
from cessie.connectors.banks.folder import Folder
from cessie.connectors.errors import NotFound, Rejected, Temporary


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def channel(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "bank")


def test_a_file_appears_whole_and_once(channel: Folder) -> None:
    channel.deliver("CS-1.xml", b"<pay/>")
    channel.deliver("CS-1.xml", b"<pay/>")
    assert [(p.name, p.read_bytes()) for p in channel.out.iterdir()] == [("CS-1.xml", b"<pay/>")]


def test_what_the_bank_took_away_is_not_delivered_again(channel: Folder) -> None:
    channel.deliver("CS-1.xml", b"<pay/>")
    (channel.out / "CS-1.xml").unlink()
    Folder(channel.root).deliver("CS-1.xml", b"<pay/>")
    assert list(channel.out.iterdir()) == []


def test_another_content_under_a_used_name_is_refused(channel: Folder) -> None:
    channel.deliver("CS-1.xml", b"<pay/>")
    with pytest.raises(Rejected, match="other content"):
        channel.deliver("CS-1.xml", b"<pay more/>")


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 101, "a b"])
def test_only_plain_names_leave(channel: Folder, name: str) -> None:
    with pytest.raises(Rejected):
        channel.deliver(name, b"x")


@pytest.mark.parametrize("taken_away", [False, True])
@pytest.mark.parametrize("step", range(12))
def test_killed_before_any_step_and_run_again_delivers_once(
    channel: Folder, monkeypatch: pytest.MonkeyPatch, step: int, taken_away: bool
) -> None:
    """The world ends before the step-th call to the disk; the bank may empty its folder before the rerun."""
    calls = iter(range(100))

    def dying(function: object) -> object:
        def call(*args: object, **options: object) -> object:
            if next(calls) == step:
                raise Killed
            return function(*args, **options)  # type: ignore[operator]  # an os function

        return call

    delivered = 0
    with monkeypatch.context() as patch:
        for name in ("link", "rename", "fsync"):
            patch.setattr(folder.os, name, dying(getattr(os, name)))
        with contextlib.suppress(Killed):
            channel.deliver("CS-1.xml", b"<pay/>")
    if taken_away:
        for path in channel.out.iterdir():
            delivered += 1
            path.unlink()
    channel.deliver("CS-1.xml", b"<pay/>")
    delivered += len(list(channel.out.iterdir()))
    assert delivered == 1
    assert not list(channel.sent.glob(".*"))


def test_a_part_that_was_half_written_is_written_again(channel: Folder) -> None:
    (channel.sent / ".CS-1.xml.part").write_bytes(b"<p")
    channel.deliver("CS-1.xml", b"<pay/>")
    assert (channel.out / "CS-1.xml").read_bytes() == b"<pay/>"


def test_the_banks_files_come_until_they_are_acknowledged(channel: Folder) -> None:
    (channel.in_ / "b.xml").write_bytes(b"2")
    (channel.in_ / "a.xml").write_bytes(b"1")
    (channel.in_ / "c.xml.tmp").write_bytes(b"unfinished")
    (channel.in_ / ".d").write_bytes(b"hidden")
    assert list(channel.collect()) == [("a.xml", b"1"), ("b.xml", b"2")]
    channel.acknowledge("a.xml")
    channel.acknowledge("a.xml")
    assert [name for name, _ in channel.collect()] == ["b.xml"]
    assert (channel.done / "a.xml").read_bytes() == b"1"


def test_a_name_that_the_bank_uses_again_loses_nothing(channel: Folder) -> None:
    for content in (b"1", b"2"):
        (channel.in_ / "a.xml").write_bytes(content)
        channel.acknowledge("a.xml")
    assert sorted(path.read_bytes() for path in channel.done.iterdir()) == [b"1", b"2"]


def test_what_was_never_there_cannot_be_acknowledged(channel: Folder) -> None:
    with pytest.raises(NotFound):
        channel.acknowledge("a.xml")
    with pytest.raises(Rejected):
        channel.acknowledge("../sent/x")


def test_a_huge_file_is_cut_one_byte_above_the_limit(channel: Folder) -> None:
    with (channel.in_ / "big.xml").open("wb") as file:
        file.truncate(LARGEST + 1000)
    assert [len(data) for _, data in channel.collect()] == [LARGEST + 1]


def test_a_disk_that_fails_is_temporary(channel: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder.os, "fsync", full)
    with pytest.raises(Temporary, match="No space left"):
        channel.deliver("CS-1.xml", b"<pay/>")
    monkeypatch.undo()
    channel.deliver("CS-1.xml", b"<pay/>")
    assert (channel.out / "CS-1.xml").exists()

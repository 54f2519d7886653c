"""A batch of letters is laid once, whole, whatever kills the process and whoever takes it away."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from cessie.connectors.channels import Piece
from cessie.connectors.channels.post import folder
from cessie.connectors.channels.post.folder import PostFolder
from cessie.connectors.errors import Rejected, Temporary

ONE = Piece("0C1D-2E3F", b"%PDF-1", ("Élan SA", "=cmd()", "5000 Namur"))
TWO = Piece("AAAA-BBBB", b"%PDF-2", ("Buiten BV", "Proefweg 7", "3511 AB Utrecht", "NETHERLANDS"))


class Killed(BaseException):
    """Stands for the end of the process."""


def laid(channel: PostFolder) -> dict[str, bytes]:
    return {str(path.relative_to(channel.out)): path.read_bytes() for path in channel.out.rglob("*") if path.is_file()}


def test_a_pdf_each_and_a_sheet_with_the_addresses(tmp_path: Path) -> None:
    channel = PostFolder(tmp_path / "post")
    for _ in range(2):
        assert channel.deliver("20260302-001", [ONE, TWO]) == "out/20260302-001"
    found = laid(channel)
    assert found.pop("20260302-001/0001-0C1D-2E3F.pdf") == b"%PDF-1"
    assert found.pop("20260302-001/0002-AAAA-BBBB.pdf") == b"%PDF-2"
    (sheet,) = found.values()
    assert sheet.decode("utf-8-sig").splitlines()[1:] == [
        "1;0001-0C1D-2E3F.pdf;0C1D-2E3F;Élan SA;'=cmd();5000 Namur",
        "2;0002-AAAA-BBBB.pdf;AAAA-BBBB;Buiten BV;Proefweg 7;3511 AB Utrecht;NETHERLANDS",
    ]


@pytest.mark.parametrize("taken_away", [False, True])
@pytest.mark.parametrize("step", range(12))
def test_killed_before_any_step_and_run_again_lays_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, taken_away: bool
) -> None:
    channel, calls = PostFolder(tmp_path / "post"), iter(range(100))

    def dying(function: object) -> object:
        def call(*args: object, **options: object) -> object:
            if next(calls) == step:
                raise Killed
            return function(*args, **options)  # type: ignore[operator]  # an os function

        return call

    with monkeypatch.context() as patch:
        for name in ("rename", "fsync"):
            patch.setattr(folder.os, name, dying(getattr(os, name)))
        with contextlib.suppress(Killed):
            channel.deliver("B1", [ONE])
    seen = 0
    if taken_away:
        for path in channel.out.iterdir():
            seen += 1
            shutil.rmtree(path)
    channel.deliver("B1", [ONE])
    assert seen + len(list(channel.out.iterdir())) == 1
    assert not list(channel.work.iterdir())
    if not seen:
        assert sorted(laid(channel)) == ["B1/0001-0C1D-2E3F.pdf", "B1/addresses.csv"]


@pytest.mark.parametrize(
    ("name", "pieces"),
    [("../x", [ONE]), ("B1", []), ("B1", [Piece("../x", b"x", ("A",))]), ("B1", [Piece("R", b"x")])],
)
def test_what_cannot_be_laid_is_refused(tmp_path: Path, name: str, pieces: list[Piece]) -> None:
    with pytest.raises(Rejected):
        PostFolder(tmp_path).deliver(name, pieces)


def test_a_full_disk_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    channel = PostFolder(tmp_path)
    monkeypatch.setattr(folder.os, "fsync", full)
    with pytest.raises(Temporary, match="No space left"):
        channel.deliver("B1", [ONE])
    monkeypatch.undo()
    channel.deliver("B1", [ONE])
    assert len(laid(channel)) == 2

"""A batch of letters as one folder: a PDF each, and a sheet with the addresses, all there in one rename.

Below the root, on one file system:

``out``   what the printing program takes away: one folder a batch
``laid``  our memory of the batches that were laid: one empty file a name, for ever
``work``  batches that are being written

A batch is written whole below ``work``; then its name goes into ``laid``; then it moves to ``out``. After a kill: no
name in ``laid``, nothing was laid, and it is written anew; the name and the batch in ``work``, the move is missing; the
name alone, it was laid, even if somebody took it away long ago.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cessie.connectors.channels import Piece
from cessie.connectors.errors import ConnectorError, Rejected, Temporary

#: Names of batches and references: letters, digits, dash; no path, no hidden file.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")
MOST = 500
#: The sheet's columns: at most so many lines has an envelope.
LINES = 7


class PostFolder:
    """The channel over a root folder, which is made when it is missing."""

    name = "post"
    at_once = MOST
    safe_again = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out, self.laid, self.work = (root / part for part in ("out", "laid", "work"))

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Lay a batch; the same name again lays nothing. ``Rejected`` for a name or a piece that cannot be laid."""
        if not PLAIN.fullmatch(name) or not pieces or len(pieces) > MOST:
            raise Rejected(self.name, "deliver", f"not a batch that can be laid: {name!r}")
        if any(not PLAIN.fullmatch(piece.reference) or not 0 < len(piece.lines) <= LINES for piece in pieces):
            raise Rejected(self.name, "deliver", "a letter without a reference, or without an address that fits")
        with self._errors(), self._alone():
            written, memory = self.work / name, self.laid / name
            if not memory.exists():
                self._write(written, pieces)
                memory.touch(mode=0o600)
                _sync(memory)
                _sync(self.laid)
            if written.exists():
                os.rename(written, self.out / name)
                _sync(self.out)
                _sync(self.work)
        return f"out/{name}"

    def _write(self, folder: Path, pieces: Sequence[Piece]) -> None:
        """All files of the batch, each on the disk, before anybody is told of it."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        rows = []
        for number, piece in enumerate(pieces, 1):
            file = f"{number:04d}-{piece.reference}.pdf"
            _put(folder / file, piece.letter)
            rows.append([str(number), file, piece.reference, *(_cell(line) for line in piece.lines)])
        sheet = io.StringIO()
        writer = csv.writer(sheet, delimiter=";")
        writer.writerow(["number", "file", "reference", *(f"line{n}" for n in range(1, LINES + 1))])
        writer.writerows(rows)
        _put(folder / "addresses.csv", ("\ufeff" + sheet.getvalue()).encode())
        _sync(folder)
        _sync(self.work)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time; the lock goes with the process, however it ends."""
        for path in (self.out, self.laid, self.work):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """A disk that is full, read-only or gone is temporary until a person looks."""
        try:
            yield
        except ConnectorError:
            raise
        except OSError as error:
            raise Temporary(
                self.name, "deliver", error.strerror or type(error).__name__, code=str(error.errno)
            ) from error


def _cell(line: str) -> str:
    """A line that no spreadsheet takes for a formula."""
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _put(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Rows go to the server by COPY, and while it works the next ones are made: the outer loop of bulk posting.

Of a COPY the server keeps the rows and writes them at its end, so that a caller who only then makes the next ones works
in turns with it. Here the end is sent at once, and what follows is made until the answer is there.
"""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection
from psycopg import errors
from psycopg.copy import Writer
from psycopg.pq import ExecStatus

from cessie.ledger.rows import BEFORE, BEHIND


class Load(NamedTuple):
    """Rows for one table in their binary form, in pieces; ``whole``: in one statement, whose triggers see all of them.

    Of one long statement the server would keep up to 1,000 rows at a time and look for its place among them for each,
    so what has no such trigger goes a piece to a statement.
    """

    table: str
    columns: str
    pieces: Iterable[bytes]
    whole: bool = False


def feed(cursor: Any, loads: Iterable[Load]) -> None:
    """Load them in their order."""
    ahead = _Ahead(loads)
    for load, pieces in ahead.by_load():
        statement = f"copy {load.table} ({load.columns}) from stdin (format binary)"
        for together in [pieces] if load.whole else ([piece] for piece in pieces):
            with connection.wrap_database_errors, cursor.copy(statement, writer=_Feeder(ahead.make)) as copy:
                copy.write(BEFORE)
                for piece in together:
                    copy.write(piece)
                copy.write(BEHIND)


class _Ahead:
    """The pieces of all loads in their order; some are made before they are asked for."""

    def __init__(self, loads: Iterable[Load]) -> None:
        self._made: deque[tuple[Load, bytes]] = deque()
        self._rest = ((load, piece) for load in loads for piece in load.pieces)

    def make(self) -> bool:
        """One more; false if there is none."""
        made = next(self._rest, None)
        if made:
            self._made.append(made)
        return made is not None

    def by_load(self) -> Iterator[tuple[Load, Iterator[bytes]]]:
        """Each load with its pieces."""
        while self._made or self.make():
            load = self._made[0][0]
            yield load, self._of(load)

    def _of(self, load: Load) -> Iterator[bytes]:
        while (self._made or self.make()) and self._made[0][0] is load:
            yield self._made.popleft()[1]


class _Feeder(Writer):
    """Hands over what it is given without waiting, and works on until the server has answered."""

    def __init__(self, meanwhile: Callable[[], bool]) -> None:
        self._server = connection.connection.pgconn
        self._meanwhile = meanwhile

    def write(self, data: Any) -> None:
        """What the socket does not take now goes with the next."""
        while not self._server.put_copy_data(data):
            self._flush()
        self._server.flush()

    def finish(self, exc: BaseException | None = None) -> None:
        """End the statement; raises what the server has against it."""
        while not self._server.put_copy_end(str(exc).encode() if exc else None):
            self._flush()
        self._flush()
        try:
            while exc is None and self._busy() and self._meanwhile():
                pass
        finally:  # also where the next rows cannot be made: a connection whose answer nobody took is lost
            answer = self._answer()
        if answer.status != ExecStatus.COMMAND_OK and exc is None:
            raise errors.error_from_result(answer)

    def _answer(self) -> Any:
        while self._busy():
            select.select([self._server.socket], [], [])
        answer = self._server.get_result()
        while self._server.get_result():
            pass
        return answer

    def _busy(self) -> bool:
        self._server.consume_input()
        return bool(self._server.is_busy())

    def _flush(self) -> None:
        while self._server.flush():
            select.select([self._server.socket], [self._server.socket], [])
            self._server.consume_input()

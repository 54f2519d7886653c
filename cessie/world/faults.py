"""What goes wrong around the house: its processes are killed in the middle, the bank's files come twice, late, out of
order and damaged.

All of it by a seed: the same seed kills at the same statement of SQL and spoils the same files.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast

from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from cessie.lib.days import add_bank_days

#: Of ten times that the house works, how often the process that does it is killed on the way.
KILLED = 3
#: Statements of SQL after which it dies at the latest; most work is done by then.
LONGEST = 400
#: The same at the end of a month, which is shorter.
LONGEST_MONTH = 120


@dataclass
class Faults:
    """What goes wrong in one play, and what went wrong so far; ``only_months``: at the ends of months alone."""

    rng: Random
    only_months: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[date, Path, bytes]] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int, *, only_months: bool = False) -> Faults:
        """The trouble that the seed makes."""
        return cls(Random(f"faults {seed}"), only_months)  # noqa: S311 - play, not secrets

    def work(self, act: Callable[[], object]) -> None:
        """Do a piece of the day's work; sometimes a process has begun with it and was killed (kill -9)."""
        if not self.only_months and self.rng.randrange(10) < KILLED:
            self._die_on_the_way(act, self.rng.randrange(1, LONGEST))
        act()

    def end_month(self, act: Callable[[], object]) -> None:
        """End a month; whoever began with it was killed in the middle, every time."""
        self._die_on_the_way(act, self.rng.randrange(1, LONGEST_MONTH))
        act()

    def _die_on_the_way(self, act: Callable[[], object], statements: int) -> None:
        """A child process does the work and is killed before a statement, in a transaction or between two of them.

        What it has committed stays; what it knew is gone with it. It never returns into the play.
        """
        connections.close_all()
        cast(DatabaseWrapper, connection).close_pool()  # its sockets would be the child's too
        child = os.fork()
        if child == 0:
            try:
                self._silently(act, statements)
            finally:
                os.kill(os.getpid(), signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            raise AssertionError("the child was to be killed")
        self.counts["killed"] += 1

    @staticmethod
    def _silently(act: Callable[[], object], statements: int) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what it tells is told again by whoever does the work anew
        left = statements

        def one(execute: Callable[..., Any], *words: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*words)

        with connection.execute_wrapper(one):
            act()

    def post(self, pickup: Path, today: date) -> None:
        """Spoil the morning's post: what was kept back comes now; of the new statements some come otherwise."""
        if self.only_months:
            return
        for due in [due for due in self.kept if due[0] <= today]:
            self.kept.remove(due)
            due[1].write_bytes(due[2])
        for file in sorted(pickup.iterdir()):
            if not file.is_file() or b"camt.053" not in (data := file.read_bytes())[:500]:
                continue
            kind = self.rng.choice(("", "", "", "", "twice", "late", "out_of_order", "damaged"))
            if kind == "twice":
                file.with_name(f"again-{file.name}").write_bytes(data)
            elif kind in ("late", "out_of_order"):  # out of order: the statement of the day after comes first
                file.unlink()
                day = today + timedelta(days=1) if kind == "late" else add_bank_days(today, 2)
                self.kept.append((day, file, data))
            elif kind == "damaged":
                file.with_name(f"cut-{file.name}").write_bytes(data[: len(data) // 2])
            if kind:
                self.counts[f"file_{kind}"] += 1

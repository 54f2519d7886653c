"""The invariants of the books and of every room, found by their place: ``cessie/ledger/invariants.py`` and
``cessie/domain/*/invariants.py``, each with ``CHECKS``, a list of functions that return the breaches they see.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from cessie.lib.reasons import Reason

Check = Callable[[], Iterable[Reason]]


@dataclass(frozen=True)
class Result:
    """One invariant: its room and name, what it demands, and each breach."""

    room: str
    name: str
    demand: str
    breaches: tuple[Reason, ...]


def registered() -> Iterator[tuple[str, Check]]:
    """Every check with its room, the ledger's first."""
    rooms = ("cessie.ledger", *(f"cessie.domain.{name}" for name in settings.ROAD))
    for room in rooms:
        if room in settings.INSTALLED_APPS and importlib.util.find_spec(f"{room}.invariants"):
            for check in importlib.import_module(f"{room}.invariants").CHECKS:
                yield room.rpartition(".")[2], check


def examine() -> list[Result]:
    """Run all checks over one and the same moment of the database, changing nothing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return [_result(room, check) for room, check in registered()]


def _result(room: str, check: Check) -> Result:
    demand = " ".join((check.__doc__ or "").split("\n\n")[0].split())
    return Result(room, check.__name__, demand, tuple(check()))

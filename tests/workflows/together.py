"""Acts that happen at one moment, and races that are arranged: everybody has looked before anybody writes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any, TypeVar

import pytest
from django.db import connection

from cessie.lib.reasons import Refusal

T = TypeVar("T")


def together(act: Callable[[], T], times: int = 2) -> list[T | Refusal]:
    """The act in so many threads that begin at once; what each gave, or how it was refused."""
    gate = Barrier(times)

    def one(_: int) -> T | Refusal:
        gate.wait()
        try:
            return act()
        except Refusal as no:
            return no
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def all_look_first(monkeypatch: pytest.MonkeyPatch, where: object, question: str, times: int = 2) -> None:
    """Whoever has asked ``question`` waits for the others, though not for ever: a lock may keep them away."""
    meet, ask = Barrier(times), getattr(where, question)

    def wait_after(*args: Any, **more: Any) -> Any:
        answer = ask(*args, **more)
        with suppress(BrokenBarrierError):
            meet.wait(timeout=1.5)
        return answer

    monkeypatch.setattr(where, question, wait_after)

"""What speaks of people, column by column, and when it loses its words: every app tells it in its ``personal.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fades:
    """Columns of a table (``"banking.Line"``) in which names, addresses, accounts or free words of people stand.

    ``since``: the day from which the law's term runs, after which the words go. ``of`` instead: the reference to the
    company with whose erasure they go (``pk`` for its own row). ``unless``: rows that somebody still works with.
    """

    model: str
    words: tuple[str, ...]
    since: str = ""
    of: str = ""
    unless: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.since) == bool(self.of):
            raise ValueError("either a day or a company")

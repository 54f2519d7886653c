"""The formats that the house reads: every module of ``invoices``, ``statements`` and ``payments`` is one.

A format module has ``NAME``, ``KIND``, ``looks_like(head, name)`` and ``read(data)``, and may set ``MAX_BYTES``. Adding
one edits nothing else (docs/how-to-add-a-format.md).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

from cessie.formats import invoices, payments, statements
from cessie.formats.values import Document
from cessie.formats.xml import MAX_BYTES


class Format(Protocol):
    """What a format module offers."""

    NAME: str
    KIND: str

    def looks_like(self, head: bytes, name: str) -> bool:
        """Whether the first bytes (or the file's name) are of this format; never raises."""

    def read(self, data: bytes) -> Sequence[Document]:
        """The documents of the file; raises ``Refusal`` with place and reason."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format, found by its folder; modules whose name begins with an underscore are parts of one."""
    found = []
    for folder in (invoices, statements, payments):
        names = sorted(m.name for m in pkgutil.iter_modules(folder.__path__) if not m.name.startswith("_"))
        found += [cast(Format, importlib.import_module(f"{folder.__name__}.{name}")) for name in names]
    return tuple(found)


def limit(format_: Format) -> int:
    """The most bytes that the format reads."""
    return int(getattr(format_, "MAX_BYTES", MAX_BYTES))


def largest() -> int:
    """The most bytes that any format reads: a larger file need not be opened."""
    return max(limit(format_) for format_ in formats())

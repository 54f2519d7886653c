"""The journal of the books for other programs: one file a format, from frozen entries to bytes, piece by piece.

The folder is the registry. A format has ``NAME``, ``MEMO`` (whether it takes the memo accounts), ``file_name(about)``
and ``write(entries, about)``, which holds no more than a few entries at a time.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Protocol, cast

from cessie.formats.values.journal import About, JournalEntry


class JournalFormat(Protocol):
    """What a format module offers."""

    NAME: str
    MEMO: bool

    def file_name(self, about: About) -> str:
        """What the file is called; refused where the format wants a number that the house lacks."""

    def write(self, entries: Iterable[JournalEntry], about: About) -> Iterator[bytes]:
        """The file, piece by piece."""


@cache
def journal_formats() -> Mapping[str, JournalFormat]:
    """Every format by its name, found by the folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found = [cast(JournalFormat, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return MappingProxyType({each.NAME: each for each in found})

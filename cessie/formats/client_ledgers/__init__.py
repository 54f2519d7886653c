"""Sales ledgers as companies send them: one file a format; the folder is the registry.

A format has ``NAME``, ``looks_like(head)`` and ``read(data)``, which gives all movements or everything that is wrong.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from cessie.formats.values.client_ledger import ClientLedger
from cessie.lib.reasons import N_, Refusal

_HEAD = 4096


class LedgerFormat(Protocol):
    """What a format module offers."""

    NAME: str

    def looks_like(self, head: bytes) -> bool:
        """Whether the first bytes are of this format; never raises."""

    def read(self, data: bytes) -> ClientLedger:
        """Every movement, or every problem."""


@cache
def ledger_formats() -> tuple[LedgerFormat, ...]:
    """Every format, found by the folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast(LedgerFormat, importlib.import_module(f"{__name__}.{name}")) for name in names)


def read(data: bytes) -> ClientLedger:
    """The ledger in whichever format it is; refused (``client_ledger.unknown``) where it is in none."""
    found = next((each for each in ledger_formats() if each.looks_like(data[:_HEAD])), None)
    if found is None:
        known = ", ".join(each.NAME for each in ledger_formats())
        raise Refusal("client_ledger.unknown", N_("This is no sales ledger that can be read: {known}."), known=known)
    return found.read(data)

"""Annual accounts as registers publish them: one file a format; the folder is the registry.

A format has ``NAME``, ``looks_like(head)`` and ``read(data)``. Belgian accounts are read from what the Central Balance
Sheet Office of the National Bank of Belgium gives: the CSV of its Consult application (nbb.be, Consult: for what was
filed since 4 April 2022) and the JSON of its web service "Authentic Data". Its XBRL names no figure by its code (a fact
is a metric with dimensions of a taxonomy that changes each year): it is refused by its name, the CSV of the same filing
is asked for. French and Dutch accounts are typed.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Final, Protocol, cast

from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.formats.xml import HEAD_BYTES, root_name
from cessie.lib.reasons import N_, Refusal

__all__ = ["MAX_BYTES", "accounts_formats", "read"]

#: A filing as CSV or JSON has some tens of kilobytes.
MAX_BYTES: Final = 5 * 2**20


class AccountsFormat(Protocol):
    """What a format module offers."""

    NAME: str

    def looks_like(self, head: bytes) -> bool:
        """Whether the first bytes are of this format; never raises."""

    def read(self, data: bytes) -> AnnualAccounts:
        """The figures; refused what cannot be read."""


@cache
def accounts_formats() -> tuple[AccountsFormat, ...]:
    """Every format, found by the folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast(AccountsFormat, importlib.import_module(f"{__name__}.{name}")) for name in names)


def read(data: bytes) -> AnnualAccounts:
    """The accounts in whichever format they are.

    Refused: too large (``accounts.too_large``), XBRL (``accounts.xbrl``), another file (``accounts.unknown``), what the
    format refuses, accounts of which no figure is known (``accounts.nothing``).
    """
    if len(data) > MAX_BYTES:
        raise Refusal("accounts.too_large", N_("Annual accounts have at most {most} MB."), most=MAX_BYTES // 2**20)
    head = data[:HEAD_BYTES]
    found = next((each for each in accounts_formats() if each.looks_like(head)), None)
    if found is None:
        if (root_name(head) or ("", ""))[1] == "xbrl":
            raise Refusal("accounts.xbrl", N_("XBRL is not read: take the CSV of the same filing from the register."))
        known = ", ".join(each.NAME for each in accounts_formats())
        raise Refusal("accounts.unknown", N_("These are no annual accounts that can be read: {known}."), known=known)
    accounts = found.read(data)
    if not accounts.figures:
        raise Refusal("accounts.nothing", N_("The accounts say neither turnover, own means, total nor result."))
    return accounts

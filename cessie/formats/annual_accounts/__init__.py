"""Annual accounts as registers publish them, or as the books of a year make them: one file a format; the folder is the
registry.

A format has ``NAME``, ``looks_like(head)``, ``read(data)`` and, where a filing is larger than others, ``MAX_BYTES``.
Belgian accounts are read from what the Central Balance
Sheet Office of the National Bank of Belgium gives: the CSV of its Consult application (nbb.be, Consult: for what was
filed since 4 April 2022) and the JSON of its web service "Authentic Data". Its XBRL names no figure by its code (a fact
is a metric with dimensions of a taxonomy that changes each year): it is refused by its name, the CSV of the same filing
is asked for. French and Dutch accounts are worked out from the books of a closed year: the FEC by the plan comptable
général, the Auditfile Financieel by the codes of the Referentiegrootboekschema.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Final, Protocol, cast

from cessie.formats.annual_accounts import xaf
from cessie.formats.annual_accounts.xaf import NoCodes as NoCodes
from cessie.formats.fec_lines import day_of
from cessie.formats.values.annual_accounts import AnnualAccounts
from cessie.formats.xml import HEAD_BYTES, root_name
from cessie.lib.reasons import N_, Reason, Refusal

__all__ = ["MAX_BYTES", "NoCodes", "accounts_formats", "read"]

#: The most of any format; a filing as CSV or JSON has some tens of kilobytes.
MAX_BYTES: Final = 100 * 2**20
_FILING: Final = 5 * 2**20
#: The name that a FEC must bear: SIREN and last day of the year.
_FEC: Final = re.compile(r"([0-9]{9})FEC([0-9]{8})(?![0-9])", re.IGNORECASE)


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


def read(data: bytes, name: str = "", codes: Mapping[str, str] = MappingProxyType({})) -> AnnualAccounts:
    """The accounts in whichever format they are. ``name`` of the file: of a FEC it says whose it is and of which year;
    ``codes``: of accounts of which an auditfile says none.

    Refused: too large (``accounts.too_large``), XBRL (``accounts.xbrl``), another file (``accounts.unknown``), what the
    format refuses, accounts of which no figure is known (``accounts.nothing``).
    """
    head = data[:HEAD_BYTES]
    found = next((each for each in accounts_formats() if each.looks_like(head)), None)
    most = getattr(found, "MAX_BYTES", _FILING)
    if len(data) > most:
        raise Refusal("accounts.too_large", N_("Annual accounts have at most {most} MB."), most=most // 2**20)
    if found is None:
        if (root_name(head) or ("", ""))[1] == "xbrl":
            raise Refusal("accounts.xbrl", N_("XBRL is not read: take the CSV of the same filing from the register."))
        known = ", ".join(each.NAME for each in accounts_formats())
        raise Refusal("accounts.unknown", N_("These are no annual accounts that can be read: {known}."), known=known)
    accounts = xaf.read(data, codes) if found.NAME == xaf.NAME else found.read(data)
    if not accounts.figures:
        raise Refusal("accounts.nothing", N_("The accounts say neither turnover, own means, total nor result."))
    return _owned(_named(accounts, name))


def _owned(accounts: AnnualAccounts) -> AnnualAccounts:
    """With a doubt where nothing says by its number whose they are: they are compared with nobody then."""
    if accounts.number:
        return accounts
    words = N_(
        "The file does not say the number of its company (name in it: {name}): make sure that it is the right one."
    )
    doubt = Reason("accounts.whose", words, {"name": accounts.name or "–"})
    return replace(accounts, doubts=(*accounts.doubts, doubt))


def _named(accounts: AnnualAccounts, name: str) -> AnnualAccounts:
    """A FEC with what its name says; refused (``accounts.other_year``) where its entries end in another month."""
    said = _FEC.search(name) if accounts.format == "fec" else None
    if said is None:
        return accounts
    day = day_of(said[2])
    if day is not None and accounts.ended is not None and (day.year, day.month) != (
        accounts.ended.year, accounts.ended.month,
    ):  # fmt: skip
        words = N_("By its name the file is of the year until {said}, its entries end on {found}.")
        raise Refusal("accounts.other_year", words, said=day, found=accounts.ended)
    return replace(accounts, number=said[1], ended=day or accounts.ended)

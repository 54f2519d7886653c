"""What a file of a client is, by what is in it and what his contract asks for: his ledger, invoices, or neither."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal
from uuid import UUID

from cessie.domain.client_ledgers.layouts import layouts
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.papers import layouts as sheet_layouts
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import numbers_of
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats import client_ledgers, tables
from cessie.formats.archive import is_archive, is_workbook
from cessie.formats.reading import format_of
from cessie.lib.reasons import N_, Refusal

Kind = Literal["ledger", "invoices", "columns", "unknown"]
#: A FEC bears the number of its company and the end of its year (Livre des procédures fiscales, A. 47 A-1, X).
_FEC: Final = re.compile(r"(?i)^(\d{9})(\d{5})?FEC\d{8}\b")
_DAYS: Final = (
    (re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)"), (0, 1, 2)),
    (re.compile(r"(?<!\d)([0-3]?\d)[-_./]([01]?\d)[-_./](20\d\d)(?!\d)"), (2, 1, 0)),
)


def kind_of(*, data: bytes, name: str, client_id: UUID, by: Viewer) -> Kind:
    """What the file is. Rows count as a ledger where they tell what every open item needs: an aged list is never a list
    of invoices to be financed; ``columns`` where rows tell neither."""
    if is_archive(data[:4]) and not is_workbook(data):
        return "invoices"
    if not client_ledgers.is_sheet(data):
        try:
            client_ledgers.format_of(data)
        except Refusal:
            return "invoices" if format_of(data, name) is not None else "unknown"
        return "ledger"
    try:
        headers = client_ledgers.header(data)
    except Refusal:
        return "unknown"
    if tables.signature(headers) in sheet_layouts(viewer=by, client_id=client_id):
        told: Kind = "invoices"
    else:
        told = "columns" if tables.missing(tables.guess(headers)) else "invoices"
    kept = layouts(client_id).get(client_ledgers.signature(headers))
    if kept is not None or not client_ledgers.missing(client_ledgers.guess(headers)):
        return "ledger"
    return told


def asks_for_ledgers(contract: Contract, day: date) -> bool:
    """Whether ledgers are sent under a contract on a day, and no single invoices."""
    return terms_on(contract.pk, day)[1].transmission == "BALANCE"


def require_own(*, name: str, client_id: UUID) -> None:
    """Refused: a FEC whose name bears the number of another company."""
    found = _FEC.match(name)
    if found is None:
        return
    own = dict(numbers_of(Client.objects.values_list("company_id", flat=True).get(pk=client_id)))
    vat = own.get("vat", "")
    known = {own.get("fr.siren", ""), own.get("fr.siret", "")[:9], vat[-9:] if vat.startswith("FR") else ""} - {""}
    if known and found[1] not in known:
        words = N_("{name} bears the number of another company: {number}.")
        raise Refusal("ledgers.others_file", words, name=name, number=found[1])


def day_in(told: str, *, until: date) -> date | None:
    """The one day that a name or a subject bears, written year first or day first; None where there is none, several,
    or one to come.

    >>> day_in("ledger_20260930.csv", until=date(2026, 10, 2)), day_in("stand 30/9/2026", until=date(2026, 10, 2))
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 30))
    >>> day_in("2026-09-30 2026-10-01", until=date(2026, 10, 2)), day_in("2026-10-31", until=date(2026, 10, 2))
    (None, None)
    """
    found = set()
    for pattern, (year, month, day) in _DAYS:
        for parts in pattern.findall(told):
            try:
                found.add(date(int(parts[year]), int(parts[month]), int(parts[day])))
            except ValueError:
                continue
    only = found.pop() if len(found) == 1 else None
    return only if only is not None and only <= until else None

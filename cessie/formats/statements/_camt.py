"""One reader for ISO 20022 account messages: camt.052, camt.053, camt.054, versions 01 to 13.

Matches local names, so that a version is no other reader: party names stand under ``Nm`` or ``Pty/Nm``, a BIC under
``BIC`` or ``BICFI``, a status is text or ``Cd``. Entries are read one at a time and let go, so memory grows with their
number, not with the file. Read leniently (banks leave out what the schema demands), but an amount without a direction
is refused. Refuses: ``xml.*``, ``field.*``, ``camt.no_direction``, ``camt.empty``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.statements import _balance
from cessie.formats.statements._camt_entry import read_entry
from cessie.formats.values import Balance, Statement, StatementAccount, StatementEntry, StatementFile
from cessie.formats.xml import Element, Node, local, place, root_name, stream, text
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.lib.references import looks_like_iban

MAX_BYTES = 100 * 2**20
MAX_ENTRIES = 500_000
STATEMENTS = {"camt052": "Rpt", "camt053": "Stmt", "camt054": "Ntfctn"}
LAST_VERSION = 13
_MESSAGE = re.compile(r"camt\.05([234])\.001\.(\d\d)(?!\d)")


def message(head: bytes) -> tuple[str, str] | None:
    """Format and message version by the root's namespace, such as ("camt053", "camt.053.001.08"); None if another."""
    name = root_name(head)
    match = _MESSAGE.search(name[0]) if name is not None and name[1] == "Document" else None
    if match is None or not 1 <= int(match[2]) <= LAST_VERSION:
        return None
    return f"camt05{match[1]}", match[0]


@dataclass
class _Reading:
    """What was gathered so far; the one place here that changes."""

    noun: str
    suffix: str
    message_id: str | None = None
    entries: list[StatementEntry] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    account: StatementAccount | None = None
    count: int = 0


def read(data: bytes) -> list[StatementFile]:
    """All statements of the message."""
    found = message(data[:65_536])
    if found is None:
        raise Refusal("camt.unknown", N_("This is no camt.052, camt.053 or camt.054 message."))
    name, version = found
    reading = _Reading(STATEMENTS[name], f"}}{STATEMENTS[name]}")
    for element in stream(data, MAX_BYTES, "Ntry"):
        _take(reading, element, interim=name != "camt053")
    if not reading.statements:
        raise Refusal("camt.empty", N_("The {version} message holds no statement."), version=version)
    statements = tuple(reading.statements)
    warnings = tuple(_balance.twice(statements))
    return [
        StatementFile(
            format=name, statements=statements, message_id=reading.message_id, version=version, warnings=warnings
        )
    ]


def _take(reading: _Reading, element: Element, *, interim: bool) -> None:
    """One element has ended: keep what matters."""
    if not str(element.tag).endswith(("}Ntry", "}MsgId", reading.suffix)):
        return
    name = local(element)
    parent = element.getparent()
    over = local(parent) if parent is not None else ""
    if name == "Ntry" and over == reading.noun and parent is not None:
        reading.count += 1
        if reading.count > MAX_ENTRIES:
            raise Refusal("camt.entries", N_("The message holds more than {limit} entries."), limit=MAX_ENTRIES)
        if reading.account is None:
            reading.account = _account(parent)
        path = place(element).partition(" ")[0].rpartition("/")[0]
        entry, warnings = read_entry(Node(element, path), reading.account)
        reading.entries.append(entry)
        reading.warnings.extend(warnings)
    elif name == reading.noun and over.startswith("BkToCstmr"):
        reading.statements.append(_statement(element, reading, interim))
        reading.entries, reading.warnings, reading.account = [], [], None
        element.clear()
    elif name == "MsgId" and over == "GrpHdr":
        reading.message_id = text(element)


def _statement(element: Element, reading: _Reading, interim: bool) -> Statement:
    id_ = text(element, "{*}Id")
    electronic = text(element, "{*}ElctrncSeqNb")
    created = text(element, "{*}CreDtTm")
    statement = Statement(
        account=_account(element),
        number=electronic or text(element, "{*}LglSeqNb") or id_,
        opening=_balance_of(element, "OPBD", "PRCD"),
        closing=_balance_of(element, "CLBD"),
        entries=tuple(reading.entries),
        id=id_,
        sequence=int(electronic) if electronic and re.fullmatch(r"[0-9]{1,9}", electronic) else None,
        created=fields.day(created, place(element)) if created else None,
        interim=interim,
        duplicate=text(element, "{*}CpyDplctInd") in {"DUPL", "CODU"},
    )
    warnings = (*reading.warnings, *_check(statement, element))
    return replace(statement, warnings=warnings)


def _check(statement: Statement, element: Element) -> Iterator[Reason]:
    page, last = text(element, "{*}StmtPgntn/{*}PgNb"), text(element, "{*}StmtPgntn/{*}LastPgInd")
    if page is not None and (page != "1" or last != "true"):
        yield Reason("statement.page", N_("This is page {page} of a statement of several pages."), {"page": page})
    yield from _balance.check(statement)
    yield from _balance.check_details(statement.entries)
    yield from _check_currencies(statement, element)
    yield from _check_summary(statement, element)


def _check_currencies(statement: Statement, element: Element) -> Iterator[Reason]:
    balances = {
        amount.get("Ccy")
        for balance in element.iterfind("{*}Bal")
        if _kind(balance) in {"OPBD", "PRCD", "CLBD"} and (amount := balance.find("{*}Amt")) is not None
    }
    used = {unit for unit in balances | {entry.currency for entry in statement.entries} if unit}
    if statement.account.currency:
        used.add(statement.account.currency)
    if len(used) > 1:
        words = N_("The statement mixes currencies: {found}.")
        yield Reason("statement.currency", words, {"found": ", ".join(sorted(used))})


def _check_summary(statement: Statement, element: Element) -> Iterator[Reason]:
    """The bank's own totals, where it gives them: number of entries, sum of credits, sum of debits."""
    credits, debits = statement.credits, statement.debits
    total = element.find("{*}TxsSummry")
    if total is None:
        return
    stated = (
        ("TtlNtries/{*}NbOfNtries", Decimal(len(statement.entries))),
        ("TtlNtries/{*}Sum", credits + debits),
        ("TtlCdtNtries/{*}Sum", credits),
        ("TtlDbtNtries/{*}Sum", debits),
    )
    for path, computed in stated:
        value = text(total, "{*}" + path)
        if value is not None and fields.number(value, place(total)) != computed:
            words = N_("The bank's summary says {stated} ({field}), the entries make {computed}.")
            facts = {"stated": value, "field": path.replace("{*}", ""), "computed": f"{computed:f}"}
            yield Reason("statement.summary", words, facts)


def _account(statement: Element) -> StatementAccount:
    account = statement.find("{*}Acct")
    if account is None:
        return StatementAccount(iban=None, currency=None)
    other = text(account, "{*}Id/{*}Othr/{*}Id") or text(account, "{*}Id/{*}PrtryAcct/{*}Id")
    iban = text(account, "{*}Id/{*}IBAN") or (other if other and looks_like_iban(other) else None)
    return StatementAccount(
        iban=fields.compact(iban),
        currency=text(account, "{*}Ccy") or _balance_currency(statement),
        other=None if iban else other or text(account, "{*}Id/{*}BBAN"),
        bic=text(account, "{*}Svcr/{*}FinInstnId/{*}BICFI") or text(account, "{*}Svcr/{*}FinInstnId/{*}BIC"),
        holder=text(account, "{*}Ownr/{*}Nm") or text(account, "{*}Nm"),
    )


def _balance_currency(statement: Element) -> str | None:
    amount = statement.find("{*}Bal/{*}Amt")
    return amount.get("Ccy") if amount is not None else None


def _kind(balance: Element) -> str | None:
    return text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd") or text(balance, "{*}Tp/{*}Cd")


def _balance_of(statement: Element, *kinds: str) -> Balance | None:
    """The first balance of the first kind that the statement has; one without direction is taken as written."""
    for kind in kinds:
        for balance in statement.iterfind("{*}Bal"):
            amount = balance.find("{*}Amt")
            value = text(amount) if amount is not None else None
            if _kind(balance) != kind or amount is None or value is None:
                continue
            direction = text(balance, "{*}CdtDbtInd")
            number = fields.amount(value, place(amount), signed=direction is None)
            return Balance(date=_day_of(balance), amount=-number if direction == "DBIT" else number)
    return None


def _day_of(balance: Element) -> date | None:
    value = text(balance, "{*}Dt/{*}Dt") or text(balance, "{*}Dt/{*}DtTm")
    return fields.day(value, place(balance)) if value else None

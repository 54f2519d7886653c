"""One ``Ntry`` of a camt message and its ``TxDtls``.

The entry's own fields are filled from its detail where it has exactly one; with several they stay empty and each detail
tells its part. Details explain the entry and are never added to it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.remittance import join, reference_of
from cessie.formats.values import (
    ZERO,
    Counterparty,
    EntryStatus,
    Remittance,
    StatementAccount,
    StatementEntry,
)
from cessie.formats.xml import Node
from cessie.lib.reasons import N_, Reason, Refusal

_STATUS: dict[str, EntryStatus] = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "info"}
NONE_GIVEN = {"NOTPROVIDED", "NOT PROVIDED"}


def read_entry(entry: Node, account: StatementAccount) -> tuple[StatementEntry, list[Reason]]:
    """The entry with its details, and what is doubtful about it."""
    amount, currency = _signed(entry)
    warnings: list[Reason] = []
    status = _status(entry, warnings)
    whole = StatementEntry(
        booked=_day(entry, "BookgDt"),
        value=_day(entry, "ValDt"),
        amount=amount,
        currency=currency,
        status=status,
        bank_reference=entry.text("AcctSvcrRef") or entry.text("NtryRef"),
        batch_reference=entry.text("NtryDtls/Btch/PmtInfId"),
        reversal=entry.text("RvslInd") in {"true", "1"},
        transaction_code=_code(entry),
        transactions=_batch_size(entry),
    )
    found = [*entry.all("NtryDtls/TxDtls"), *entry.all("TxDtls")]
    details = tuple(_detail(detail, whole, account, len(found), warnings) for detail in found)
    bank_words = entry.text("AddtlNtryInf")
    if len(details) == 1:
        one = details[0]
        whole = replace(
            one,
            booked=whole.booked,
            value=whole.value,
            amount=amount,
            currency=currency,
            bank_reference=whole.bank_reference or one.bank_reference,
            batch_reference=whole.batch_reference or one.batch_reference,
            transaction_code=whole.transaction_code or one.transaction_code,
            transactions=whole.transactions,
        )
    if bank_words and not whole.remittance.text and len(details) <= 1:
        whole = replace(whole, remittance=replace(whole.remittance, text=bank_words))
    return replace(whole, details=details), warnings


def _signed(element: Node) -> tuple[Decimal, str | None]:
    found = element.first("Amt")
    value = found.value if found is not None else None
    if found is None or value is None:
        raise Refusal("camt.no_amount", N_("{place}: the entry has no amount."), place=element.place)
    amount = fields.amount(value, found.place, signed=False)
    direction = element.text("CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        raise Refusal("camt.no_direction", N_("{place}: the entry does not say credit or debit."), place=element.place)
    return (-amount if direction == "DBIT" else amount), found.get("Ccy")


def _status(entry: Node, warnings: list[Reason]) -> EntryStatus:
    written = entry.text("Sts/Cd") or entry.text("Sts/Prtry") or entry.text("Sts")
    if written is None:
        return "booked"
    if written not in _STATUS:
        words = N_("{place}: the status {status} is unknown; the entry is not booked.")
        warnings.append(Reason("statement.status", words, {"place": entry.place, "status": fields.shown(written)}))
    return _STATUS.get(written, "info")


def _day(element: Node, name: str) -> date | None:
    value = element.text(f"{name}/Dt") or element.text(f"{name}/DtTm")
    if value is None or value.startswith("0"):  # Rabobank writes 0004-11-30 for none
        return None
    return fields.day(value, element.place)


def _code(element: Node) -> str | None:
    code = element.first("BkTxCd")
    if code is None:
        return None
    parts = (
        code.text("Domn/Cd"),
        code.text("Domn/Fmly/Cd"),
        code.text("Domn/Fmly/SubFmlyCd"),
    )
    return "/".join(part for part in parts if part) or code.text("Prtry/Cd")


def _batch_size(entry: Node) -> int | None:
    value = entry.text("NtryDtls/Btch/NbOfTxs")
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def _detail(
    detail: Node, entry: StatementEntry, account: StatementAccount, among: int, warnings: list[Reason]
) -> StatementEntry:
    amount, currency = _detail_amount(detail, entry, among, warnings)
    reference = detail.text("Refs/EndToEndId")
    bank_words = detail.text("AddtlTxInf")
    remittance = _remittance(detail)
    return replace(
        entry,
        amount=amount,
        currency=currency,
        bank_reference=detail.text("Refs/AcctSvcrRef") or (entry.bank_reference if among == 1 else None),
        end_to_end_id=None if reference is None or reference.upper() in NONE_GIVEN else reference,
        batch_reference=detail.text("Refs/PmtInfId") or entry.batch_reference,
        instruction_id=detail.text("Refs/InstrId"),
        counterparty=_counterparty(detail, entry, account),
        remittance=remittance if remittance.text or not bank_words else replace(remittance, text=bank_words),
        mandate=detail.text("Refs/MndtId"),
        creditor_id=detail.text("RltdPties/Cdtr/Id/PrvtId/Othr/Id")
        or detail.text("RltdPties/Cdtr/Pty/Id/PrvtId/Othr/Id"),
        return_reason=detail.text("RtrInf/Rsn/Cd") or detail.text("RtrInf/Rsn/Prtry"),
        return_text=detail.text("RtrInf/AddtlInf"),
        transaction_code=_code(detail) or entry.transaction_code,
        transactions=None,
    )


def _detail_amount(
    detail: Node, entry: StatementEntry, among: int, warnings: list[Reason]
) -> tuple[Decimal, str | None]:
    """The detail's amount in the entry's currency if the bank gives it; a lone detail without one is the entry."""
    direction = detail.text("CdtDbtInd")
    debit = entry.amount < 0 if direction is None else direction == "DBIT"
    candidates = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
    stated = [
        (found, value) for path in candidates if (found := detail.first(path)) is not None and (value := found.value)
    ]
    own = next(((f, v) for f, v in stated if f.get("Ccy") == entry.currency), None)
    if own is None and among == 1:
        return entry.amount, entry.currency
    chosen = own or next(iter(stated), None)
    if chosen is None:
        words = N_("{place}: a detail of a batch has no amount.")
        warnings.append(Reason("statement.detail_amount", words, {"place": detail.place}))
        return ZERO, entry.currency
    amount = fields.amount(chosen[1], chosen[0].place, signed=False)
    return (-amount if debit else amount), chosen[0].get("Ccy")


def _party(detail: Node, role: str) -> Counterparty:
    """The debtor or creditor of a detail, with his account, bank and the one he acts for."""
    base, agent = f"RltdPties/{role}", f"RltdAgts/{role}Agt/FinInstnId/"
    ultimate = f"RltdPties/Ultmt{role}"
    iban = detail.text(f"{base}Acct/Id/IBAN")
    return Counterparty(
        name=detail.text(f"{base}/Nm") or detail.text(f"{base}/Pty/Nm") or detail.text(f"{base}/Agt/FinInstnId/Nm"),
        iban=fields.compact(iban),
        bic=detail.text(f"{agent}BICFI") or detail.text(f"{agent}BIC"),
        account=None if iban else detail.text(f"{base}Acct/Id/Othr/Id"),
        ultimate=detail.text(f"{ultimate}/Nm") or detail.text(f"{ultimate}/Pty/Nm"),
    )


def _counterparty(detail: Node, entry: StatementEntry, account: StatementAccount) -> Counterparty:
    """The party that is not us: by account, then by name, only then by direction.

    Banks differ on returns: some keep the roles of the original payment, some turn them round with the money.
    """
    roles = ("Dbtr", "Cdtr") if entry.amount >= 0 else ("Cdtr", "Dbtr")
    expected, other = _party(detail, roles[0]), _party(detail, roles[1])
    return other if _is_us(expected, account) and not _is_us(other, account) else expected


def _is_us(party: Counterparty, account: StatementAccount) -> bool:
    if party.iban or party.account:
        own = {number for number in (account.iban, account.other) if number}
        return fields.compact(party.iban or party.account) in own
    return party.name is None or (account.holder is not None and party.name.casefold() == account.holder.casefold())


def _remittance(detail: Node) -> Remittance:
    structured, scheme, loose = None, None, list(detail.texts("RmtInf/Ustrd"))
    for part in detail.all("RmtInf/Strd"):
        written = part.text("CdtrRefInf/Ref") or part.text("CdtrRefInf/CdtrRef")
        if written and structured is None:
            issuer = part.text("CdtrRefInf/Tp/Issr") or part.text("CdtrRefInf/Tp/CdOrPrtry/Cd")
            structured, scheme = reference_of(written, issuer)
            if structured is None:
                loose.append(written)
        elif written:
            loose.append(written)
        loose.extend(part.texts("RfrdDocInf/Nb"))
        loose.extend(part.texts("AddtlRmtInf"))
    return Remittance(structured=structured, scheme=scheme, text=join(loose))

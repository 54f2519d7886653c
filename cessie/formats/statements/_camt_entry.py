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
from cessie.formats.xml import Element, place, text, texts
from cessie.lib.reasons import N_, Reason, Refusal

_STATUS: dict[str, EntryStatus] = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "info"}
NONE_GIVEN = {"NOTPROVIDED", "NOT PROVIDED"}


def read_entry(entry: Element, account: StatementAccount) -> tuple[StatementEntry, list[Reason]]:
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
        bank_reference=text(entry, "{*}AcctSvcrRef") or text(entry, "{*}NtryRef"),
        batch_reference=text(entry, "{*}NtryDtls/{*}Btch/{*}PmtInfId"),
        reversal=text(entry, "{*}RvslInd") in {"true", "1"},
        transaction_code=_code(entry),
        transactions=_batch_size(entry),
    )
    found = [*entry.iterfind("{*}NtryDtls/{*}TxDtls"), *entry.iterfind("{*}TxDtls")]
    details = tuple(_detail(detail, whole, account, len(found), warnings) for detail in found)
    bank_words = text(entry, "{*}AddtlNtryInf")
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


def _signed(element: Element) -> tuple[Decimal, str | None]:
    found = element.find("{*}Amt")
    value = text(found) if found is not None else None
    if found is None or value is None:
        raise Refusal("camt.no_amount", N_("{place}: the entry has no amount."), place=place(element))
    amount = fields.amount(value, place(found), signed=False)
    direction = text(element, "{*}CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        raise Refusal("camt.no_direction", N_("{place}: the entry does not say credit or debit."), place=place(element))
    return (-amount if direction == "DBIT" else amount), found.get("Ccy")


def _status(entry: Element, warnings: list[Reason]) -> EntryStatus:
    written = text(entry, "{*}Sts/{*}Cd") or text(entry, "{*}Sts/{*}Prtry") or text(entry, "{*}Sts")
    if written is None:
        return "booked"
    if written not in _STATUS:
        words = N_("{place}: the status {status} is unknown; the entry is not booked.")
        warnings.append(Reason("statement.status", words, {"place": place(entry), "status": fields.shown(written)}))
    return _STATUS.get(written, "info")


def _day(element: Element, name: str) -> date | None:
    value = text(element, f"{{*}}{name}/{{*}}Dt") or text(element, f"{{*}}{name}/{{*}}DtTm")
    if value is None or value.startswith("0"):  # Rabobank writes 0004-11-30 for none
        return None
    return fields.day(value, place(element))


def _code(element: Element) -> str | None:
    code = element.find("{*}BkTxCd")
    if code is None:
        return None
    parts = (
        text(code, "{*}Domn/{*}Cd"),
        text(code, "{*}Domn/{*}Fmly/{*}Cd"),
        text(code, "{*}Domn/{*}Fmly/{*}SubFmlyCd"),
    )
    return "/".join(part for part in parts if part) or text(code, "{*}Prtry/{*}Cd")


def _batch_size(entry: Element) -> int | None:
    value = text(entry, "{*}NtryDtls/{*}Btch/{*}NbOfTxs")
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def _detail(
    detail: Element, entry: StatementEntry, account: StatementAccount, among: int, warnings: list[Reason]
) -> StatementEntry:
    amount, currency = _detail_amount(detail, entry, among, warnings)
    reference = text(detail, "{*}Refs/{*}EndToEndId")
    bank_words = text(detail, "{*}AddtlTxInf")
    remittance = _remittance(detail)
    return replace(
        entry,
        amount=amount,
        currency=currency,
        bank_reference=text(detail, "{*}Refs/{*}AcctSvcrRef") or (entry.bank_reference if among == 1 else None),
        end_to_end_id=None if reference is None or reference.upper() in NONE_GIVEN else reference,
        batch_reference=text(detail, "{*}Refs/{*}PmtInfId") or entry.batch_reference,
        instruction_id=text(detail, "{*}Refs/{*}InstrId"),
        counterparty=_counterparty(detail, entry, account),
        remittance=remittance if remittance.text or not bank_words else replace(remittance, text=bank_words),
        mandate=text(detail, "{*}Refs/{*}MndtId"),
        creditor_id=text(detail, "{*}RltdPties/{*}Cdtr/{*}Id/{*}PrvtId/{*}Othr/{*}Id")
        or text(detail, "{*}RltdPties/{*}Cdtr/{*}Pty/{*}Id/{*}PrvtId/{*}Othr/{*}Id"),
        return_reason=text(detail, "{*}RtrInf/{*}Rsn/{*}Cd") or text(detail, "{*}RtrInf/{*}Rsn/{*}Prtry"),
        return_text=text(detail, "{*}RtrInf/{*}AddtlInf"),
        transaction_code=_code(detail) or entry.transaction_code,
        transactions=None,
    )


def _detail_amount(
    detail: Element, entry: StatementEntry, among: int, warnings: list[Reason]
) -> tuple[Decimal, str | None]:
    """The detail's amount in the entry's currency if the bank gives it; a lone detail without one is the entry."""
    direction = text(detail, "{*}CdtDbtInd")
    debit = entry.amount < 0 if direction is None else direction == "DBIT"
    candidates = ("{*}Amt", "{*}AmtDtls/{*}TxAmt/{*}Amt", "{*}AmtDtls/{*}InstdAmt/{*}Amt")
    stated = [
        (found, value) for path in candidates if (found := detail.find(path)) is not None and (value := text(found))
    ]
    own = next(((f, v) for f, v in stated if f.get("Ccy") == entry.currency), None)
    if own is None and among == 1:
        return entry.amount, entry.currency
    chosen = own or next(iter(stated), None)
    if chosen is None:
        words = N_("{place}: a detail of a batch has no amount.")
        warnings.append(Reason("statement.detail_amount", words, {"place": place(detail)}))
        return ZERO, entry.currency
    amount = fields.amount(chosen[1], place(chosen[0]), signed=False)
    return (-amount if debit else amount), chosen[0].get("Ccy")


def _party(detail: Element, role: str) -> Counterparty:
    """The debtor or creditor of a detail, with his account, bank and the one he acts for."""
    base, agent = f"{{*}}RltdPties/{{*}}{role}", f"{{*}}RltdAgts/{{*}}{role}Agt/{{*}}FinInstnId/{{*}}"
    ultimate = f"{{*}}RltdPties/{{*}}Ultmt{role}"
    iban = text(detail, f"{base}Acct/{{*}}Id/{{*}}IBAN")
    return Counterparty(
        name=text(detail, f"{base}/{{*}}Nm")
        or text(detail, f"{base}/{{*}}Pty/{{*}}Nm")
        or text(detail, f"{base}/{{*}}Agt/{{*}}FinInstnId/{{*}}Nm"),
        iban=fields.compact(iban),
        bic=text(detail, f"{agent}BICFI") or text(detail, f"{agent}BIC"),
        account=None if iban else text(detail, f"{base}Acct/{{*}}Id/{{*}}Othr/{{*}}Id"),
        ultimate=text(detail, f"{ultimate}/{{*}}Nm") or text(detail, f"{ultimate}/{{*}}Pty/{{*}}Nm"),
    )


def _counterparty(detail: Element, entry: StatementEntry, account: StatementAccount) -> Counterparty:
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


def _remittance(detail: Element) -> Remittance:
    structured, scheme, loose = None, None, list(texts(detail, "{*}RmtInf/{*}Ustrd"))
    for part in detail.iterfind("{*}RmtInf/{*}Strd"):
        written = text(part, "{*}CdtrRefInf/{*}Ref") or text(part, "{*}CdtrRefInf/{*}CdtrRef")
        if written and structured is None:
            issuer = text(part, "{*}CdtrRefInf/{*}Tp/{*}Issr") or text(part, "{*}CdtrRefInf/{*}Tp/{*}CdOrPrtry/{*}Cd")
            structured, scheme = reference_of(written, issuer)
            if structured is None:
                loose.append(written)
        elif written:
            loose.append(written)
        loose.extend(texts(part, "{*}RfrdDocInf/{*}Nb"))
        loose.extend(texts(part, "{*}AddtlRmtInf"))
    return Remittance(structured=structured, scheme=scheme, text=join(loose))

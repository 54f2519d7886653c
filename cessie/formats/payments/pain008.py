"""ISO 20022 pain.008, the direct debit order: written as pain.008.001.08 or .02, read in versions 01 to 12.

Written for SEPA Core and B2B: euro, one block for each account, creditor identifier, scheme, sequence and day, on days
on which TARGET is open. The file is put together piece by piece, so that memory does not grow with the number of
collections; what stands in it has gone through ``_sepa``, whose characters need no escaping. The same
``CollectionFile`` gives the same bytes, so that a second sending is recognised as a copy.
``write`` and ``pieces`` refuse ``sepa.*`` and ``pain008.*``; ``read`` refuses ``xml.*``, ``field.*`` and ``pain008.*``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from cessie.formats.payments import _sepa
from cessie.formats.payments._pain008_read import MAX_BYTES, MAX_COLLECTIONS, read_stream
from cessie.formats.values import (
    Amendment,
    CollectionBatch,
    CollectionFile,
    DirectDebit,
    MandateReference,
    PaymentParty,
    Remittance,
)
from cessie.formats.xml import root_name
from cessie.lib.days import is_bank_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

NAME = "pain008"
KIND = "collection"
VERSIONS = ("02", "08")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.008.001."
SCHEMES = ("CORE", "B2B")
SEQUENCES = ("FRST", "RCUR", "FNAL", "OOFF")
MOVED = "SMNDA"
_NAMESPACES_READ = re.compile(r"pain\.008\.00[1-3]\.(0[1-9]|1[0-2])(?!\d)")
_PIECE = 500  # collections

__all__ = ["KIND", "MAX_BYTES", "MAX_COLLECTIONS", "NAME", "SCHEMES", "looks_like", "pieces", "read", "write"]


def looks_like(head: bytes, name: str) -> bool:
    """By the namespace of its root."""
    root = root_name(head)
    return root is not None and root[1] == "Document" and bool(_NAMESPACES_READ.search(root[0]))


def read(data: bytes) -> list[CollectionFile]:
    """The order; control totals that do not come out are warnings."""
    return [read_stream(data)]


def write(file: CollectionFile, version: str = "08") -> bytes:
    """The order as bytes in UTF-8: pain.008.001.08, or .02 for banks that take no newer one."""
    return b"".join(pieces(file, version))


def pieces(file: CollectionFile, version: str = "08") -> Iterator[bytes]:
    """The order in pieces of some hundred collections.

    What concerns the file and its totals is refused before the first piece; a party or a reference that the bank
    would refuse only when it is reached: whoever writes to a file keeps none that was not finished.
    """
    if version not in VERSIONS:
        raise ValueError("pain.008.001.02 and .08 are written, no other")
    _check(file)
    seen: set[str] = set()
    return _pieces(file, [_totals(batch, seen) for batch in file.batches], version)


def _pieces(file: CollectionFile, totals: list[_Totals], version: str) -> Iterator[bytes]:
    bic = "BIC" if version == "02" else "BICFI"
    yield (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<Document xmlns="{NAMESPACE}{version}"><CstmrDrctDbtInitn>\n{_header(file, totals)}'
    ).encode()
    for batch, total in zip(file.batches, totals, strict=True):
        yield f"<PmtInf>{_block(batch, total, bic)}\n".encode()
        held: list[str] = []
        for collection in batch.collections:
            held.append(_collection(collection, batch, bic))
            if len(held) == _PIECE:
                yield "".join(held).encode()
                held.clear()
        yield ("".join(held) + "</PmtInf>\n").encode()
    yield b"</CstmrDrctDbtInitn></Document>\n"


@dataclass(frozen=True, slots=True)
class _Totals:
    count: int
    amount: Money


def _check(file: CollectionFile) -> None:
    count = sum(len(batch.collections) for batch in file.batches)
    if not file.batches or not all(batch.collections for batch in file.batches):
        raise Refusal("pain008.empty", N_("A collection file needs at least one collection in every block."))
    if count > MAX_COLLECTIONS:
        words = N_("The file holds {count} collections; at most {limit} go into one.")
        raise Refusal("pain008.too_many", words, count=count, limit=MAX_COLLECTIONS)
    if file.created_at.tzinfo is None:
        raise Refusal("pain008.moment", N_("The moment of creation needs its time zone."))
    for batch in file.batches:
        _check_block(batch)
    ids: set[str] = set()
    kinds: set[str] = set()
    for batch in file.batches:
        _once("PmtInfId", batch.id, ids)
        _once("PmtInf", _kind(batch), kinds)


def _check_block(batch: CollectionBatch) -> None:
    for what, code, known in (("LclInstrm", batch.scheme, SCHEMES), ("SeqTp", batch.sequence, SEQUENCES)):
        if code not in known:
            words = N_("{what}: {code} is none of {known}.")
            raise Refusal("pain008.code", words, what=what, code=code, known=", ".join(known))
    if not is_bank_day(batch.collection_date):
        words = N_("On {day} no bank collects: TARGET is closed.")
        raise Refusal("pain008.day", words, day=batch.collection_date)


def _kind(batch: CollectionBatch) -> str:
    """What a block is of; two of the same are one."""
    return " ".join(
        (batch.creditor.iban, batch.creditor_id, batch.scheme, batch.sequence, batch.collection_date.isoformat())
    )


def _once(what: str, id_: str, seen: set[str]) -> None:
    if id_ in seen:
        raise Refusal("pain008.twice", N_("{what} {id} stands in the file more than once."), what=what, id=id_)
    seen.add(id_)


def _totals(batch: CollectionBatch, seen: set[str]) -> _Totals:
    """Count and sum; the same reference for two collections of the file is refused."""
    cents = 0
    for collection in batch.collections:
        _once("EndToEndId", collection.end_to_end_id, seen)
        cents += _sepa.amount(collection.amount).cents
    return _Totals(len(batch.collections), Money(cents))


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{text}</{name}>"


def _node(name: str, *parts: str) -> str:
    return f"<{name}>{''.join(parts)}</{name}>"


def _counted(total: _Totals) -> str:
    return _leaf("NbOfTxs", str(total.count)) + _leaf("CtrlSum", str(total.amount.decimal))


def _header(file: CollectionFile, totals: list[_Totals]) -> str:
    whole = _Totals(sum(one.count for one in totals), Money.total(one.amount for one in totals))
    register = file.initiator_register
    return _node(
        "GrpHdr",
        _leaf("MsgId", _sepa.identifier(file.message_id, "MsgId")),
        _leaf("CreDtTm", file.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        _counted(whole),
        _node("InitgPty", _leaf("Nm", _sepa.name(file.initiator)), _organisation(register, "InitgPty/Id")),
    ) + "\n"  # fmt: skip


def _block(batch: CollectionBatch, total: _Totals, bic: str) -> str:
    """What stands before the collections of a block."""
    return "".join((
        _leaf("PmtInfId", _sepa.identifier(batch.id, "PmtInfId")),
        _leaf("PmtMtd", "DD"),
        _leaf("BtchBookg", "true" if batch.booked_as_one else "false"),
        _counted(total),
        _node(
            "PmtTpInf",
            _node("SvcLvl", _leaf("Cd", "SEPA")),
            _node("LclInstrm", _leaf("Cd", batch.scheme)),
            _leaf("SeqTp", batch.sequence),
        ),
        _leaf("ReqdColltnDt", batch.collection_date.isoformat()),
        _party("Cdtr", batch.creditor),
        _account("Cdtr", batch.creditor.iban),
        _agent("Cdtr", batch.creditor.bic, bic),
        _leaf("ChrgBr", "SLEV"),
        _creditor("CdtrSchmeId", batch.creditor_id),
    ))  # fmt: skip


def _collection(one: DirectDebit, batch: CollectionBatch, bic: str) -> str:
    money = _sepa.amount(one.amount)
    instruction = _leaf("InstrId", _sepa.identifier(one.instruction_id, "InstrId")) if one.instruction_id else ""
    return _node(
        "DrctDbtTxInf",
        _node("PmtId", instruction, _leaf("EndToEndId", _sepa.identifier(one.end_to_end_id, "EndToEndId"))),
        f'<InstdAmt Ccy="{money.currency}">{money.decimal}</InstdAmt>',
        _node("DrctDbtTx", _mandate(one.mandate, one.debtor, batch)),
        _other("UltmtCdtr", one.ultimate_creditor),
        _agent("Dbtr", one.debtor.bic, bic),
        _party("Dbtr", one.debtor),
        _account("Dbtr", one.debtor.iban),
        _other("UltmtDbtr", one.ultimate_debtor),
        _node("Purp", _leaf("Cd", _sepa.purpose(one.purpose, NAME))) if one.purpose else "",
        _remittance(one.remittance),
    ) + "\n"  # fmt: skip


def _mandate(mandate: MandateReference, debtor: PaymentParty, batch: CollectionBatch) -> str:
    if mandate.signed_date > batch.collection_date:
        words = N_("Mandate {id} was signed after the day of the collection.")
        raise Refusal("pain008.signed_later", words, id=mandate.id)
    amended = _amendment(mandate.amendment, mandate, debtor, batch) if mandate.amendment else ""
    signature = mandate.electronic_signature
    return _node(
        "MndtRltdInf",
        _leaf("MndtId", _sepa.identifier(mandate.id, "MndtId")),
        _leaf("DtOfSgntr", mandate.signed_date.isoformat()),
        amended,
        _leaf("ElctrncSgntr", _sepa.message(signature)) if signature else "",
    )


def _amendment(change: Amendment, mandate: MandateReference, debtor: PaymentParty, batch: CollectionBatch) -> str:
    """Never an original that is as the present, and never no change at all: banks refuse both."""
    old_iban = _sepa.iban(change.debtor_iban) if change.debtor_iban else ""
    same = (
        (change.mandate_id == mandate.id)
        or (change.creditor_id is not None and _sepa.creditor_id(change.creditor_id) == batch.creditor_id)
        or (bool(old_iban) and (old_iban == _sepa.iban(debtor.iban) or change.debtor_moved))
        or change == Amendment()
    )
    if same:
        words = N_("Mandate {id}: an amendment names what was before, and that it is another now.")
        raise Refusal("pain008.amendment", words, id=mandate.id)
    original = _leaf("OrgnlMndtId", _sepa.identifier(change.mandate_id, "OrgnlMndtId")) if change.mandate_id else ""
    account = _leaf("IBAN", old_iban) if old_iban else ""
    if change.debtor_moved:
        account = _node("Othr", _leaf("Id", MOVED))
    creditor = ""
    if change.creditor_id or change.creditor_name:
        creditor = _creditor("OrgnlCdtrSchmeId", change.creditor_id, change.creditor_name)
    return _leaf("AmdmntInd", "true") + _node(
        "AmdmntInfDtls", original, creditor, _node("OrgnlDbtrAcct", _node("Id", account)) if account else ""
    )


def _creditor(element: str, id_: str | None, name: str | None = None) -> str:
    """A creditor by his SEPA identifier, in an amendment by his name too."""
    scheme = _node("SchmeNm", _leaf("Prtry", "SEPA"))
    return _node(
        element,
        _leaf("Nm", _sepa.name(name)) if name else "",
        _node("Id", _node("PrvtId", _node("Othr", _leaf("Id", _sepa.creditor_id(id_)), scheme))) if id_ else "",
    )


def _party(role: str, party: PaymentParty) -> str:
    address = ""
    if party.address is not None:
        parts = _sepa.address_parts(party.address)
        address = _node("PstlAdr", *(_leaf(element, value) for element, value in parts))
    return _node(role, _leaf("Nm", _sepa.name(party.name)), address, _organisation(party.register, f"{role}/Id"))


def _organisation(register: str | None, what: str) -> str:
    if not register:
        return ""
    return _node("Id", _node("OrgId", _node("Othr", _leaf("Id", _sepa.identifier(register, what)))))


def _other(role: str, name: str | None) -> str:
    return _node(role, _leaf("Nm", _sepa.name(name))) if name else ""


def _account(role: str, iban: str) -> str:
    return _node(f"{role}Acct", _node("Id", _leaf("IBAN", _sepa.iban(iban))))


def _agent(role: str, bic: str | None, element: str) -> str:
    inside = _leaf(element, _sepa.bic(bic)) if bic else _node("Othr", _leaf("Id", "NOTPROVIDED"))
    return _node(f"{role}Agt", _node("FinInstnId", inside))


def _remittance(remittance: Remittance) -> str:
    """Structured (SCOR with its issuer) or text, never both."""
    reference = _sepa.reference(remittance, NAME)
    if reference is None:
        return _node("RmtInf", _leaf("Ustrd", _sepa.message(remittance.text))) if remittance.text else ""
    scheme, value = reference
    kind = _node("Tp", _node("CdOrPrtry", _leaf("Cd", "SCOR")), _leaf("Issr", scheme))
    return _node("RmtInf", _node("Strd", _node("CdtrRefInf", kind, _leaf("Ref", value))))

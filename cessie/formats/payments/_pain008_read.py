"""Reads pain.008 of any version, one collection at a time: for proofs and for files that others made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cessie.formats import fields
from cessie.formats.payments._pain_read import amount, control, demand, moment, party, remittance
from cessie.formats.values import Amendment, CollectionBatch, CollectionFile, DirectDebit, MandateReference
from cessie.formats.xml import Element, place, stream, text
from cessie.lib.reasons import N_, Reason, Refusal

MAX_BYTES = 100 * 2**20
MAX_COLLECTIONS = 100_000
_OF = "pain008"
_MANDATE = "{*}DrctDbtTx/{*}MndtRltdInf"
_CREDITOR_ID = "{*}Id/{*}PrvtId/{*}Othr/{*}Id"


@dataclass
class _Reading:
    """What was gathered so far; the one place here that changes."""

    header: Element | None = None
    count: int = 0
    creditor_ids: set[str] = field(default_factory=set)
    collections: list[DirectDebit] = field(default_factory=list)
    batches: list[CollectionBatch] = field(default_factory=list)
    warnings: list[Reason] = field(default_factory=list)


def read_stream(data: bytes) -> CollectionFile:
    """The order; totals that do not come out are warnings."""
    reading = _Reading()
    for element in stream(data, MAX_BYTES, "DrctDbtTxInf"):
        _take(reading, element)
    header = reading.header
    if header is None:
        raise Refusal("pain008.root", N_("The message holds no direct debit order."))
    amounts = [one.amount for batch in reading.batches for one in batch.collections]
    return CollectionFile(
        message_id=demand(header, "MsgId", _OF),
        created_at=moment(header, _OF),
        initiator=text(header, "{*}InitgPty/{*}Nm") or "",
        initiator_register=text(header, "{*}InitgPty/{*}Id/{*}OrgId/{*}Othr/{*}Id"),
        batches=tuple(reading.batches),
        warnings=(*control(header, amounts, _OF), *reading.warnings),
    )


def _take(reading: _Reading, element: Element) -> None:
    """One element has ended: keep what matters."""
    tag = str(element.tag)
    if tag.endswith("}DrctDbtTxInf"):
        reading.count += 1
        if reading.count > MAX_COLLECTIONS:
            words = N_("The file holds more than {limit} collections.")
            raise Refusal("pain008.too_many", words, limit=MAX_COLLECTIONS)
        reading.collections.append(_collection(element))
        reading.creditor_ids |= {text(element, f"{{*}}DrctDbtTx/{{*}}CdtrSchmeId/{_CREDITOR_ID}") or ""}
    elif tag.endswith("}PmtInf"):
        batch = _batch(element, reading)
        reading.batches.append(batch)
        reading.warnings.extend(_doubts(element, batch, reading.creditor_ids))
        reading.collections, reading.creditor_ids = [], set()
    elif tag.endswith("}GrpHdr"):
        reading.header = element


def _batch(block: Element, reading: _Reading) -> CollectionBatch:
    kind = "{*}PmtTpInf"
    known = text(block, f"{{*}}CdtrSchmeId/{_CREDITOR_ID}") or min(reading.creditor_ids - {""}, default="")
    return CollectionBatch(
        id=text(block, "{*}PmtInfId") or "",
        collection_date=fields.day(text(block, "{*}ReqdColltnDt") or "", place(block)),
        creditor=party(block, "Cdtr"),
        creditor_id=fields.compact(known) or "",
        scheme=text(block, f"{kind}/{{*}}LclInstrm/{{*}}Cd") or text(block, f"{kind}/{{*}}LclInstrm/{{*}}Prtry") or "",
        sequence=text(block, f"{kind}/{{*}}SeqTp") or "",
        collections=tuple(reading.collections),
        booked_as_one=text(block, "{*}BtchBookg") in {"true", "1"},
    )


def _doubts(block: Element, batch: CollectionBatch, creditor_ids: set[str]) -> Iterator[Reason]:
    yield from control(block, [one.amount for one in batch.collections], _OF)
    others = {fields.compact(id_) for id_ in creditor_ids} - {None, batch.creditor_id}
    if others:
        words = N_("{place} collects under more than one creditor identifier.")
        yield Reason("pain008.creditor_ids", words, {"place": place(block)})


def _collection(node: Element) -> DirectDebit:
    return DirectDebit(
        end_to_end_id=text(node, "{*}PmtId/{*}EndToEndId") or "",
        instruction_id=text(node, "{*}PmtId/{*}InstrId"),
        amount=amount(node, node.find("{*}InstdAmt"), _OF),
        debtor=party(node, "Dbtr"),
        mandate=_mandate(node),
        remittance=remittance(node),
        ultimate_creditor=text(node, "{*}UltmtCdtr/{*}Nm"),
        ultimate_debtor=text(node, "{*}UltmtDbtr/{*}Nm"),
        purpose=text(node, "{*}Purp/{*}Cd"),
    )


def _mandate(node: Element) -> MandateReference:
    found = node.find(_MANDATE)
    if found is None:
        raise Refusal("pain008.missing", N_("{place}: {name} is missing."), place=place(node), name="MndtRltdInf")
    signed = text(found, "{*}DtOfSgntr")
    if signed is None:
        raise Refusal("pain008.missing", N_("{place}: {name} is missing."), place=place(found), name="DtOfSgntr")
    return MandateReference(
        id=text(found, "{*}MndtId") or "",
        signed_date=fields.day(signed, place(found)),
        amendment=_amendment(found.find("{*}AmdmntInfDtls")),
        electronic_signature=text(found, "{*}ElctrncSgntr"),
    )


def _amendment(node: Element | None) -> Amendment | None:
    """Before 2016 SMNDA stood where the debtor's bank does."""
    if node is None:
        return None
    other = text(node, "{*}OrgnlDbtrAcct/{*}Id/{*}Othr/{*}Id")
    agent = text(node, "{*}OrgnlDbtrAgt/{*}FinInstnId/{*}Othr/{*}Id")
    moved = "SMNDA" in (other, agent)
    return Amendment(
        mandate_id=text(node, "{*}OrgnlMndtId"),
        creditor_id=fields.compact(text(node, f"{{*}}OrgnlCdtrSchmeId/{_CREDITOR_ID}")),
        creditor_name=text(node, "{*}OrgnlCdtrSchmeId/{*}Nm"),
        debtor_iban=fields.compact(text(node, "{*}OrgnlDbtrAcct/{*}Id/{*}IBAN")),
        debtor_moved=moved,
    )

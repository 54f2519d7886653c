"""Reads pain.001 of any version: for the bank of the simulated world, for proofs, for files that others made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cessie.formats import fields
from cessie.formats.payments._pain_read import amount, control, demand, moment, party, remittance
from cessie.formats.values import CreditTransfer, PaymentFile, TransferBatch
from cessie.formats.xml import Element, local, place, text
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

_OF = "pain001"


def read_tree(root: Element) -> PaymentFile:
    """The order under a root that came through ``formats.xml``; totals that do not come out are warnings."""
    message = next((child for child in root if child.find("{*}GrpHdr") is not None), None)
    header = message.find("{*}GrpHdr") if message is not None else None
    if message is None or header is None:
        raise Refusal("pain001.root", N_("{root} holds no credit transfer order."), root=fields.shown(local(root)))
    blocks = list(message.iterfind("{*}PmtInf"))
    batches = tuple(_batch(block) for block in blocks)
    file = PaymentFile(
        message_id=demand(header, "MsgId", _OF),
        created_at=moment(header, _OF),
        initiator=text(header, "{*}InitgPty/{*}Nm") or "",
        initiator_register=text(header, "{*}InitgPty/{*}Id/{*}OrgId/{*}Othr/{*}Id"),
        batches=batches,
    )
    amounts = [[transfer.amount for transfer in batch.transfers] for batch in batches]
    warnings = [*control(header, [one for part in amounts for one in part], _OF)]
    for block, part in zip(blocks, amounts, strict=True):
        warnings.extend(control(block, part, _OF))
    return replace(file, warnings=tuple(warnings))


def _batch(block: Element) -> TransferBatch:
    return TransferBatch(
        id=text(block, "{*}PmtInfId") or "",
        execution_date=_execution(block),
        debtor=party(block, "Dbtr"),
        transfers=tuple(_transfer(node) for node in block.iterfind("{*}CdtTrfTxInf")),
        booked_as_one=text(block, "{*}BtchBookg") in {"true", "1"},
        instant=text(block, "{*}PmtTpInf/{*}LclInstrm/{*}Cd") == "INST",
    )


def _execution(block: Element) -> date:
    path = "{*}ReqdExctnDt"
    value = text(block, f"{path}/{{*}}Dt") or text(block, f"{path}/{{*}}DtTm") or text(block, path)
    return fields.day(value or "", place(block))


def _transfer(node: Element) -> CreditTransfer:
    return CreditTransfer(
        end_to_end_id=text(node, "{*}PmtId/{*}EndToEndId") or "",
        instruction_id=text(node, "{*}PmtId/{*}InstrId"),
        amount=_amount(node),
        creditor=party(node, "Cdtr"),
        remittance=remittance(node),
        purpose=text(node, "{*}Purp/{*}Cd"),
    )


def _amount(node: Element) -> Money:
    found = node.find("{*}Amt/{*}InstdAmt")
    if found is None:
        found = node.find("{*}Amt/{*}EqvtAmt/{*}Amt")
    return amount(node, found, _OF)

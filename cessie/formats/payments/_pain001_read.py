"""Reads pain.001 of any version: for the bank of the simulated world, for proofs, for files that others made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from cessie.formats import fields
from cessie.formats.remittance import join, reference_of
from cessie.formats.values import (
    Address,
    CreditTransfer,
    PaymentFile,
    PaymentParty,
    Remittance,
    TransferBatch,
)
from cessie.formats.xml import Element, local, place, text, texts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


def read_tree(root: Element) -> PaymentFile:
    """The order under a root that came through ``formats.xml``; totals that do not come out are warnings."""
    message = next((child for child in root if child.find("{*}GrpHdr") is not None), None)
    header = message.find("{*}GrpHdr") if message is not None else None
    if message is None or header is None:
        raise Refusal("pain001.root", N_("{root} holds no credit transfer order."), root=fields.shown(local(root)))
    blocks = list(message.iterfind("{*}PmtInf"))
    batches = tuple(_batch(block) for block in blocks)
    file = PaymentFile(
        message_id=_demand(header, "MsgId"),
        created_at=_moment(header),
        initiator=text(header, "{*}InitgPty/{*}Nm") or "",
        initiator_register=text(header, "{*}InitgPty/{*}Id/{*}OrgId/{*}Othr/{*}Id"),
        batches=batches,
    )
    whole = [transfer for batch in batches for transfer in batch.transfers]
    warnings = [*_control(header, whole)]
    for block, batch in zip(blocks, batches, strict=True):
        warnings.extend(_control(block, list(batch.transfers)))
    return replace(file, warnings=tuple(warnings))


def _demand(element: Element, name: str) -> str:
    value = text(element, f"{{*}}{name}")
    if value is None:
        words = N_("{place}: {name} is missing.")
        raise Refusal("pain001.missing", words, place=place(element), name=name)
    return value


def _moment(header: Element) -> datetime:
    """CreDtTm; one without a zone is read as UTC."""
    written = _demand(header, "CreDtTm")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        words = N_("{place}: {text} is not a day of the calendar.")
        raise Refusal("field.day", words, place=place(header), text=fields.shown(written)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _control(element: Element, transfers: list[CreditTransfer]) -> Iterator[Reason]:
    """NbOfTxs and CtrlSum against the content."""
    where = place(element)
    count, total = text(element, "{*}NbOfTxs"), text(element, "{*}CtrlSum")
    if count is not None and fields.number(count, where) != len(transfers):
        words = N_("{place} says {stated} payments, there are {counted}.")
        yield Reason("pain001.count", words, {"place": where, "stated": count, "counted": len(transfers)})
    computed = sum((transfer.amount.decimal for transfer in transfers), Decimal(0))
    if total is not None and fields.number(total, where) != computed:
        words = N_("{place} says {stated} in all, the payments make {computed}.")
        yield Reason("pain001.sum", words, {"place": where, "stated": total, "computed": f"{computed:f}"})


def _batch(block: Element) -> TransferBatch:
    return TransferBatch(
        id=text(block, "{*}PmtInfId") or "",
        execution_date=_execution(block),
        debtor=_party(block, "Dbtr"),
        transfers=tuple(_transfer(node) for node in block.iterfind("{*}CdtTrfTxInf")),
        booked_as_one=text(block, "{*}BtchBookg") in {"true", "1"},
        instant=text(block, "{*}PmtTpInf/{*}LclInstrm/{*}Cd") == "INST",
    )


def _execution(block: Element) -> date:
    path = "{*}ReqdExctnDt"
    value = text(block, f"{path}/{{*}}Dt") or text(block, f"{path}/{{*}}DtTm") or text(block, path)
    return fields.day(value or "", place(block))


def _party(parent: Element, role: str) -> PaymentParty:
    account, agent = f"{{*}}{role}Acct/{{*}}Id", f"{{*}}{role}Agt/{{*}}FinInstnId"
    iban = text(parent, f"{account}/{{*}}IBAN") or text(parent, f"{account}/{{*}}Othr/{{*}}Id")
    return PaymentParty(
        name=text(parent, f"{{*}}{role}/{{*}}Nm") or "",
        iban=fields.compact(iban) or "",
        bic=text(parent, f"{agent}/{{*}}BICFI") or text(parent, f"{agent}/{{*}}BIC"),
        address=_address(parent.find(f"{{*}}{role}/{{*}}PstlAdr")),
        register=text(parent, f"{{*}}{role}/{{*}}Id/{{*}}OrgId/{{*}}Othr/{{*}}Id"),
    )


def _address(node: Element | None) -> Address | None:
    if node is None:
        return None
    return Address(
        street=text(node, "{*}StrtNm"),
        number=text(node, "{*}BldgNb"),
        postcode=text(node, "{*}PstCd"),
        city=text(node, "{*}TwnNm"),
        country=text(node, "{*}Ctry"),
        lines=texts(node, "{*}AdrLine"),
    )


def _transfer(node: Element) -> CreditTransfer:
    return CreditTransfer(
        end_to_end_id=text(node, "{*}PmtId/{*}EndToEndId") or "",
        instruction_id=text(node, "{*}PmtId/{*}InstrId"),
        amount=_amount(node),
        creditor=_party(node, "Cdtr"),
        remittance=_remittance(node),
        purpose=text(node, "{*}Purp/{*}Cd"),
    )


def _amount(node: Element) -> Money:
    found = node.find("{*}Amt/{*}InstdAmt")
    if found is None:
        found = node.find("{*}Amt/{*}EqvtAmt/{*}Amt")
    value = text(found) if found is not None else None
    if found is None or value is None:
        raise Refusal("pain001.missing", N_("{place}: {name} is missing."), place=place(node), name="InstdAmt")
    amount = fields.amount(value, place(found), 2, signed=False)
    return Money.of(amount, found.get("Ccy") or "EUR")


def _remittance(node: Element) -> Remittance:
    part = "{*}RmtInf/{*}Strd/{*}CdtrRefInf"
    written = text(node, f"{part}/{{*}}Ref")
    loose = list(texts(node, "{*}RmtInf/{*}Ustrd"))
    if written is None:
        return Remittance(text=join(loose))
    issuer = text(node, f"{part}/{{*}}Tp/{{*}}Issr") or text(node, f"{part}/{{*}}Tp/{{*}}CdOrPrtry/{{*}}Cd")
    structured, scheme = reference_of(written, issuer)
    if structured is None:
        loose.append(written)
    return Remittance(structured=structured, scheme=scheme, text=join(loose))

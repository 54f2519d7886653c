"""ISO 20022 pain.001, the credit transfer order: written as pain.001.001.09 or .03, read in versions 01 to 12.

Written for SEPA: euro, structured or hybrid addresses, one structured reference or 140 characters of text, identifiers
exactly as given. The same ``PaymentFile`` gives the same bytes, so that a second sending is recognised as a copy.
``write`` refuses ``sepa.*`` and ``pain001.*``; ``read`` refuses ``xml.*``, ``field.*`` and ``pain001.*``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from lxml import etree

from cessie.formats.payments import _sepa
from cessie.formats.payments._pain001_read import read_tree
from cessie.formats.values import CreditTransfer, PaymentFile, PaymentParty, Remittance, TransferBatch
from cessie.formats.xml import Element, parse, root_name
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

NAME = "pain001"
KIND = "payment"
VERSIONS = ("03", "09")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001."
MAX_TRANSFERS = 5_000
_NAMESPACES_READ = re.compile(r"pain\.001\.00[1-3]\.(0[1-9]|1[0-2])(?!\d)")

__all__ = ["KIND", "NAME", "as_sent", "fitting", "looks_like", "name_as_sent", "read", "readable", "write"]


def looks_like(head: bytes, name: str) -> bool:
    """By the namespace of its root."""
    root = root_name(head)
    return root is not None and root[1] == "Document" and bool(_NAMESPACES_READ.search(root[0]))


def read(data: bytes) -> list[PaymentFile]:
    """The order; control totals that do not come out are warnings."""
    return [read_tree(parse(data))]


def fitting(text: str) -> str:
    """The text as it is where a transfer carries it whole, else its beginning in the SEPA character set.

    >>> fitting("2026-1 für €5")
    '2026-1 für €5'
    >>> len(fitting("€" * 100))
    140
    """
    plain = _sepa.sepa_text(text)
    return text if max(len(plain), len(text)) <= _sepa.TEXT_LENGTH else plain[: _sepa.TEXT_LENGTH].strip()


def as_sent(text: str) -> str:
    """The text as the bank will read it: in the SEPA character set.

    >>> as_sent("Müller & Zoon")
    'Muller + Zoon'
    """
    return _sepa.sepa_text(text)


def name_as_sent(name: str) -> str:
    """The name as the bank will read it: in the SEPA character set, at most 70 characters."""
    return _sepa.sepa_text(name)[: _sepa.NAME_LENGTH].strip()


def readable(name: str) -> bool:
    """Whether anything of the name is left in the SEPA character set.

    >>> readable("Électricité"), readable("北京")
    (True, False)
    """
    return any(character.isalnum() for character in name_as_sent(name))


def write(file: PaymentFile, version: str = "09") -> bytes:
    """The order as bytes in UTF-8: pain.001.001.09, or .03 for banks that take no newer one."""
    if version not in VERSIONS:
        raise ValueError("pain.001.001.03 and .09 are written, no other")
    _check(file)
    root = _root(NAMESPACE + version)
    message = _path(root, "CstmrCdtTrfInitn")
    header = _path(message, "GrpHdr")
    _add(header, "MsgId", _sepa.identifier(file.message_id, "MsgId"))
    _add(header, "CreDtTm", file.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _totals(header, [transfer for batch in file.batches for transfer in batch.transfers])
    initiator = _path(header, "InitgPty")
    _add(initiator, "Nm", _sepa.name(file.initiator))
    if file.initiator_register:
        _add(_path(initiator, "Id", "OrgId", "Othr"), "Id", _sepa.identifier(file.initiator_register, "InitgPty/Id"))
    for batch in file.batches:
        _batch(message, batch)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _root(namespace: str) -> Element:
    return etree.Element(f"{{{namespace}}}Document", nsmap={None: namespace})  # type: ignore[dict-item]  # as in ubl


def _old(element: Element) -> bool:
    """Whether the message is of version 03, which names a few things otherwise."""
    return str(etree.QName(element).namespace).endswith("03")


def _check(file: PaymentFile) -> None:
    transfers = [transfer for batch in file.batches for transfer in batch.transfers]
    if not file.batches or not all(batch.transfers for batch in file.batches):
        raise Refusal("pain001.empty", N_("A payment file needs at least one payment in every batch."))
    if len(transfers) > MAX_TRANSFERS:
        raise Refusal(
            "pain001.too_many",
            N_("The file holds {count} payments; at most {limit} go into one."),
            count=len(transfers),
            limit=MAX_TRANSFERS,
        )
    if file.created_at.tzinfo is None:
        raise Refusal("pain001.moment", N_("The moment of creation needs its time zone."))
    for what, ids in (
        ("EndToEndId", [transfer.end_to_end_id for transfer in transfers]),
        ("PmtInfId", [batch.id for batch in file.batches]),
    ):
        twice = {id_ for id_ in ids if ids.count(id_) > 1} if len(set(ids)) < len(ids) else set()
        if twice:
            words = N_("{what} {id} stands in the file more than once.")
            raise Refusal("pain001.twice", words, what=what, id=min(twice))


def _add(parent: Element, name: str, value: str, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}", attributes)
    element.text = value
    return element


def _path(parent: Element, *names: str) -> Element:
    for name in names:
        parent = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    return parent


def _totals(parent: Element, transfers: Sequence[CreditTransfer]) -> None:
    _add(parent, "NbOfTxs", str(len(transfers)))
    _add(parent, "CtrlSum", str(Money.total(_sepa.amount(transfer.amount) for transfer in transfers).decimal))


def _batch(message: Element, batch: TransferBatch) -> None:
    node = _path(message, "PmtInf")
    _add(node, "PmtInfId", _sepa.identifier(batch.id, "PmtInfId"))
    _add(node, "PmtMtd", "TRF")
    _add(node, "BtchBookg", "true" if batch.booked_as_one else "false")
    _totals(node, batch.transfers)
    kind = _path(node, "PmtTpInf")
    _add(_path(kind, "SvcLvl"), "Cd", "SEPA")
    if batch.instant:
        _add(_path(kind, "LclInstrm"), "Cd", "INST")
    if _old(node):
        _add(node, "ReqdExctnDt", batch.execution_date.isoformat())
    else:
        _add(_path(node, "ReqdExctnDt"), "Dt", batch.execution_date.isoformat())
    _party(node, "Dbtr", batch.debtor)
    account = _account(node, "Dbtr", batch.debtor)
    _add(account, "Ccy", "EUR")
    _agent(node, "Dbtr", batch.debtor.bic)
    _add(node, "ChrgBr", "SLEV")
    for transfer in batch.transfers:
        _transfer(node, transfer)


def _party(parent: Element, role: str, party: PaymentParty) -> None:
    node = _path(parent, role)
    _add(node, "Nm", _sepa.name(party.name))
    if party.address is not None:
        address = _path(node, "PstlAdr")
        for element, value in _sepa.address_parts(party.address):
            _add(address, element, value)
    if party.register:
        _add(_path(node, "Id", "OrgId", "Othr"), "Id", _sepa.identifier(party.register, f"{role}/Id"))


def _account(parent: Element, role: str, party: PaymentParty) -> Element:
    account = _path(parent, f"{role}Acct")
    _add(_path(account, "Id"), "IBAN", _sepa.iban(party.iban))
    return account


def _agent(parent: Element, role: str, bic: str | None) -> None:
    institution = _path(parent, f"{role}Agt", "FinInstnId")
    if bic:
        _add(institution, "BIC" if _old(institution) else "BICFI", _sepa.bic(bic))
    else:
        _add(_path(institution, "Othr"), "Id", "NOTPROVIDED")


def _transfer(batch: Element, transfer: CreditTransfer) -> None:
    node = _path(batch, "CdtTrfTxInf")
    ids = _path(node, "PmtId")
    if transfer.instruction_id:
        _add(ids, "InstrId", _sepa.identifier(transfer.instruction_id, "InstrId"))
    _add(ids, "EndToEndId", _sepa.identifier(transfer.end_to_end_id, "EndToEndId"))
    money = _sepa.amount(transfer.amount)
    _add(_path(node, "Amt"), "InstdAmt", str(money.decimal), Ccy=money.currency)
    if transfer.creditor.bic:
        _agent(node, "Cdtr", transfer.creditor.bic)
    _party(node, "Cdtr", transfer.creditor)
    _account(node, "Cdtr", transfer.creditor)
    if transfer.purpose:
        _add(_path(node, "Purp"), "Cd", _sepa.purpose(transfer.purpose, NAME))
    _remittance(node, transfer.remittance)


def _remittance(transfer: Element, remittance: Remittance) -> None:
    """Structured (SCOR with its issuer) or text, never both."""
    reference = _sepa.reference(remittance, NAME)
    if reference is not None:
        node = _path(transfer, "RmtInf", "Strd", "CdtrRefInf")
        kind = _path(node, "Tp")
        _add(_path(kind, "CdOrPrtry"), "Cd", "SCOR")
        _add(kind, "Issr", reference[0])
        _add(node, "Ref", reference[1])
    elif remittance.text:
        _add(_path(transfer, "RmtInf"), "Ustrd", _sepa.message(remittance.text))

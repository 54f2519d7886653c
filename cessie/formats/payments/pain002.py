"""ISO 20022 pain.002, the bank's word on our orders, versions 02 to 14.

Found back by message id, then batch (PmtInfId), then end-to-end id. A report that names only what was refused says
nothing about the rest: the statement decides. Refuses: ``xml.*``, ``field.*``, ``pain002.root``.
"""

from __future__ import annotations

import re

from cessie.formats import fields
from cessie.formats.values import BatchStatus, StatusReason, StatusReport, TransactionStatus
from cessie.formats.xml import Element, local, parse, place, root_name, text, texts
from cessie.lib.reasons import N_, Refusal

NAME = "pain002"
KIND = "status_report"
_NAMESPACE = re.compile(r"pain\.002\.001\.(0[2-9]|1[0-4])(?!\d)")


def looks_like(head: bytes, name: str) -> bool:
    """By the namespace of its root."""
    root = root_name(head)
    return root is not None and root[1] == "Document" and bool(_NAMESPACE.search(root[0]))


def read(data: bytes) -> list[StatusReport]:
    """The report."""
    root = parse(data)
    report = next((child for child in root if local(child) in {"CstmrPmtStsRpt", "PmtStsRpt"}), None)
    if report is None:
        raise Refusal("pain002.root", N_("{root} holds no payment status report."), root=fields.shown(local(root)))
    group = report.find("{*}OrgnlGrpInfAndSts")
    if group is None:
        group = report.find("{*}OrgnlGrpInf")
    batches = [_batch(block) for block in report.iterfind("{*}OrgnlPmtInfAndSts")]
    loose = tuple(_transaction(node) for node in report.iterfind("{*}TxInfAndSts"))
    if loose:
        batches.append(BatchStatus(id=None, status=None, transactions=loose))
    return [
        StatusReport(
            message_id=text(report, "{*}GrpHdr/{*}MsgId"),
            created_at=text(report, "{*}GrpHdr/{*}CreDtTm"),
            original_message_id=text(group, "{*}OrgnlMsgId") if group is not None else None,
            original_message=text(group, "{*}OrgnlMsgNmId") if group is not None else None,
            status=text(group, "{*}GrpSts") if group is not None else None,
            reasons=_reasons(group) if group is not None else (),
            batches=tuple(batches),
        )
    ]


def _batch(block: Element) -> BatchStatus:
    return BatchStatus(
        id=text(block, "{*}OrgnlPmtInfId"),
        status=text(block, "{*}PmtInfSts"),
        reasons=_reasons(block),
        transactions=tuple(_transaction(node) for node in block.iterfind("{*}TxInfAndSts")),
    )


def _reasons(element: Element) -> tuple[StatusReason, ...]:
    return tuple(
        StatusReason(
            code=text(reason, "{*}Rsn/{*}Cd") or text(reason, "{*}Rsn/{*}Prtry"),
            text=" ".join(texts(reason, "{*}AddtlInf")) or None,
        )
        for reason in element.iterfind("{*}StsRsnInf")
    )


def _transaction(node: Element) -> TransactionStatus:
    amount = node.find("{*}OrgnlTxRef/{*}Amt/{*}InstdAmt")
    value = text(amount) if amount is not None else None
    return TransactionStatus(
        end_to_end_id=text(node, "{*}OrgnlEndToEndId"),
        status=text(node, "{*}TxSts"),
        instruction_id=text(node, "{*}OrgnlInstrId"),
        reasons=_reasons(node),
        amount=fields.amount(value, place(amount), signed=False) if value and amount is not None else None,
        currency=amount.get("Ccy") if amount is not None else None,
    )

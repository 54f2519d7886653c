"""pain.002: the bank's word on our orders."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cessie.formats.payments import pain002
from cessie.lib.reasons import Refusal

REPORT = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R-1</MsgId><CreDtTm>2026-11-24T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>PAY-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts>
</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>PAY-1-A</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
<TxInfAndSts><OrgnlInstrId>I-1</OrgnlInstrId><OrgnlEndToEndId>ADV-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account</AddtlInf><AddtlInf>closed</AddtlInf></StsRsnInf>
<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1250.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>ADV-2</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>"""


def test_file_batch_and_order_each_have_their_status() -> None:
    (report,) = pain002.read(REPORT)
    assert (report.original_message_id, report.original_message, report.status) == ("PAY-1", "pain.001.001.09", "PART")
    (batch,) = report.batches
    assert (batch.id, batch.status) == ("PAY-1-A", "PART")
    refused, settled = batch.transactions
    assert (refused.end_to_end_id, refused.instruction_id, refused.status) == ("ADV-1", "I-1", "RJCT")
    assert (refused.reasons[0].code, refused.reasons[0].text) == ("AC04", "account closed")
    assert refused.amount == Decimal("1250.00")
    assert (settled.end_to_end_id, settled.status, settled.reasons) == ("ADV-2", "ACSC", ())


def test_a_whole_file_may_be_refused_with_a_reason_of_the_bank() -> None:
    data = b"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>R</MsgId>
    </GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>PAY-1</OrgnlMsgId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>R001</Prtry>
    </Rsn></StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"""
    assert pain002.looks_like(data, "")
    (report,) = pain002.read(data)
    assert (report.status, report.reasons[0].code, report.batches) == ("RJCT", "R001", ())


def test_orders_outside_a_batch_are_kept() -> None:
    data = REPORT.replace(b"OrgnlPmtInfAndSts>", b"Other>")
    data = data.replace(b"<Other><OrgnlPmtInfId>PAY-1-A</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>", b"").replace(
        b"</Other>", b""
    )
    (report,) = pain002.read(data)
    assert [t.end_to_end_id for t in report.batches[0].transactions] == ["ADV-1", "ADV-2"]


def test_another_message_is_refused() -> None:
    assert not pain002.looks_like(REPORT.replace(b"pain.002", b"pain.008"), "")
    with pytest.raises(Refusal):
        pain002.read(REPORT.replace(b"CstmrPmtStsRpt", b"Other"))

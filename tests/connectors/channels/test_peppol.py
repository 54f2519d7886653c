"""Names in the network, whether somebody receives, and an e-invoice handed over and heard of again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from cessie.connectors.channels import Piece
from cessie.connectors.channels.peppol.access_point import AccessPoint, type_of
from cessie.connectors.channels.peppol.identifiers import PRODUCTION, document_type, host_of
from cessie.connectors.channels.peppol.lookup import Lookup, names_over_https
from cessie.connectors.channels.peppol.sandbox import FAILS, KEY, NOBODY, Sandbox
from cessie.connectors.errors import AuthFailed, OutcomeUnknown, Rejected, Temporary
from cessie.formats.invoice_response import read

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SELLER, BUYER = "0208:0848934496", "0208:0303265045"
UBL = b"""<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
<cbc:ID>2026-1</cbc:ID></Invoice>"""
INVOICE = Piece("R-1", b"%PDF", wire=UBL, sender=SELLER, participant=BUYER)


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(AT) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("who", "hashed"),
    [
        ("9915:test", "EH5BOAVAKTMBGZYH2A63DZ4QOV33FVP5NSDVQKLUCFRAAYOODW6A"),
        ("0192:923609016", "XQK4T3FMTEZDUY5BOVJMTNAQ45N7E4TIBYHWFPGOT75BSP7UYG2A"),
        ("0208:0848934496", "TJ7ZXXJTOECCSSVH5AKEGMQ23DRYQZBZS4Z6EGQIHVKMYVZ7BTRQ"),
        ("0106:68750110", "HVQXMXKVMSLQBPIUFV5WC2H2MIHUUSMCV3XSFRFMD7NO7J3UZVCA"),
    ],
)
def test_the_register_has_a_participant_under_his_hashed_name(who: str, hashed: str) -> None:
    assert host_of(who.upper(), PRODUCTION) == f"{hashed}.iso6523-actorid-upis.{PRODUCTION}"


def test_who_receives_and_who_does_not(there: Sandbox) -> None:
    invoice = document_type("Invoice")
    with httpx.Client(trust_env=False) as client:
        names = names_over_https(f"{there.url}/dns", client)
        lookup = Lookup(names, client, PRODUCTION, secure=False)
        assert lookup.can_receive(BUYER, invoice) == "yes"
        assert lookup.can_receive(BUYER, document_type("Order")) == "no"
        assert lookup.can_receive(NOBODY, invoice) == "no"
        assert lookup.can_receive("not one", invoice) == "no"
        there.hosts = set()
        assert lookup.can_receive(BUYER, invoice) == "no", "the register does not know his name"
        there.hosts, there.trouble = None, 500
        assert lookup.can_receive(BUYER, invoice) == "unknown", "silence is not no"
        assert Lookup(lambda _: ['100 10 "U" "Meta:SMP" "!.*!http://a!" .'], client, PRODUCTION).can_receive(
            BUYER, invoice
        ) == "unknown", "a service without HTTPS is not asked"  # fmt: skip


def test_an_invoice_is_handed_over_and_heard_of_with_its_proof(there: Sandbox) -> None:
    with AccessPoint(f"{there.url}/v1", KEY) as point:
        handed = point.deliver("D1", [INVOICE])
        lost = point.deliver("D2", [replace(INVOICE, participant=FAILS)])
        (sent, _) = there.sent
        assert sent["documentType"] == document_type("Invoice")
        assert (sent["sender"], sent["recipient"]) == (SELLER, BUYER)
        assert point.news([handed, lost, "M9"]) == [], "still on their way, or not known"
        there.now += timedelta(minutes=1)
        good, bad = point.news([handed, lost])
        assert (good.handed, good.fate, bad.fate) == (handed, "delivered", "rejected")
        assert b"fileContent" in good.proof
        assert "refused" in bad.words


def test_what_went_wrong_says_whether_it_may_be_done_again(there: Sandbox) -> None:
    with AccessPoint(f"{there.url}/v1", KEY) as point, AccessPoint(f"{there.url}/v1", "other") as stranger:
        for piece in (replace(INVOICE, participant=NOBODY), replace(INVOICE, wire=b"<a/>"),
                      replace(INVOICE, wire=b"<!DOCTYPE a><a/>"), replace(INVOICE, sender="")):  # fmt: skip
            with pytest.raises(Rejected):
                point.deliver("D", [piece])
        with pytest.raises(AuthFailed):
            stranger.deliver("D", [INVOICE])
        there.cut = True
        with pytest.raises(OutcomeUnknown):
            point.deliver("D", [INVOICE])
        there.trouble = 429
        with pytest.raises(Temporary):
            point.deliver("D", [INVOICE])
        there.trouble = 503
        with pytest.raises(OutcomeUnknown):
            point.deliver("D", [INVOICE])
    with AccessPoint(f"{there.url}/v1", KEY) as point, pytest.raises(Temporary):
        point.news(["M000001"])


def test_a_credit_note_is_another_kind_of_document() -> None:
    assert "CreditNote-2::CreditNote" in type_of(UBL.replace(b"Invoice", b"CreditNote"))


def test_what_buyers_answer_is_heard_until_it_is_confirmed(there: Sandbox) -> None:
    with AccessPoint(f"{there.url}/v1", KEY) as point:
        point.deliver("D1", [INVOICE])
        point.deliver("D2", [replace(INVOICE, participant=FAILS)])
        assert point.answers() == []
        there.turn(AT + timedelta(minutes=3))
        there.inbox.append({**there.inbox[0], "id": "I1", "documentType": document_type("Invoice")})
        had, asks = point.answers()
        assert [read(one.data).code for one in (had, asks)] == ["AB", "UQ"]
        assert (had.sender, read(asks.data).number) == (BUYER, "2026-1")
        point.confirm(had.key)
        assert [one.key for one in point.answers()] == [asks.key], "an invoice in the inbox is not ours to take"
        there.inbox[1]["fileContent"] = "not base 64"
        assert point.answers()[0].data == b""

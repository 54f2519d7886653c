"""pain.001: what leaves to the bank."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from mockbank import validate

from cessie.formats.payments import _sepa, pain001
from cessie.formats.values import Address, CreditTransfer, PaymentFile, PaymentParty, Remittance, TransferBatch
from cessie.lib import references
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.formats.samples import CLIENT_IBAN, FACTOR_IBAN, OGM, payment_file


def _with(**change: object) -> PaymentFile:
    """The sample with its first transfer changed."""
    file = payment_file()
    (batch,) = file.batches
    first = replace(batch.transfers[0], **change)  # type: ignore[arg-type]
    return replace(file, batches=(replace(batch, transfers=(first, *batch.transfers[1:])),))


def _to(**change: object) -> PaymentFile:
    creditor = PaymentParty(name="Atelier", iban=CLIENT_IBAN)
    return _with(creditor=replace(creditor, **change))  # type: ignore[arg-type]


def test_what_is_written_is_read() -> None:
    assert pain001.read(pain001.write(payment_file())) == [payment_file()]


def test_the_same_order_gives_the_same_bytes() -> None:
    assert pain001.write(payment_file()) == pain001.write(payment_file())


def test_the_totals_stand_at_both_levels() -> None:
    text = pain001.write(payment_file()).decode()
    assert text.count("<NbOfTxs>2</NbOfTxs>") == 2
    assert text.count("<CtrlSum>1250.01</CtrlSum>") == 2


@pytest.mark.parametrize(
    ("structured", "scheme"),
    [(OGM, "BBA"), ("RF18539007547034", "ISO"), ("5000056789012345", "CUR")],
)
def test_structured_references_name_their_issuer(structured: str, scheme: str) -> None:
    text = pain001.write(_with(remittance=Remittance(structured=structured, scheme=scheme))).decode()
    assert "<Cd>SCOR</Cd>" in text
    assert f"<Issr>{scheme}</Issr>" in text
    assert f"<Ref>{structured}</Ref>" in text


def test_an_ogm_may_be_given_dressed() -> None:
    assert (
        f"<Ref>{OGM}</Ref>"
        in pain001.write(_with(remittance=Remittance(structured="+++010/8068/17183+++", scheme="BBA"))).decode()
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Money(0)}, "sepa.amount"),
        ({"amount": Money(-1)}, "sepa.amount"),
        ({"amount": Money(10**11)}, "sepa.amount"),
        ({"amount": Money(100, "USD")}, "sepa.currency"),
        ({"end_to_end_id": ""}, "sepa.identifier"),
        ({"end_to_end_id": "/A"}, "sepa.identifier"),
        ({"end_to_end_id": "A//B"}, "sepa.identifier"),
        ({"end_to_end_id": "é"}, "sepa.identifier"),
        ({"end_to_end_id": "A" * 36}, "sepa.identifier"),
        ({"end_to_end_id": "ADV-2"}, "pain001.twice"),
        ({"remittance": Remittance(structured="010806817184", scheme="BBA")}, "pain001.reference"),
        ({"remittance": Remittance(structured=OGM)}, "pain001.reference"),
        ({"remittance": Remittance(structured=OGM, scheme="BBA", text="both")}, "pain001.remittance"),
        ({"remittance": Remittance(text="A" * 141)}, "sepa.text"),
        ({"purpose": "toolong"}, "pain001.purpose"),
    ],
)
def test_what_the_bank_would_refuse_is_not_written(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as no:
        pain001.write(_with(**change))
    assert no.value.code == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iban": "BE71096123456768"}, "sepa.iban"),
        ({"bic": "KRED"}, "sepa.bic"),
        ({"name": "  "}, "sepa.name"),
        ({"address": Address(street="Only a street")}, "sepa.address"),
        ({"address": Address(city="Gent", country="Belgium")}, "sepa.address"),
        ({"address": Address(city="Gent", country="BE", lines=("1", "2", "3"))}, "sepa.address"),
    ],
)
def test_a_payee_that_cannot_be_paid_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as no:
        pain001.write(_to(**change))
    assert no.value.code == code


def test_an_empty_file_is_refused() -> None:
    for file in (replace(payment_file(), batches=()), replace(payment_file(), created_at=datetime(2026, 1, 1))):  # noqa: DTZ001
        with pytest.raises(Refusal):
            pain001.write(file)


def test_names_are_put_in_the_sepa_alphabet_and_cut() -> None:
    text = pain001.write(_to(name="Müller & Søn — Œuvre “Ü” €uro " + "x" * 80)).decode()
    assert "<Nm>Muller + Son - OEuvre 'U' EURuro xxx" in text
    (read,) = pain001.read(text.encode())
    assert len(read.batches[0].transfers[0].creditor.name) == 70


def test_wrong_control_totals_are_told() -> None:
    data = pain001.write(payment_file()).replace(b"<NbOfTxs>2<", b"<NbOfTxs>3<", 1).replace(b"1250.01", b"1250.02", 1)
    (read,) = pain001.read(data)
    assert [warning.code for warning in read.warnings] == ["pain001.count", "pain001.sum"]


def test_instant_and_booked_as_one() -> None:
    file = payment_file()
    batch = replace(file.batches[0], instant=True, booked_as_one=True)
    text = pain001.write(replace(file, batches=(batch,))).decode()
    assert "<Cd>INST</Cd>" in text
    assert "<BtchBookg>true</BtchBookg>" in text


SEPA = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "
IDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.", min_size=1, max_size=35)
NAMES = st.text(min_size=1, max_size=90).filter(lambda text: bool(_sepa.sepa_text(text)[:70].strip()))
REMITTANCES = st.one_of(
    st.just(Remittance()),
    st.integers(1, 10**10 - 1).map(lambda n: Remittance(structured=references.make_ogm(n), scheme="BBA")),
    IDS.map(
        lambda i: Remittance(structured=references.make_rf("".join(filter(str.isalnum, i))[:21] or "1"), scheme="ISO")
    ),
    st.text(max_size=60).map(lambda text: Remittance(text=_sepa.sepa_text(text) or None)),
)


@st.composite
def files(draw: st.DrawFn) -> PaymentFile:
    """Any order that SEPA carries."""
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    transfers = [
        CreditTransfer(
            end_to_end_id=id_,
            amount=Money(draw(st.integers(1, 99_999_999_999))),
            creditor=PaymentParty(name=draw(NAMES), iban=CLIENT_IBAN),
            remittance=draw(REMITTANCES),
        )
        for id_ in ids
    ]
    cut = draw(st.integers(1, len(transfers)))
    parts = [part for part in (transfers[:cut], transfers[cut:]) if part]
    debtor = PaymentParty(name="Factor", iban=FACTOR_IBAN, bic="GKCCBEBB")
    batches = tuple(
        TransferBatch(id=f"B{n}", execution_date=draw(st.dates(date(2020, 1, 1))), debtor=debtor, transfers=tuple(part))
        for n, part in enumerate(parts)
    )
    return PaymentFile(
        message_id=draw(IDS), created_at=datetime(2026, 11, 24, tzinfo=UTC), initiator="Factor", batches=batches
    )


def _converted(file: PaymentFile) -> PaymentFile:
    """As the bank sees it: names in the SEPA alphabet."""
    batches = [
        replace(
            batch,
            transfers=tuple(
                replace(t, creditor=replace(t.creditor, name=_sepa.name(t.creditor.name))) for t in batch.transfers
            ),
        )
        for batch in file.batches
    ]
    return replace(file, batches=tuple(batches))


@settings(max_examples=60, deadline=None)
@given(files())
def test_any_order_goes_through_unchanged(file: PaymentFile) -> None:
    data = pain001.write(file)
    assert pain001.read(data) == [_converted(file)]
    for element in etree.fromstring(data).iter():
        assert set(element.text or "") <= set(SEPA + "\n_")


def test_the_older_version_says_the_same() -> None:
    data = pain001.write(payment_file(), "03")
    assert b"pain.001.001.03" in data
    assert pain001.read(data) == pain001.read(pain001.write(payment_file(), "09"))
    with pytest.raises(ValueError, match="no other"):
        pain001.write(payment_file(), "05")


@pytest.mark.parametrize("version", pain001.VERSIONS)
def test_what_is_written_is_valid(corpus: Path, version: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(corpus / "xsd" / f"pain.001.001.{version}.xsd")))
    plain = _with(creditor=PaymentParty(name="A", iban=CLIENT_IBAN), remittance=Remittance(text="x"), purpose="SUPP")
    many = replace(plain, batches=(replace(plain.batches[0], instant=True),), initiator_register=None)
    for file in (payment_file(), plain, many):
        schema.assertValid(etree.fromstring(pain001.write(file, version)))


def test_an_independent_bank_reads_our_order() -> None:
    read, findings = validate.inspect(pain001.write(payment_file()), today=date(2026, 11, 24))
    assert findings == []
    assert [(p.end_to_end_id, int(p.amount)) for p in read.payments] == [("ADV-1", 125_000), ("ADV-2", 1)]  # cents

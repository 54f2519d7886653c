"""pain.008: what fetches money from debtors."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from mockbank import validate

from cessie.formats import as_json
from cessie.formats.payments import _sepa, pain008
from cessie.formats.values import (
    Amendment,
    CollectionBatch,
    CollectionFile,
    DirectDebit,
    MandateReference,
    PaymentParty,
    Remittance,
)
from cessie.lib import references
from cessie.lib.days import bank_day_from
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.formats.samples import CLIENT_IBAN, FACTOR_IBAN, OGM, collection_file

MOVED_FROM = "BE43068999999501"


def _block(**change: object) -> CollectionFile:
    """The sample with its first block changed."""
    file = collection_file()
    return replace(file, batches=(replace(file.batches[0], **change), *file.batches[1:]))  # type: ignore[arg-type]


def _with(**change: object) -> CollectionFile:
    """The sample with its first collection changed."""
    first, *rest = collection_file().batches[0].collections
    return _block(collections=(replace(first, **change), *rest))  # type: ignore[arg-type]


def _amended(change: Amendment) -> CollectionFile:
    return _with(mandate=MandateReference(id="M-1", signed_date=date(2026, 1, 2), amendment=change))


def _code(file: CollectionFile) -> str:
    with pytest.raises(Refusal) as no:
        pain008.write(file)
    return no.value.code


@pytest.mark.parametrize("version", pain008.VERSIONS)
def test_what_is_written_is_read(version: str) -> None:
    assert pain008.read(pain008.write(collection_file(), version)) == [collection_file()]


def test_the_totals_stand_at_both_levels() -> None:
    text = pain008.write(collection_file()).decode()
    assert [text.count(f"<NbOfTxs>{count}</NbOfTxs>") for count in (1, 2, 3)] == [1, 1, 1]
    for total in ("1000000100.00", "100.01", "999999999.99"):
        assert f"<CtrlSum>{total}</CtrlSum>" in text


@pytest.mark.parametrize("version", pain008.VERSIONS)
def test_what_is_written_is_valid(corpus: Path, version: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(corpus / "xsd" / f"pain.008.001.{version}.xsd")))
    bare = DirectDebit(
        end_to_end_id="B",
        amount=Money(1),
        debtor=PaymentParty(name="A", iban=CLIENT_IBAN),
        mandate=MandateReference(id="M", signed_date=date(2026, 1, 2)),
    )
    bare_file = replace(_block(collections=(bare,)), initiator_register=None)
    for file in (collection_file(), bare_file, _amended(Amendment(creditor_name="Oud BV"))):
        schema.assertValid(etree.fromstring(pain008.write(file, version)))


def test_an_independent_bank_reads_our_collections() -> None:
    read, findings = validate.inspect(pain008.write(collection_file()), today=date(2026, 11, 24))
    assert [finding for finding in findings if finding.level == "error"] == []
    found = [one for batch in read.batches for one in batch.collections]
    assert [(one.end_to_end_id, int(one.amount)) for one in found] == [
        ("E2E-2026-0451", 10_000),  # cents
        ("E2E-2026-0452", 1),
        ("E2E-2026-0453", 99_999_999_999),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": Money(0)}, "sepa.amount"),
        ({"amount": Money(10**11)}, "sepa.amount"),
        ({"amount": Money(100, "USD")}, "sepa.currency"),
        ({"end_to_end_id": "A//B"}, "sepa.identifier"),
        ({"end_to_end_id": "A<B"}, "sepa.identifier"),
        ({"end_to_end_id": "E2E-2026-0453"}, "pain008.twice"),
        ({"debtor": PaymentParty(name="A", iban="BE71096123456768")}, "sepa.iban"),
        ({"debtor": PaymentParty(name=" ", iban=CLIENT_IBAN)}, "sepa.name"),
        ({"debtor": PaymentParty(name="A", iban=CLIENT_IBAN, bic="KRED")}, "sepa.bic"),
        ({"mandate": MandateReference(id="A" * 36, signed_date=date(2026, 1, 2))}, "sepa.identifier"),
        ({"mandate": MandateReference(id="M", signed_date=date(2026, 11, 28))}, "pain008.signed_later"),
        ({"remittance": Remittance(structured=OGM, scheme="BBA", text="both")}, "pain008.remittance"),
        ({"remittance": Remittance(structured="010806817184", scheme="BBA")}, "pain008.reference"),
        ({"remittance": Remittance(text="A" * 141)}, "sepa.text"),
        ({"purpose": "toolong"}, "pain008.purpose"),
    ],
)
def test_a_collection_that_the_bank_would_refuse_is_not_written(change: dict[str, object], code: str) -> None:
    assert _code(_with(**change)) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"collections": ()}, "pain008.empty"),
        ({"scheme": "COR1"}, "pain008.code"),
        ({"sequence": "EACH"}, "pain008.code"),
        ({"collection_date": date(2026, 11, 28)}, "pain008.day"),  # Saturday
        ({"collection_date": date(2026, 12, 25)}, "pain008.day"),
        ({"creditor_id": "BE82ZZZ0123456749"}, "sepa.creditor_id"),
        ({"id": "SDD-20261124-0001-B"}, "pain008.twice"),
        ({"scheme": "B2B", "sequence": "OOFF"}, "pain008.twice"),  # two blocks of one kind are one
    ],
)
def test_a_block_that_the_bank_would_refuse_is_not_written(change: dict[str, object], code: str) -> None:
    assert _code(_block(**change)) == code


def test_a_file_needs_collections_a_moment_and_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _code(replace(collection_file(), batches=())) == "pain008.empty"
    assert _code(replace(collection_file(), created_at=datetime(2026, 1, 1))) == "pain008.moment"  # noqa: DTZ001
    data = pain008.write(collection_file())
    with pytest.raises(ValueError, match="no other"):
        pain008.write(collection_file(), "05")
    monkeypatch.setattr(pain008, "MAX_COLLECTIONS", 2)
    assert _code(collection_file()) == "pain008.too_many"
    monkeypatch.setattr("cessie.formats.payments._pain008_read.MAX_COLLECTIONS", 2)
    with pytest.raises(Refusal) as no:
        pain008.read(data)
    assert no.value.code == "pain008.too_many"


@pytest.mark.parametrize(
    "same",
    [
        Amendment(),
        Amendment(mandate_id="M-1"),
        Amendment(creditor_id="BE81ZZZ0123456749"),
        Amendment(debtor_iban=CLIENT_IBAN),
        Amendment(debtor_iban=MOVED_FROM, debtor_moved=True),
    ],
)
def test_an_amendment_says_what_changed(same: Amendment) -> None:
    assert _code(_amended(same)) == "pain008.amendment"


def test_a_debtor_who_moved_is_told_without_his_old_account() -> None:
    text = pain008.write(_amended(Amendment(debtor_moved=True))).decode()
    account = "<OrgnlDbtrAcct><Id><Othr><Id>SMNDA</Id></Othr></Id></OrgnlDbtrAcct>"
    assert f"<AmdmntInd>true</AmdmntInd><AmdmntInfDtls>{account}</AmdmntInfDtls>" in text


def test_wrong_control_totals_and_mixed_creditors_are_told() -> None:
    data = pain008.write(collection_file()).replace(b"<NbOfTxs>2<", b"<NbOfTxs>3<").replace(b">100.01<", b">100.02<")
    other = b"<CdtrSchmeId><Id><PrvtId><Othr><Id>FR72ZZZ123456</Id></Othr></PrvtId></Id></CdtrSchmeId></DrctDbtTx>"
    (read,) = pain008.read(data.replace(b"</DrctDbtTx>", other, 1))
    assert [warning.code for warning in read.warnings] == ["pain008.count", "pain008.sum", "pain008.creditor_ids"]


@pytest.mark.parametrize("gone", ["MsgId", "CreDtTm", "InstdAmt", "MndtRltdInf", "DtOfSgntr", "GrpHdr"])
def test_what_must_be_there_is_demanded(gone: str) -> None:
    root = etree.fromstring(pain008.write(collection_file()))
    found = root.find(f".//{{*}}{gone}")
    assert found is not None
    found.getparent().remove(found)  # type: ignore[union-attr]
    with pytest.raises(Refusal) as no:
        pain008.read(etree.tostring(root))
    assert no.value.code in {"pain008.missing", "pain008.root"}


def test_the_form_for_programs() -> None:
    line = as_json.document(collection_file(), "a.xml", 1)
    assert line["kind"] == "collection"
    assert line["totals"] == {"collections": 3, "amount": "1000000100.00"}
    core, business = line["batches"]
    assert (core["scheme"], core["sequence"], core["creditor"]["id"]) == ("CORE", "RCUR", "BE81ZZZ0123456749")
    assert core["collections"][1]["mandate"]["amendment"]["debtor_moved"] is True
    assert business["collections"][0]["mandate"]["signed"] == "2026-01-05"


IDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.", min_size=1, max_size=35)
NAMES = st.text(min_size=1, max_size=90).filter(lambda text: bool(_sepa.sepa_text(text)[:70].strip()))
DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1)).map(bank_day_from)
CREDITORS = st.one_of(
    st.from_regex(r"[0-9]{10}", fullmatch=True).map(lambda number: references.make_creditor_id("BE", number)),
    st.from_regex(r"[0-9]{12}", fullmatch=True).map(lambda number: references.make_creditor_id("NL", number, "A1Z")),
    st.from_regex(r"[A-Z0-9]{6}", fullmatch=True).map(lambda number: references.make_creditor_id("FR", number)),
)
AMENDMENTS = st.one_of(
    st.none(),
    st.builds(Amendment, mandate_id=IDS.map(lambda id_: f"X{id_}"[:35]), debtor_moved=st.booleans()),
    st.just(Amendment(debtor_iban=MOVED_FROM, creditor_name="Oud")),
)
REMITTANCES = st.one_of(
    st.just(Remittance()),
    st.integers(1, 10**10 - 1).map(lambda n: Remittance(structured=references.make_ogm(n), scheme="BBA")),
    st.text(max_size=60).map(lambda text: Remittance(text=_sepa.sepa_text(text) or None)),
)


@st.composite
def files(draw: st.DrawFn) -> CollectionFile:
    """Any order that SEPA carries."""
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    collections = [
        DirectDebit(
            end_to_end_id=id_,
            amount=Money(draw(st.integers(1, 99_999_999_999))),
            debtor=PaymentParty(name=draw(NAMES), iban=CLIENT_IBAN),
            mandate=MandateReference(id=f"M{n}", signed_date=date(2019, 5, 1), amendment=draw(AMENDMENTS)),
            remittance=draw(REMITTANCES),
        )
        for n, id_ in enumerate(ids)
    ]
    cut = draw(st.integers(1, len(collections)))
    creditor = PaymentParty(name="Factor", iban=FACTOR_IBAN, bic="GKCCBEBB")
    batches = tuple(
        CollectionBatch(
            id=f"B{n}",
            collection_date=draw(DAYS),
            creditor=creditor,
            creditor_id=draw(CREDITORS),
            scheme=("CORE", "B2B")[n],
            sequence=draw(st.sampled_from(["RCUR", "OOFF"])),
            collections=tuple(part),
        )
        for n, part in enumerate(filter(None, (collections[:cut], collections[cut:])))
    )
    return CollectionFile(
        message_id=draw(IDS), created_at=datetime(2026, 11, 24, tzinfo=UTC), initiator="Factor", batches=batches
    )


def _converted(file: CollectionFile) -> CollectionFile:
    """As the bank sees it: names in the SEPA alphabet."""
    return replace(
        file,
        batches=tuple(
            replace(
                batch,
                collections=tuple(
                    replace(one, debtor=replace(one.debtor, name=_sepa.name(one.debtor.name)))
                    for one in batch.collections
                ),
            )
            for batch in file.batches
        ),
    )


@settings(max_examples=40, deadline=None)
@given(files(), st.sampled_from(pain008.VERSIONS))
def test_any_order_goes_through_unchanged(file: CollectionFile, version: str) -> None:
    data = pain008.write(file, version)
    assert pain008.read(data) == [_converted(file)]


class _Many(Sized):
    """Collections that exist only while they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.given = 0
        self.one = next(iter(collection_file().batches[0].collections))

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[DirectDebit]:
        self.given = 0
        for n in range(self.count):
            self.given += 1
            yield replace(self.one, end_to_end_id=f"E{n}")

    def __contains__(self, one: object) -> bool:
        return False


def test_a_large_file_is_written_piece_by_piece() -> None:
    """Never are more collections at hand than the piece that is written needs."""
    many = _Many(2_000)
    given = [(many.given, len(piece)) for piece in pain008.pieces(_block(collections=many))]
    assert sum(size for _, size in given) > 1_000_000
    assert max(size for _, size in given) < 400_000
    assert [count for count, _ in given[2:6]] == [500, 1_000, 1_500, 2_000]

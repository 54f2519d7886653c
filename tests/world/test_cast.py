"""The made-up companies: their numbers pass every check, and are plainly nobody's."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from stdnum import iban as iban_check
from stdnum.be import vat as be_vat
from stdnum.nl import btw as nl_vat

from cessie.domain.parties.rules.identifiers import read as read_number
from cessie.formats.reading import read
from cessie.formats.values import InvoiceDocument
from cessie.lib.money import Money
from cessie.lib.references import make_ogm, shown_ogm
from cessie.world import cast
from cessie.world.cast import Actor
from cessie.world.papers import RATE, Sale, invoice

SEEDS = range(1, 30)


def everybody(seed: int) -> list[Actor]:
    return [*cast.sellers(seed, 8), *cast.buyers(seed, 16), cast.factor(seed)[0]]


def test_the_same_seed_brings_the_same_cast_and_another_seed_another() -> None:
    assert everybody(1) == everybody(1)
    assert {actor.iban for actor in everybody(1)}.isdisjoint(actor.iban for actor in everybody(2))
    assert cast.factor(1)[1] != cast.factor(1)[0].iban


def test_a_larger_cast_begins_with_the_smaller_one() -> None:
    assert cast.sellers(3, 8)[:3] == cast.sellers(3, 3)
    assert cast.buyers(3, 16)[:9] == cast.buyers(3, 9)


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers_pass_their_checks_and_are_made_up(seed: int) -> None:
    actors = everybody(seed)
    assert len({actor.iban for actor in actors}) == len(actors)
    for actor in actors:
        assert iban_check.is_valid(actor.iban)
        assert actor.iban[4:7] == "999" if actor.country == "BE" else actor.iban[4:8] == "FAKE"
        assert (be_vat if actor.country == "BE" else nl_vat).is_valid(actor.vat)
        assert actor.name.startswith("Demo ")
        for scheme, number in actor.identifiers.items():
            assert read_number(scheme, number).valid, (scheme, number)


def a_sale(seed: int, reference: str = "") -> tuple[Sale, Actor]:
    rng = Random(seed)  # noqa: S311 - made-up sums
    seller, buyer = rng.choice(cast.sellers(seed, 4)), rng.choice(cast.buyers(seed, 9))
    issued = date(2026, 3, 2)
    net = Money(rng.randrange(1, 900_000_00))
    return Sale("2026-0001", seller, buyer, issued, issued + timedelta(days=30), net, reference), cast.factor(seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_paper_reads_back_as_what_was_sold_to_the_cent(seed: int) -> None:
    sale, factor = a_sale(seed, shown_ogm(make_ogm(seed)))
    (found,) = read(invoice(sale, factor), "2026-0001.xml")
    assert isinstance(found, InvoiceDocument)
    assert found.warnings == ()
    assert (found.number, found.issue_date, found.due_date) == (sale.number, sale.issue_date, sale.due_date)
    assert found.totals.net == sale.net.decimal
    assert found.totals.gross == found.totals.payable == sale.gross.decimal == sale.net.decimal + sale.vat.decimal
    assert (found.seller.vat, found.buyer.vat) == (sale.seller.vat, sale.buyer.vat)
    assert (found.payment.account, found.payment.reference) == (factor.iban, sale.reference)
    assert factor.name in found.notes[0]


def test_vat_is_rounded_half_up_once() -> None:
    sale, _ = a_sale(1)
    assert Decimal(21) == RATE
    for net, vat in ((50, 11), (2, 0), (3, 1), (100_00, 21_00)):  # cents: 10.5, 0.42, 0.63, 2100
        assert Sale(**{**vars(sale), "net": Money(net)}).vat == Money(vat)

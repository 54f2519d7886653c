"""The official rules are looked at after an invoice was taken in, once, and change nothing about it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cessie.connectors.errors import Temporary
from cessie.connectors.rules import checker
from cessie.domain.invoices.models import Invoice, RuleCheck
from cessie.domain.invoices.papers import rules_look
from cessie.domain.users.rules.viewer import NotFound, system
from cessie.formats.values import InvoiceDocument
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.reading import e_rules
from cessie.world.papers import invoice
from tests.domain.conftest import NOBODY
from tests.stories.road import Road, moment

DAY = date(2026, 3, 2)
BROKEN = checker.Broken("BR-CO-15", "fatal", "/Invoice", "[BR-CO-15]-Invoice total amount with VAT ...")


def _taken_in(road: Road) -> Invoice:
    data = invoice(road.sale("2026-1", "1000.00", issued=DAY, due=date(2026, 4, 1)), road.house)
    take_in_invoice(data=data, name="a.xml", channel="portal", client_id=road.client_id, by=road.owner, at=moment(DAY))
    return Invoice.objects.get()


def test_each_is_looked_at_once_and_its_state_stays(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    row, asked = _taken_in(road), []

    def check(document: InvoiceDocument) -> tuple[checker.Broken, ...]:
        asked.append(document.number)
        return (BROKEN,)

    monkeypatch.setattr(checker, "check", check)
    before = row.state
    assert rules_look(viewer=road.owner, invoice_id=row.pk) is None
    assert e_rules.look(by=system("e_rules"), at=moment(DAY)) == 1
    assert e_rules.look(by=system("e_rules"), at=moment(DAY)) == 0
    assert asked == ["2026-1"]
    found = rules_look(viewer=road.owner, invoice_id=row.pk)
    assert found is not None
    assert found.broken is not None
    assert [reason.code for reason in found.broken] == ["rule.br-co-15"]
    row.refresh_from_db()
    assert row.state == before
    with pytest.raises(NotFound):
        rules_look(viewer=NOBODY, invoice_id=row.pk)


def test_rules_that_cannot_be_run_hold_nobody_up(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(document: InvoiceDocument) -> None:
        raise Temporary("rules", "check", "no answer")

    monkeypatch.setattr(checker, "check", check)
    _taken_in(road)
    assert e_rules.look(by=system("e_rules"), at=moment(DAY) + timedelta(days=3)) == 0, "too old"
    assert e_rules.look(by=system("e_rules"), at=moment(DAY)) == 1
    assert RuleCheck.objects.get().broken is None

"""From the paper mandate to the money, and to what follows when it comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cessie.domain.banking.models import Line
from cessie.domain.documents.queries import content
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.discard import discard
from cessie.domain.mandates.models import Collection
from cessie.domain.mandates.prepare import NothingToCollect, prepare
from cessie.domain.mandates.propose import MayNotCollect
from cessie.domain.mandates.queries import collections, fetched, proposed
from cessie.domain.mandates.release import Changed, release
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.take_report import take_report
from cessie.domain.mandates.tell import tell
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.receive import receive
from cessie.domain.parties.mark import mark
from cessie.domain.work.models import Task
from cessie.formats.payments import pain008
from cessie.ledger.queries import balance, bought_amounts
from cessie.lib.money import Money
from cessie.workflows import money_in
from tests.bank_files import Row, pain002
from tests.domain.conftest import AT, NOBODY, SYSTEM, staff
from tests.domain.mandates.conftest import DEBTOR_IBAN, Stage, ask, leave, sound


def test_an_invoice_is_collected_once_and_comes_back_once(
    on: Stage, bought: Callable[..., Invoice], receives: Callable[..., list[Line]]
) -> None:
    invoice = bought("F1", 100_00, due=date(2026, 3, 3))
    row = ask(on, invoice)
    assert ask(on, invoice) == row, "one is on its way"
    assert row.collection_date == date(2026, 3, 3)
    number = leave(on)
    (file,) = pain008.read(content(_document(number), SYSTEM))
    (block,) = file.batches
    (debit,) = block.collections
    assert (debit.amount, debit.debtor.iban, debit.mandate.id) == (Money(100_00), DEBTOR_IBAN, on.mandate.reference)
    assert ask(on, invoice) == Collection.objects.get(pk=row.pk), "nothing is collected twice"
    receives(Row(100_00, row.end_to_end_id))
    money_in.run(by=SYSTEM, at=AT)
    money_in.run(by=SYSTEM, at=AT)
    row.refresh_from_db()
    assert (row.state, row.settled_date) == ("settled", date(2026, 3, 2))
    assert bought_amounts([invoice.pk])[invoice.pk] == Money(0)
    (shown,) = fetched(collections(SYSTEM, text="F1", states=("settled",)), on=date(2026, 3, 3))
    assert shown.firm is not None
    assert shown.firm.provisional
    assert not collections(NOBODY).exists()
    receives(Row(-100_00, row.end_to_end_id, reason="MD06"))
    money_in.run(by=SYSTEM, at=AT)
    row.refresh_from_db()
    assert (row.state, row.failure_code) == ("returned", "MD06")
    assert bought_amounts([invoice.pk])[invoice.pk] == Money(100_00)
    assert balance("1000") == balance("2300") == Money(0)
    on.mandate.refresh_from_db()
    assert on.mandate.state == "paused"
    task = Task.objects.get(kind="collection.failed")
    assert [reason["code"] for reason in task.reasons] == ["mandates.came_back", "mandates.step.ask"]
    with pytest.raises(MayNotCollect):
        ask(on, invoice)
    sound()


def test_an_empty_account_is_tried_once_more_after_a_new_notice(on: Stage, bought: Callable[..., Invoice]) -> None:
    invoice = bought("F1", 100_00, due=date(2026, 3, 3))
    row = ask(on, invoice)
    number = leave(on)
    report = pain002(number, [(row.end_to_end_id, "RJCT", "AM04")], block=f"{number}-1")
    for _ in range(2):
        take_report(data=report, name="r.xml", by=SYSTEM, at=AT)
    row.refresh_from_db()
    assert row.state == "rejected"
    again = Collection.objects.get(retry_of=row)
    assert again.state == "proposed"
    with pytest.raises(NothingToCollect):
        prepare(creditor_id=on.creditor.pk, by=on.clerk, at=AT)
    assert [reason.code for reason in proposed(SYSTEM, at=AT, on=AT.date())[0].holds] == ["mandates.no_notice"]
    told = tell(collection_id=again.pk, notified_date=date(2026, 3, 2), by=on.clerk, at=AT)
    assert told.collection_date >= date(2026, 3, 7)
    number = leave(on)
    take_report(
        data=pain002(number, [(again.end_to_end_id, "RJCT", "AM04")], block=f"{number}-1"),
        name="s.xml",
        by=SYSTEM,
        at=AT,
    )
    assert Collection.objects.count() == 2, "never tried a third time"
    sound()


def test_a_mandate_revoked_an_hour_before_keeps_the_file(on: Stage, bought: Callable[..., Invoice]) -> None:
    row = ask(on, bought("F1", 100_00, due=date(2026, 3, 3)))
    batch = prepare(creditor_id=on.creditor.pk, by=on.clerk, at=AT)
    revoke(mandate_id=on.mandate.pk, note="by mail", by=on.clerk, at=AT)
    with pytest.raises(Changed) as no:
        release(batch_id=batch.pk, by=on.second, at=AT + timedelta(hours=1))
    assert no.value.code == "mandates.revoked"
    discard(batch_id=batch.pk, by=on.clerk, at=AT)
    with pytest.raises(NothingToCollect):
        prepare(creditor_id=on.creditor.pk, by=on.clerk, at=AT)
    row.refresh_from_db()
    assert (row.state, row.batch) == ("proposed", None)
    sound()


def test_whoever_became_insolvent_is_not_debited(on: Stage, bought: Callable[..., Invoice]) -> None:
    invoice = bought("F1", 100_00, due=date(2026, 3, 3))
    ask(on, invoice)
    batch = prepare(creditor_id=on.creditor.pk, by=on.clerk, at=AT)
    company = on.mandate.debtor.company_id
    mark(company_id=company, kind="insolvent", note="the Gazette", by=staff("credit", "credit"), at=AT)
    with pytest.raises(Changed) as no:
        release(batch_id=batch.pk, by=on.second, at=AT)
    assert no.value.code == "mandates.insolvent"
    with pytest.raises(MayNotCollect):
        ask(on, bought("F2", 50_00, due=date(2026, 3, 3)))


def test_what_was_paid_meanwhile_is_not_collected_and_what_comes_all_the_same_waits(
    on: Stage, bought: Callable[..., Invoice], receives: Callable[..., list[Line]]
) -> None:
    paid, left = bought("F1", 100_00, due=date(2026, 3, 3)), bought("F2", 50_00, due=date(2026, 3, 3))
    ask(on, paid)
    batch = prepare(creditor_id=on.creditor.pk, by=on.clerk, at=AT)
    _pay(receives, paid)
    with pytest.raises(Changed) as no:
        release(batch_id=batch.pk, by=on.second, at=AT)
    assert no.value.code == "mandates.not_owed"
    row = ask(on, left)
    discard(batch_id=batch.pk, by=on.clerk, at=AT)
    leave(on)
    _pay(receives, left)
    receives(Row(50_00, row.end_to_end_id))
    money_in.run(by=SYSTEM, at=AT)
    row.refresh_from_db()
    assert row.state == "settled"
    assert balance("2300") == Money(-50_00), "received, and for nothing yet"
    assert Task.objects.filter(kind="line.unmatched", state="open").count() == 1
    sound()


def _locked(queries: CaptureQueriesContext) -> list[str]:
    """The tables whose rows were locked, in the order in which it was done; each once."""
    named = [found[1] for query in queries if (found := re.search(r'FOR (?:NO KEY )?UPDATE OF "(\w+)"', query["sql"]))]
    kept = ("invoices_invoice", "mandates_collection", "mandates_mandate")
    return [table for table in dict.fromkeys(named) if table in kept]


def test_a_file_that_leaves_and_lines_that_come_lock_in_one_order(
    on: Stage, bought: Callable[..., Invoice], receives: Callable[..., list[Line]]
) -> None:
    row = ask(on, bought("F1", 100_00, due=date(2026, 3, 3)))
    batch = prepare(creditor_id=on.creditor.pk, by=on.clerk, at=AT)
    with CaptureQueriesContext(connection) as released:
        release(batch_id=batch.pk, by=on.second, at=AT)
    receives(Row(100_00, row.end_to_end_id))
    with CaptureQueriesContext(connection) as settled:
        money_in.run(by=SYSTEM, at=AT)
    receives(Row(-100_00, row.end_to_end_id, reason="AC04"))
    with CaptureQueriesContext(connection) as returned:
        money_in.run(by=SYSTEM, at=AT)
    order = ["invoices_invoice", "mandates_collection", "mandates_mandate"]
    assert (_locked(released), _locked(settled), _locked(returned)) == (order, order[:2], order)


def _pay(receives: Callable[..., list[Line]], invoice: Invoice) -> None:
    """The debtor transfers the invoice, and a person matches it."""
    (line,) = receives(Row(invoice.payable_cents, "BY-HAND"))
    receipt = receive(line_id=line.pk, by=SYSTEM, at=AT)
    allocate(receipt_id=receipt.pk, allocations={invoice.pk: Money(invoice.payable_cents)}, by=SYSTEM, at=AT)


def _document(number: str) -> str:
    key: str | None = Collection.objects.filter(batch__number=number).values_list("batch__document_id", flat=True)[0]
    assert key is not None
    return key

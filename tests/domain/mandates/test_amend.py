"""The debtor moves to another account, or his mandate to another creditor: the same mandate goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.documents.queries import content
from cessie.domain.invoices.models import Invoice
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.amend import Change, amend
from cessie.domain.mandates.models import Amendment, Batch
from cessie.domain.mandates.propose import MayNotCollect
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.mandates.take_report import take_report
from cessie.domain.payments.vouch import SamePerson
from cessie.formats.payments import pain008
from cessie.formats.values import Amendment as Told
from cessie.formats.values import DirectDebit
from cessie.lib.reasons import Refusal
from tests.bank_files import pain002
from tests.domain.conftest import AT, SYSTEM, staff
from tests.domain.mandates.conftest import DEBTOR_IBAN, Stage, ask, leave, sound

NEW = "BE68539007547034"


def _debit(number: str) -> DirectDebit:
    key = Batch.objects.values_list("document_id", flat=True).get(number=number)
    (file,) = pain008.read(content(str(key), SYSTEM))
    return file.batches[0].collections[0]


def _move(on: Stage, iban: str = NEW) -> None:
    change = Change(iban=iban, bic="GEBABEBB")
    for _ in range(2):
        amend(mandate_id=on.mandate.pk, to=change, scan=iban.encode(), name="moved.pdf", by=on.clerk, at=AT)


def test_another_account_waits_for_a_second_person_and_the_next_file_names_it(
    on: Stage, bought: Callable[..., Invoice]
) -> None:
    invoice = bought("F1", 100_00, due=date(2026, 3, 3))
    _move(on)
    on.mandate.refresh_from_db()
    assert (on.mandate.state, on.mandate.iban) == ("signed", NEW)
    assert list(Amendment.objects.values_list("former_iban", flat=True)) == [DEBTOR_IBAN]
    with pytest.raises(MayNotCollect):
        ask(on, invoice)
    with pytest.raises(SamePerson):
        activate(mandate_id=on.mandate.pk, by=on.clerk, at=AT)
    activate(mandate_id=on.mandate.pk, by=on.second, at=AT)
    row = ask(on, invoice)
    number = leave(on)
    debit = _debit(number)
    assert (debit.debtor.iban, debit.mandate.amendment) == (NEW, Told(debtor_moved=True))
    data = pain002(number, [(row.end_to_end_id, "RJCT", "AM04")], block=f"{number}-1")
    take_report(data=data, name="r.xml", by=SYSTEM, at=AT)
    ask(on, bought("F2", 50_00, due=date(2026, 3, 3)))
    assert _debit(leave(on)).mandate.amendment == Told(debtor_moved=True), "what was rejected told nobody"
    ask(on, bought("F3", 70_00, due=date(2026, 3, 3)))
    assert _debit(leave(on)).mandate.amendment is None, "told once"
    sound()


def test_another_identifier_is_told_and_a_way_back_is_no_change(
    on: Stage, collection: Account, bought: Callable[..., Invoice]
) -> None:
    other = set_up_creditor(
        account_id=collection.pk, identifier="NL79ZZZ999999990000", by=staff("founder", "administrator"), at=AT
    )
    _move(on)
    activate(mandate_id=on.mandate.pk, by=on.second, at=AT)
    _move(on, DEBTOR_IBAN)
    activate(mandate_id=on.mandate.pk, by=on.second, at=AT)
    change = Change(creditor_id=other.pk)
    amend(mandate_id=on.mandate.pk, to=change, scan=b"assigned", name="letter.pdf", by=on.clerk, at=AT)
    activate(mandate_id=on.mandate.pk, by=on.second, at=AT)
    on.mandate.refresh_from_db()
    on.creditor = other
    ask(on, bought("F1", 100_00, due=date(2026, 3, 3)))
    assert _debit(leave(on)).mandate.amendment == Told(creditor_id="BE81ZZZ0123456749")
    sound()


def test_what_changes_nothing_or_cannot_be_is_refused(on: Stage) -> None:
    for change, code in (
        (Change(), "mandates.nothing_changed"),
        (Change(iban=DEBTOR_IBAN), "mandates.nothing_changed"),
        (Change(iban="BE00"), "mandates.iban"),
    ):
        with pytest.raises(Refusal) as no:
            amend(mandate_id=on.mandate.pk, to=change, scan=b"x", name="x.pdf", by=on.clerk, at=AT)
        assert no.value.code == code

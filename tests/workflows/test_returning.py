"""The bank takes a debtor's payment back: recognised by its reference, and only then by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cessie.config.invariants import examine
from cessie.domain.banking.models import Line
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.queries import could_be_returned, returned_lately, unmatched
from cessie.domain.matching.take_back import NotItsReturn
from cessie.ledger.queries import bought_amounts
from cessie.lib.money import Money
from cessie.workflows.money import returning
from tests.bank_files import Row
from tests.domain.conftest import NOBODY
from tests.stories.examples.events_purchase import payout_executed, payout_instructed, purchase
from tests.stories.examples.play import Outside, cases
from tests.stories.examples.story import Story


@pytest.fixture
def paid(tmp_path: object, db: None, store_folder: object) -> Story:
    """EX14's invoice, bought and paid out; its debtor paid with an end-to-end reference."""
    case = cases()["EX14"]
    story = Story.build(case, tmp_path)  # type: ignore[arg-type]  # pytest's Path
    day = story.first + timedelta(days=40)
    facts = Outside("purchase", day, "INV14", "", None)
    for act in (purchase, payout_instructed, payout_executed):
        act(story, facts)
    return story


def test_a_return_is_recognised_once_and_by_its_reference_alone(paid: Story) -> None:
    story, day = paid, paid.first + timedelta(days=70)
    face, reference = Money(3_630_00), story.reference("INV14")
    came = Row(face.cents, "E2E-OF-THE-DEBTOR", text=reference, iban=story.debtor()[0].iban)
    story.bank_books(story.collection, day, came)
    invoice = story.invoices["INV14"]
    assert bought_amounts([invoice])[invoice] == Money(0)
    later = day + timedelta(days=3)
    story.bank_books(story.collection, later, Row(-face.cents, "ANOTHER", reason="AM04"))
    line = story.waiting_line()
    (candidate,) = could_be_returned(story.treasurer, [line])[line.pk]
    assert could_be_returned(NOBODY, [line]) == {}
    assert candidate.amount == face
    back = Row(face.cents, "ANOTHER", iban=story.debtor()[0].iban)
    story.bank_books(story.collection, later, back, Row(-face.cents, "E2E-OF-THE-DEBTOR", reason="AM04"))
    receipt = Receipt.objects.get(line__end_to_end_id="E2E-OF-THE-DEBTOR")
    taken = Line.objects.get(end_to_end_id="E2E-OF-THE-DEBTOR", amount_cents=-face.cents)
    assert (receipt.returned_line, taken.taken_by) == (taken, "returns")
    assert bought_amounts([invoice])[invoice] == face
    assert [found.id for found in returned_lately(story.treasurer)] == [receipt.pk]
    assert receipt.pk not in [found.id for found in unmatched(story.treasurer)]
    assert (
        returning.send_back(line_id=taken.pk, receipt_id=receipt.pk, by=story.treasurer, at=story.at(later)).invoice_ids
        == ()
    )  # again does nothing
    with pytest.raises(NotItsReturn):
        returning.send_back(line_id=line.pk, receipt_id=receipt.pk, by=story.treasurer, at=story.at(later))
    assert [breach.in_words() for result in examine() for breach in result.breaches] == []

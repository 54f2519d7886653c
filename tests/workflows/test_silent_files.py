"""What the bank carries to the debtors of a client who collects in his own name, built as it is built every day: the
file that leaves is looked through for the house, as letters are."""

from __future__ import annotations

import pytest

from cessie.domain.correspondence.marks import house_marks
from cessie.domain.correspondence.rules.silence import leak_in
from cessie.domain.documents.queries import content
from cessie.domain.mandates.models import Batch
from cessie.domain.mandates.prepare import prepare
from cessie.domain.mandates.propose import propose
from cessie.domain.mandates.release import release
from cessie.formats.payments import pain008
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import moment
from tests.workflows.test_collecting import DAY, Own, own

__all__ = ["own"]


def left(own: Own) -> bytes:
    """The file of collections that two people let leave."""
    at = moment(DAY)
    propose(invoice_id=own.invoice_id, mandate_id=own.mandate.pk, notified_date=DAY, by=SYSTEM, at=at)
    batch = prepare(creditor_id=own.mandate.creditor_id, by=own.creditor.second, at=at)
    release(batch_id=batch.pk, by=staff("other", "treasury"), at=at)
    return content(str(Batch.objects.values_list("document_id", flat=True).get()), SYSTEM)


def test_a_collection_in_the_clients_name_names_the_house_nowhere(own: Own) -> None:
    data, marks = left(own), house_marks()
    assert {mark.kind for mark in marks} >= {"name", "number"}
    assert own.creditor.seller.name.encode() in data
    assert leak_in([("collections.xml", data)], of=marks) is None
    (file,) = pain008.read(data)
    (block,) = file.batches
    assert (file.initiator, block.creditor.name) == (own.creditor.seller.name, own.creditor.seller.name)


@pytest.mark.parametrize("where", ["<Nm>", "<Ustrd>", "<MndtId>"])
def test_the_same_file_is_caught_once_the_house_stands_in_it(own: Own, where: str) -> None:
    """Wherever the debtor's bank shows it to him."""
    data = left(own)
    assert where.encode() in data
    betrayed = data.replace(where.encode(), f"{where}{own.creditor.house.name} ".encode(), 1)
    assert leak_in([("collections.xml", betrayed)], of=house_marks()) is not None

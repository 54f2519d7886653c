"""Which orders a status report speaks about, and what it says: file, block, transaction."""

from __future__ import annotations

import pytest

from cessie.domain.payments.rules.reported import words
from cessie.formats.values import BatchStatus, StatusReason, StatusReport, TransactionStatus
from cessie.lib.reasons import Refusal

BLOCKS = {"A": "B1", "B": "B1", "C": "B1-I"}


def _report(status: str | None, *batches: BatchStatus, code: str = "FF01") -> StatusReport:
    return StatusReport(
        message_id="R",
        created_at=None,
        original_message_id="B1",
        original_message=None,
        status=status,
        reasons=(StatusReason(code=code),),
        batches=batches,
    )


def _block(id_: str | None, status: str | None, *transactions: tuple[str, str, str]) -> BatchStatus:
    return BatchStatus(
        id=id_,
        status=status,
        reasons=(StatusReason(code="AG01"),),
        transactions=tuple(
            TransactionStatus(end_to_end_id=e2e, status=word, reasons=(StatusReason(code=code),) if code else ())
            for e2e, word, code in transactions
        ),
    )


def _told(report: StatusReport) -> dict[str, tuple[str, str]]:
    return {word.end_to_end_id: (word.status, word.code) for word in words(report, BLOCKS)}


def test_a_refused_file_refuses_each_order() -> None:
    assert _told(_report("RJCT")) == dict.fromkeys("ABC", ("RJCT", "FF01"))


def test_a_refused_block_refuses_its_orders_alone() -> None:
    assert _told(_report("PART", _block("B1-I", "RJCT"))) == {"C": ("RJCT", "AG01")}


def test_a_refused_order_is_refused_alone() -> None:
    told = _told(_report("PART", _block("B1", "PART", ("A", "RJCT", "AC04"), ("B", "ACSC", ""))))
    assert told == {"A": ("RJCT", "AC04"), "B": ("ACSC", "AG01")}


def test_the_nearest_word_counts() -> None:
    told = _told(_report("RJCT", _block("B1", "ACCP", ("B", "PDNG", "")), code="X"))
    assert told == {"A": ("ACCP", "AG01"), "B": ("PDNG", "AG01"), "C": ("RJCT", "X")}


def test_orders_that_stand_in_no_block() -> None:
    assert _told(_report(None, _block(None, None, ("C", "RJCT", "AB08")))) == {"C": ("RJCT", "AB08")}


@pytest.mark.parametrize("status", ["PART", None])
def test_silence_says_nothing(status: str | None) -> None:
    assert _told(_report(status)) == {}


@pytest.mark.parametrize(
    "batch", [_block("B2", "RJCT"), _block("B1", None, ("Z", "RJCT", "")), _block("B1", None, ("C", "RJCT", ""))]
)
def test_what_was_not_in_the_file_is_refused(batch: BatchStatus) -> None:
    with pytest.raises(Refusal) as no:
        words(_report("PART", batch), BLOCKS)
    assert no.value.code == "payments.not_in_file"

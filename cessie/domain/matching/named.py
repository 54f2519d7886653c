"""Which accepted invoices the words of a receipt name, bought or not: by payment reference, else by number."""

from __future__ import annotations

from cessie.domain.invoices.payable import Payable, payable
from cessie.domain.matching.board import parts_of
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.rules.text import normal_reference, references, stored_number_keys, ways_of_writing


def named_by(receipt: Receipt) -> tuple[Payable, ...]:
    """The invoices whose reference is quoted; where none is, those whose number stands in the text. For jobs."""
    parts = parts_of(receipt)
    words = [text for part in parts for text in (part.structured, part.text, part.end_to_end_id) if text]
    quoted = {normal_reference(part.structured) for part in parts}.union(*map(references, words)) - {""}
    found = payable(references=frozenset().union(*map(ways_of_writing, quoted)))
    return found or payable(numbers=frozenset().union(*map(stored_number_keys, words)))

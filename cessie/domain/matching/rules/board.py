"""The open items laid out for finding: by reference, by number, by payer; and what of each is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from cessie.domain.matching.rules.facts import Allocation, OpenItem, Received
from cessie.domain.matching.rules.text import (
    bare_forms,
    normal_name,
    normal_reference,
    number_forms,
    number_keys,
    references,
)
from cessie.lib.money import Money

NO_ID = frozenset(["", "NOTPROVIDED", "NONREF"])


class Board:
    """Built once from the items of a run. Only ``take`` changes it: what one receipt used, the next cannot use."""

    def __init__(self, items: Iterable[OpenItem]) -> None:
        self.items: dict[str, OpenItem] = {}
        for item in items:
            if item.id in self.items:
                raise ValueError(f"item {item.id} occurs twice")
            self.items[item.id] = item
        self._open = {item.id: item.outstanding.cents for item in self.items.values()}
        self._by_reference = _index(self.items.values(), lambda i: [normal_reference(i.reference)])
        self._by_id = _index(self.items.values(), lambda i: i.end_to_end_ids)
        self._by_number = _index(self.items.values(), lambda i: number_forms(i.number))
        self._by_bare_number = _index(self.items.values(), lambda i: bare_forms(i.number))
        self._by_iban = _index(self.items.values(), lambda i: i.debtor_ibans)
        self._by_name = _index(self.items.values(), lambda i: [normal_name(i.debtor_name)])
        self._of_debtor = _index(self.items.values(), lambda i: [i.debtor])
        self._by_amount: dict[Money, set[str]] = defaultdict(set)
        for item in self.items.values():
            self._by_amount[item.outstanding].add(item.id)

    def open(self, item: OpenItem) -> Money:
        """What of an item is still open in this run; negative for a credit note."""
        return Money(self._open[item.id], item.outstanding.currency)

    def take(self, allocations: Iterable[Allocation]) -> None:
        """Use up what a match allocates; more than is open is a programming error (ValueError)."""
        for allocation in allocations:
            before = self._open[allocation.item]
            after = before - allocation.amount.cents
            if abs(after) > abs(before) or after * before < 0:
                raise ValueError(f"item {allocation.item}: {allocation.amount} is more than the {before} cents open")
            self._open[allocation.item] = after
            currency = allocation.amount.currency
            self._by_amount[Money(before, currency)].discard(allocation.item)
            self._by_amount[Money(after, currency)].add(allocation.item)

    def quoted(self, money: Received) -> list[OpenItem]:
        """Items whose structured reference the payer quoted, in the field for it or anywhere in his words."""
        quoted = {normal_reference(money.structured)} | references(money.text) | references(money.structured)
        if money.end_to_end_id not in NO_ID:
            quoted |= references(money.end_to_end_id)
        return self._find(self._by_reference, quoted, money)

    def collected(self, money: Received) -> list[OpenItem]:
        """Items for which a collection with this end-to-end id was drawn."""
        return self._find(self._by_id, {money.end_to_end_id} - NO_ID, money)

    def named(self, money: Received) -> list[OpenItem]:
        """Items whose invoice number stands in the payer's words; without its leading letters only if none is whole."""
        words = [money.text, money.structured]
        words += [] if money.end_to_end_id in NO_ID else [money.end_to_end_id]
        return self._in_words(self._by_number, words, money) or self._in_words(self._by_bare_number, words, money)

    def _in_words(self, index: Index, words: Iterable[str], money: Received) -> list[OpenItem]:
        """A number that is only a part of a longer number found at the same place is not meant."""
        found: list[OpenItem] = []
        for text in words:
            hits = [
                (start, end, key) for key, spots in number_keys(text).items() if key in index for start, end in spots
            ]
            for start, end, key in hits:
                if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in hits):
                    found += index[key]
        return self._payable(found, money)

    def debtors_by_iban(self, money: Received) -> frozenset[str]:
        """Debtors who pay from this account."""
        return frozenset(item.debtor for item in self._by_iban.get(money.iban, ())) if money.iban else frozenset()

    def debtors_by_name(self, money: Received) -> frozenset[str]:
        """Debtors of this name: a hint, never proof."""
        name = normal_name(money.name)
        return frozenset(item.debtor for item in self._by_name.get(name, ())) if name else frozenset()

    def of(self, debtors: Iterable[str], money: Received) -> list[OpenItem]:
        """The open items of these debtors in the currency of the money, oldest first."""
        return self._still_open((i for debtor in debtors for i in self._of_debtor.get(debtor, ())), money)

    def of_this_amount(self, money: Received) -> list[OpenItem]:
        """Whose ever they are: the items of which exactly this is open, oldest first."""
        return sorted((self.items[key] for key in self._by_amount.get(money.amount, ())), key=by_age)

    def _find(self, index: Index, keys: Iterable[str], money: Received) -> list[OpenItem]:
        return self._payable((item for key in keys for item in index.get(key, ())), money)

    def _payable(self, items: Iterable[OpenItem], money: Received) -> list[OpenItem]:
        """Once each, in the currency of the money, oldest first; also those of which nothing is open any more."""
        currency = money.amount.currency
        once = {item.id: item for item in items if item.outstanding.currency == currency}
        return sorted(once.values(), key=by_age)

    def _still_open(self, items: Iterable[OpenItem], money: Received) -> list[OpenItem]:
        currency = money.amount.currency
        return sorted((i for i in items if self._open[i.id] and i.outstanding.currency == currency), key=by_age)


def by_age(item: OpenItem) -> tuple[date, str, str]:
    """Oldest due first; the number and the id make the order the same every time."""
    return (item.due_date, item.number, item.id)


Index = Mapping[str, list[OpenItem]]


def _index(items: Iterable[OpenItem], keys: Callable[[OpenItem], Iterable[str]]) -> Index:
    index: dict[str, list[OpenItem]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            if key:
                index[key].append(item)
    return dict(index)

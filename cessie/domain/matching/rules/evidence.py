"""The candidates for one receipt: each kind of evidence offers its ways to allocate the money, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from cessie.domain.matching.rules.board import Board, by_age
from cessie.domain.matching.rules.facts import Allocation, Candidate, OpenItem, Received, Rule
from cessie.domain.matching.rules.subsets import is_telling, subsets
from cessie.domain.matching.rules.text import normal_reference, number_forms
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

LONG = 5  # characters of an invoice number that is not in a text by chance
MAX_POOL = 60  # items of one payer among which sets are sought

#: An order of trust, not a probability.
SCORES = {
    "equal": Decimal("1.00"),
    "reference": Decimal("0.98"),
    "numbers": Decimal("0.97"),
    "one_amount": Decimal("0.92"),
    "only_set": Decimal("0.88"),
    "numbers_other_amount": Decimal("0.75"),
    "references_other_amount": Decimal("0.75"),
    "amount_not_alone": Decimal("0.60"),
    "amount_by_name": Decimal("0.55"),
    "amount_of_anyone": Decimal("0.45"),
    "oldest": Decimal("0.40"),
    "oldest_by_name": Decimal("0.20"),
}


def gather(money: Received, board: Board) -> Iterator[Candidate]:
    """Every candidate, in the order of matching; amounts are looked at only where nothing said what is paid."""
    pointed = [candidate for candidate in _by_pointing(money, board) if candidate.allocations]
    yield from pointed
    if not any(candidate.automatic for candidate in pointed):
        yield from (c for c in (*_by_amount(money, board), *_by_age(money, board)) if c.allocations)


def why_not(money: Received, board: Board, candidates: Sequence[Candidate]) -> tuple[Reason, ...]:
    """Why nothing is posted without a person."""
    reasons = list(_contradictions(money, board))
    if not candidates:
        reasons.append(Reason("match.nothing_found", N_("No open item fits.")))
    elif sum(c.automatic for c in candidates) > 1:
        reasons.append(Reason("match.more_than_one_way", N_("There is more than one way: a person chooses.")))
    else:
        reasons.append(Reason("match.a_person_decides", N_("What was found is not sure enough to post.")))
    return tuple(reasons)


def _by_pointing(money: Received, board: Board) -> Iterator[Candidate]:
    """Rules 1 and 2: what the payer or the collection points at."""
    quoted = [i for i in board.quoted(money) if board.open(i).cents]
    collected = [i for i in board.collected(money) if board.open(i).cents]
    named = _of_payer([i for i in board.named(money) if board.open(i).cents], money, board)
    union = sorted({i.id: i for i in (*quoted, *collected, *named)}.values(), key=by_age)
    rule: Rule = "structured_reference" if quoted else "end_to_end_id" if collected else "invoice_numbers"
    if union and _total(union, board) == money.amount:
        score = "equal" if quoted or collected else "numbers"
        yield _way(money, board, union, rule, score, _said(quoted, collected, named, board), automatic=True)
        return
    surest = sorted({i.id: i for i in (*quoted, *collected)}.values(), key=by_age)
    if len(surest) == 1 and board.open(surest[0]).cents > 0:
        total = _total(surest, board)
        reasons = (*_said(quoted, collected, (), board), _difference(money, total))
        yield _way(
            money, board, surest, rule, "equal" if total == money.amount else "reference", reasons, automatic=True
        )
    elif surest:
        yield from _fitting(money, board, surest, rule)
    yield from _numbers(money, board, named)


def _numbers(money: Received, board: Board, named: Sequence[OpenItem]) -> Iterator[Candidate]:
    """Rule 2 apart from what references say."""
    if not named:
        return
    said = _said((), (), named, board)
    for meant in (named, [item for item in named if is_long(item)]):
        # A short number may stand in a text by chance; when the long ones alone are equal, they are meant.
        if meant and _total(meant, board) == money.amount:
            yield _way(money, board, meant, "invoice_numbers", "numbers", _said((), (), meant, board), automatic=True)
            return
    alone = [item for item in named if board.open(item) == money.amount]
    if len(named) > 1 and _same_number(named) and len(alone) == 1:
        # One number, several clients or debtors use it: the amount tells which is meant.
        yield _way(money, board, alone, "invoice_numbers", "numbers", _said((), (), alone, board), automatic=True)
        return
    reasons = (*said, _difference(money, _total(named, board)))
    yield _way(money, board, named, "invoice_numbers", "numbers_other_amount", reasons)


def is_long(item: OpenItem) -> bool:
    """Whether its number can hardly stand in a text by chance."""
    return any(len(form) >= LONG for form in number_forms(item.number))


def _named(item: OpenItem) -> Reason:
    words = N_("{number} is named, of which another amount is open.")
    return Reason("match.another_named", words, {"number": item.number})


def _fitting(money: Received, board: Board, items: Sequence[OpenItem], rule: Rule) -> Iterator[Candidate]:
    """Several items carry what was quoted: those whose amount fits, if only one way, else all, oldest first."""
    for way, alone in _exact_ways(money, board, items):
        yield _way(money, board, way, rule, "reference", _said(way, (), (), board), automatic=alone)
    several = Reason("match.reference_of_several", N_("The reference belongs to {count} open items."), _count(items))
    yield _way(money, board, items, rule, "references_other_amount", (several,))


def _by_amount(money: Received, board: Board) -> Iterator[Candidate]:
    """Rule 3: the exact amount. Alone and from the payer's own account it is posted, otherwise proposed."""
    contradictions = _contradictions(money, board)
    meant = [item for item in board.named(money) if board.open(item).cents and is_long(item)]
    debtors = board.debtors_by_iban(money)
    by_name = frozenset() if debtors else board.debtors_by_name(money)
    pool = board.of(debtors or by_name, money)
    for way, alone in _exact_ways(money, board, pool):
        others = [item for item in meant if item not in way]
        sure = alone and bool(debtors) and not contradictions and not others
        one = len(way) == 1
        score = ("one_amount" if one else "only_set") if sure else "amount_by_name" if by_name else "amount_not_alone"
        rule: Rule = "exact_amount" if one else "exact_subset"
        reasons = (_payer(money, known=bool(debtors)), _exact(way, money), *contradictions, *map(_named, others))
        yield _way(money, board, way, rule, score, reasons, automatic=sure)
    if not pool:
        same = board.of_this_amount(money)
        if len(same) == 1:
            stranger = Reason("match.payer_unknown", N_("The payer is not known."))
            yield _way(money, board, same, "exact_amount", "amount_of_anyone", (stranger, _exact(same, money)))


def _exact_ways(money: Received, board: Board, pool: Sequence[OpenItem]) -> Iterator[tuple[Sequence[OpenItem], bool]]:
    """Items, or sets of them, that make the amount to the cent, and whether each is the only way."""
    single = [item for item in pool if board.open(item) == money.amount]
    if single:
        yield from (([item], len(single) == 1) for item in single[:3])
        return
    if not 2 <= len(pool) <= MAX_POOL:
        return
    cents = [board.open(item).cents for item in pool]
    sets = subsets(cents, money.amount.cents)
    for found in sets.found:
        way = [pool[i] for i in found]
        yield way, sets.unique and (is_telling(cents, len(found)) or len(found) == len(pool))


def _by_age(money: Received, board: Board) -> Iterator[Candidate]:
    """Rule 4: the payer is known, the oldest items first; only ever a proposal."""
    by_iban = board.debtors_by_iban(money)
    pool = [i for i in board.of(by_iban or board.debtors_by_name(money), money) if board.open(i).cents > 0]
    if pool:
        oldest = Reason("match.oldest_first", N_("Nothing says what is paid: the oldest invoices first."))
        reasons = (_payer(money, known=bool(by_iban)), oldest)
        yield _way(money, board, pool, "oldest_first", "oldest" if by_iban else "oldest_by_name", reasons)


def _way(
    money: Received,
    board: Board,
    items: Sequence[OpenItem],
    rule: Rule,
    score: str,
    reasons: tuple[Reason, ...],
    *,
    automatic: bool = False,
) -> Candidate:
    """Fill the items with the money, credit notes first (they add to it), then the oldest; the rest is excess."""
    rest = money.amount
    allocations = []
    for item in sorted(items, key=lambda i: (board.open(i).cents > 0, by_age(i))):
        part = min(board.open(item), rest)
        if part:
            allocations.append(Allocation(item.id, part))
            rest -= part
    if sum(a.amount.cents for a in allocations) < 0:
        # Credit notes alone take no money: they are not offered without an invoice that they reduce.
        allocations, rest = [], money.amount
    return Candidate(
        rule=rule,
        allocations=tuple(allocations),
        excess=rest,
        score=SCORES[score],
        reasons=reasons,
        automatic=automatic and bool(allocations),
    )


def _of_payer(items: list[OpenItem], money: Received, board: Board) -> list[OpenItem]:
    """Where a number is used by several debtors, the payer's own is meant, if he is known."""
    debtors = board.debtors_by_iban(money) or board.debtors_by_name(money)
    return [item for item in items if item.debtor in debtors] or items


def _same_number(items: Sequence[OpenItem]) -> bool:
    return len({item.number for item in items}) == 1


def _total(items: Iterable[OpenItem], board: Board) -> Money:
    amounts = [board.open(item) for item in items]
    return Money.total(amounts, amounts[0].currency)


def _count(items: Sequence[OpenItem]) -> dict[str, int]:
    return {"count": len(items)}


def _said(
    quoted: Iterable[OpenItem], collected: Iterable[OpenItem], named: Iterable[OpenItem], board: Board
) -> tuple[Reason, ...]:
    """In words what pointed at what."""
    said = [
        Reason(
            "match.reference",
            N_("The reference {reference} is that of {number}."),
            {"reference": normal_reference(item.reference), "number": item.number},
        )
        for item in quoted
    ]
    said += [
        Reason("match.end_to_end_id", N_("The end-to-end id is that of {number}."), {"number": item.number})
        for item in collected
    ]
    said += [
        Reason("match.number", N_("The payer names {number}, of which {open} is open."), _open(item, board))
        for item in named
    ]
    return tuple(said)


def _open(item: OpenItem, board: Board) -> dict[str, str | Money]:
    return {"number": item.number, "open": board.open(item)}


def _difference(money: Received, total: Money) -> Reason:
    facts = {"received": money.amount, "open": total}
    if money.amount < total:
        return Reason("match.partial", N_("{received} came in, {open} is open: a part is paid."), facts)
    if money.amount > total:
        return Reason("match.over", N_("{received} came in, {open} is open: the rest stays unallocated."), facts)
    return Reason("match.equal", N_("{received} came in, as much as is open."), {"received": money.amount})


def _exact(way: Sequence[OpenItem], money: Received) -> Reason:
    if len(way) == 1:
        facts: dict[str, Fact] = {"amount": money.amount, "number": way[0].number}
        return Reason("match.exact_amount", N_("{amount} is open on {number}."), facts)
    together: dict[str, Fact] = {"amount": money.amount, "count": len(way)}
    return Reason("match.exact_set", N_("{count} open items make {amount} together."), together)


def _payer(money: Received, *, known: bool) -> Reason:
    if known:
        return Reason("match.payer_account", N_("The payer is known by his account {iban}."), {"iban": money.iban})
    return Reason("match.payer_name", N_("The payer is known by his name only: {name}."), {"name": money.name})


def _contradictions(money: Received, board: Board) -> tuple[Reason, ...]:
    """What the payer said that fits nothing open: then an equal amount alone is no proof of what he paid."""
    said = {item.id: item for item in (*board.quoted(money), *board.collected(money), *board.named(money))}
    reasons = [
        Reason("match.nothing_open", N_("{number} has nothing open."), {"number": item.number})
        for item in said.values()
        if not board.open(item)
    ]
    if money.structured and not said:
        facts = {"reference": money.structured}
        text = N_("The reference {reference} is not that of an open item.")
        reasons.append(Reason("match.unknown_reference", text, facts))
    return tuple(reasons)

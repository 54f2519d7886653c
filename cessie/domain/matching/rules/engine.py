"""Money in, open items, and which pays which: the order of matching of factoring-domain 12.

1. a structured reference or the end-to-end id of a collection; 2. invoice numbers in the payer's words; 3. the exact
amount of one item of the payer, or of an only set of them; 4. the payer is known: oldest first. Posted without a
person: 1 when it points at one item, 2 when the amounts are equal, 3 when there is no other way; 4 never. Nothing is
allocated beyond what was received or is open, and a small difference is not taken: what is short stays open, what is
over stays unallocated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cessie.domain.matching.rules import evidence
from cessie.domain.matching.rules.board import Board
from cessie.domain.matching.rules.facts import Candidate, OpenItem, Outcome, Received
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

MOST_CANDIDATES = 5  # what a person can look at


def match(receipts: Sequence[Received], items: Iterable[OpenItem]) -> tuple[Outcome, ...]:
    """One outcome for each receipt, in their order: what an earlier one was matched to is gone for the later ones."""
    board = Board(items)
    return tuple(match_one(money, board) for money in receipts)


def match_one(money: Received, board: Board) -> Outcome:
    """What becomes of one receipt; if it is matched, ``board`` has less open afterwards."""
    if money.amount.cents <= 0:
        none = Reason("match.no_money_in", N_("No money came in with this line."))
        return Outcome(status="unmatched", excess=Money(0, money.amount.currency), reasons=(none,))
    candidates = _ranked(evidence.gather(money, board))
    if candidates and candidates[0].automatic and not _rivals(candidates):
        best = candidates[0]
        board.take(best.allocations)
        return Outcome(
            status="matched",
            allocations=best.allocations,
            excess=best.excess,
            candidates=candidates,
            reasons=best.reasons,
        )
    why = evidence.why_not(money, board, candidates)
    return Outcome(
        status="proposed" if candidates else "unmatched", excess=money.amount, candidates=candidates, reasons=why
    )


def _ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The surest first; the same allocations found twice count once, for the surer rule."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (not c.automatic, -c.score)):
        if all(set(candidate.allocations) != set(other.allocations) for other in kept):
            kept.append(candidate)
    return tuple(kept[:MOST_CANDIDATES])


def _rivals(candidates: Sequence[Candidate]) -> bool:
    """Whether a second way could be posted too, unless the first fits to the cent and the second does not."""
    others = [candidate for candidate in candidates[1:] if candidate.automatic]
    exact = evidence.SCORES["equal"]
    return bool(others) and not (candidates[0].score == exact > others[0].score)

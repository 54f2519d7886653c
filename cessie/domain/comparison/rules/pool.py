"""What of the sold ledger is eligible, kept up to date invoice by invoice: the same rules as ``terms.eligibility``."""

from __future__ import annotations

from collections.abc import Mapping

from cessie.terms.eligibility import UNKNOWN, Debtor, Rules, cap, of_debtor


class LivePool:
    """Sums of each debtor that change with one invoice at a time; the total over all debtors when it is asked for."""

    def __init__(self, debtors: Mapping[str, Debtor], rules: Rules) -> None:
        self._debtors, self._rules = debtors, rules
        self._sums: dict[str, list[int]] = {}  # sound, overdue, gross
        self._left: dict[str, int] = {}
        self._base = 0
        self._known: int | None = 0

    def change(self, debtor: str, *, sound: int = 0, overdue: int = 0, other: int = 0) -> None:
        """Add to what the rules on documents leave, to what they find overdue, and to what they take out otherwise."""
        of = self._sums.setdefault(debtor, [0, 0, 0])
        of[0] += sound
        of[1] += overdue
        of[2] += sound + overdue + other
        left = of_debtor(of[0], of[1], of[2], self._debtors.get(debtor, UNKNOWN), self._rules).limit
        before = self._left.get(debtor, 0)
        if left != before:
            self._left[debtor] = left
            self._base += left - before
            self._known = None

    @property
    def total(self) -> int:
        """What is eligible now, in cents."""
        if self._known is None:
            most = cap(self._rules, self._base)
            over = 0 if most is None else sum(left - most for left in self._left.values() if left > most)
            self._known = self._base - over
        return self._known

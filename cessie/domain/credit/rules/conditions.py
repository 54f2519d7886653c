"""What a credit insurance says: how much of a loss it bears, and by when what must be reported to it.

>>> from datetime import date
>>> due = date(2026, 3, 1)
>>> report_from(due, arrears_days=60), report_until(due, arrears_days=60, declare_days=30)
(datetime.date(2026, 4, 30), datetime.date(2026, 5, 30))
>>> waits_until(date(2026, 6, 5), months=6, days=0)
datetime.date(2026, 12, 5)
>>> extended_until(due, 60)
datetime.date(2026, 4, 30)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cessie.lib.days import add_months
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban

BASES = ("NET", "GROSS")
PAYEES = ("HOUSE", "CLIENT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """A policy's conditions from ``valid_from`` to its last day ``valid_until``; amounts incl. VAT.

    ``insured_percent`` of the loss without (``NET``) or with VAT (``GROSS``), up to the insured limit and less the
    ``deductible`` of each claim; ``maximum``: the most that is paid under them; ``discretionary``: the limit on a
    debtor whom the insurer has not named. Days: see the functions below.
    """

    insurer: str
    number: str
    iban: str
    insured_percent: Decimal
    basis: str
    arrears_days: int
    waiting_months: int
    valid_from: date
    valid_until: date | None = None
    declare_days: int = 30
    extension_days: int = 0
    waiting_days: int = 0
    deductible: Money = Money(0)
    maximum: Money | None = None
    discretionary: Money = Money(0)

    def checked(self) -> Conditions:
        """The same with its words and its account in their normal form.

        Refused: no name or number, a false IBAN, a percentage that is none, an end before the start, negative days or
        amounts, another currency.
        """
        account = normal_iban(self.iban)
        if account is None:
            raise Refusal("credit.policy_iban", N_("{iban} is not a valid IBAN."), iban=self.iban)
        if not self.insurer.strip() or not self.number.strip() or self.basis not in BASES:
            raise Refusal("credit.policy_words", N_("A policy needs its insurer, its number and its basis."))
        days = (self.arrears_days, self.declare_days, self.extension_days, self.waiting_months, self.waiting_days)
        if not 0 < self.insured_percent <= 100 or min(days) < 0:
            words = N_("A policy insures between 0 and 100 percent; days are not negative.")
            raise Refusal("credit.policy_figures", words)
        amounts = [self.deductible, self.discretionary, *([self.maximum] if self.maximum is not None else [])]
        if any(each.cents < 0 or each.currency != EUR for each in amounts) or self.maximum == Money(0):
            raise Refusal("credit.policy_amounts", N_("The amounts of a policy are in euro and not negative."))
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise Refusal("credit.policy_ends_early", N_("The policy would end before it begins."))
        return replace(self, insurer=self.insurer.strip(), number=self.number.strip(), iban=account)

    def columns(self) -> dict[str, object]:
        """As a policy is stored, without what it is known by (number and first day)."""
        return {
            "insurer": self.insurer, "iban": self.iban, "insured_percent": self.insured_percent, "basis": self.basis,
            "arrears_days": self.arrears_days, "declare_days": self.declare_days,
            "extension_days": self.extension_days, "waiting_months": self.waiting_months,
            "waiting_days": self.waiting_days, "deductible_cents": self.deductible.cents,
            "maximum_cents": None if self.maximum is None else self.maximum.cents,
            "discretionary_cents": self.discretionary.cents, "valid_until": self.valid_until,
        }  # fmt: skip


def report_from(due: date, *, arrears_days: int) -> date:
    """The day from which an invoice that is still unpaid must be reported to the insurer."""
    return due + timedelta(days=arrears_days)


def report_until(due: date, *, arrears_days: int, declare_days: int) -> date:
    """The last day on which that is in time: what is reported later has lost its cover."""
    return report_from(due, arrears_days=arrears_days) + timedelta(days=declare_days)


def extended_until(due: date, extension_days: int) -> date:
    """How long a debtor may be given beyond the original due date without the insurer's consent."""
    return due + timedelta(days=extension_days)


def waits_until(filed: date, *, months: int, days: int) -> date:
    """The end of the waiting period of a claim that was filed that day."""
    return add_months(filed, months) + timedelta(days=days)

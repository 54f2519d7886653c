"""The hard rules of the law that nobody may step over, each with its number and its article.

A refusal names the guard that stands in the way (``Unlawful``); a finding is worth knowing and stops nothing.

>>> GUARDS["LAW-BE-01"].article
'Law of 2 August 2002, art. 4'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cessie.lib.reasons import N_, Fact, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Guard:
    """``rule`` in words (a message id), ``article`` as lawyers cite it."""

    id: str
    rule: str
    article: str


_GUARDS = (
    Guard("LAW-GEN-01", N_("Interest runs from the day after the due date; the day of payment counts."),
          "Directive 2011/7/EU, art. 3; BW 6:119a(1)"),
    Guard("LAW-GEN-02", N_("No computation over a day whose rate is not known; a provisional rate goes to no court."),
          "The notice that publishes the rate"),
    Guard("LAW-GEN-03", N_("Insolvency stops reminders, costs and collection."), "Law of the insolvency"),
    Guard("LAW-GEN-04", N_("What is contested is not reminded or collected."), "Civil procedure of the country"),
    Guard("LAW-BE-01", N_("A payment term above 60 days is not written: 30 days apply."),
          "Law of 2 August 2002, art. 4"),
    Guard("LAW-BE-02", N_("A consumer pays no costs, damages or interest before the first reminder's period is over."),
          "Code of Economic Law, art. XIX.2"),
    Guard("LAW-BE-03", N_("Damages and interest of a consumer need a clause and stay within the legal limits."),
          "Code of Economic Law, art. XIX.4"),
    Guard("LAW-BE-04", N_("A consumer's first reminder is free; a later one costs at most 7.50 and the postage."),
          "Code of Economic Law, art. XIX.3"),
    Guard("LAW-BE-05", N_("Who collects from consumers for others, or bought the claims, needs a registration."),
          "Code of Economic Law, Book XIX, title 2"),
    Guard("LAW-BE-06", N_("The summons for uncontested debts keeps its nine conditions."),
          "Judicial Code, art. 1394/20"),
    Guard("LAW-BE-07", N_("The summons for uncontested debts keeps its order and periods: a month, then eight days."),
          "Judicial Code, art. 1394/20 to 1394/27"),
    Guard("LAW-BE-08", N_("The Belgian court route keeps its order and its periods."),
          "Judicial Code, art. 707, 1048, 1051 (unverified)"),
    Guard("LAW-NL-01", N_("A consumer owes collection costs only after a valid 14-day letter that names the amount."),
          "BW 6:96(6)"),
    Guard("LAW-NL-02", N_("Collection costs are taken of the summed principals that were not paid in time."),
          "BW 6:96(7); HR 25 November 2016, ECLI:NL:HR:2016:2704"),
    Guard("LAW-NL-03", N_("Who collects from natural persons for others, or bought the claims, must be registered."),
          "Wet kwaliteit incassodienstverlening, art. 4"),
    Guard("LAW-NL-04", N_("VAT comes on collection costs only where the creditor declared that he cannot deduct it."),
          "Besluit vergoeding voor buitengerechtelijke incassokosten, art. 2(3)"),
    Guard("LAW-NL-05", N_("A Dutch summons leaves a week to the hearing, a default judgment four weeks to oppose it."),
          "Rv 93, 114, 139, 143"),
    Guard("LAW-FR-01", N_("A contract rate below three times the legal rate is not valid."), "C. com. L441-10 II"),
    Guard("LAW-FR-02", N_("A consumer owes no collection costs without an enforceable title."), "CPCE L111-8"),
    Guard("LAW-FR-03", N_("A collector's letter carries all that the law lists."), "CPCE R124-4"),
    Guard("LAW-FR-04", N_("The order to pay is served, and leaves a month to oppose it."),
          "CPC 1405 to 1425 (unverified)"),
    Guard("LAW-FR-05", N_("The simplified procedure: up to 5,000 euro, a month to answer, and the debtor's agreement."),
          "CPCE L125-1, R125-1 to R125-8"),
    Guard("LAW-FR-06", N_("The procedure for uncontested commercial invoices leaves a month, then eight days."),
          "Bill no. 187 (2025-2026), CPCE L126-1 ff.: not in force as far as is known"),
    Guard("LAW-ASG-01", N_("An undisclosed deed covers only claims of existing relations and is registered first."),
          "BW 3:94(3)"),
    Guard("LAW-ASG-02", N_("The debtor is told of the assignment in writing, with proof and the day of the new IBAN."),
          "BW 3:94(5); Civil Code, Book 5 (BE)"),
    Guard("LAW-ASG-03", N_("A confidential assignment shows nothing of the factor to the debtor."), "The contract"),
    Guard("LAW-AML-01", N_("No funding without a current check of identity, owners and sanctions."),
          "Directive (EU) 2015/849"),
)  # fmt: skip
GUARDS: Final = {guard.id: guard for guard in _GUARDS}


class Unlawful(Refusal):
    """The law does not allow it, or the question cannot be answered by it; ``guard`` names the rule, if one does."""

    def __init__(self, guard: str | None, code: str, message: str, /, **facts: Fact) -> None:
        super().__init__(code, message, **facts)
        self.guard = guard

    @property
    def article(self) -> str | None:
        """Where the rule stands."""
        return GUARDS[self.guard].article if self.guard else None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the reader must know: why, and by which guard (None: a plain remark)."""

    reason: Reason
    guard: str | None = None

    @property
    def article(self) -> str | None:
        """Where the rule stands."""
        return GUARDS[self.guard].article if self.guard else None


def finding(guard: str | None, code: str, message: str, /, **facts: Fact) -> Finding:
    """Short for a finding with its reason."""
    return Finding(Reason(code, message, facts), guard)

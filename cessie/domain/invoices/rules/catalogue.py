"""Every check by its code: what it looks at, what it does unless the house says otherwise, who may clear it, whence.

The house may weaken or sharpen a check (``settings``), but some only so far: ``least`` is the mildest severity that law
or the safety of money allows, ``why`` the reason. A code with a word behind the dot is a case of its own; what stands
behind a code and is not listed (``M10.vat.21``) falls under the listed beginning.

>>> entry("M10.vat.21").code, entry("M07.payee").code, entry("M99")
('M10', 'M07.payee', None)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cessie.domain.invoices.rules.catalogue_words import ELSEWHERE, LAW, ONCE, OURS, SAFETY
from cessie.domain.invoices.rules.measures import MEASURES, Measure
from cessie.lib.reasons import N_

Strength = Literal["off", "note", "hold", "reject"]
STRENGTHS: tuple[Strength, ...] = ("off", "note", "hold", "reject")
#: The roles that hold the right to clear; a check may ask for one of them.
CLEARERS = ("credit", "treasury")
CREDIT = ("credit",)


@dataclass(frozen=True, slots=True)
class Check:
    """One check. ``severity``: what it finds; ``people``: the fewest who must clear it; ``least`` and ``most``: how far
    a house may turn it, with ``why``; ``source``: where it is from (FD: factoring-domain 10)."""

    code: str
    severity: Strength
    what: str
    source: str = "FD 10"
    least: Strength = "off"
    most: Strength = "reject"
    why: str = ""
    people: int = 1
    roles: tuple[str, ...] = CLEARERS

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What can be measured out: days, percent, amounts."""
        return tuple(measure for measure in MEASURES if measure.code == self.code)

    def allows(self, severity: str) -> bool:
        """Whether a house may give it this severity."""
        return severity in STRENGTHS[STRENGTHS.index(self.least) : STRENGTHS.index(self.most) + 1]


CHECKS: tuple[Check, ...] = (
    Check("M01", "hold", N_("The debtor is not known, or no limit on him is in force"), least="hold", why=SAFETY,
          roles=CREDIT),
    Check("M02", "hold", N_("The invoice is more than the limit of the debtor or his group leaves"), least="hold",
          most="hold", why=ELSEWHERE, roles=CREDIT),
    Check("M03", "hold", N_("The invoice is more than the facility leaves"), least="hold", why=SAFETY, roles=CREDIT),
    Check("M04", "reject", N_("The same client, debtor and number are here already"), least="reject", why=ONCE,
          people=2),
    Check("M05", "hold", N_("Another invoice is nearly the same: amount, debtor and days, or the number but for one "
                            "character")),
    Check("M05.corrects", "hold", N_("The document takes the place of another one")),
    Check("M06", "hold", N_("The same document or claim was offered by another client"), least="hold", why=SAFETY,
          people=2),
    Check("M07.account", "hold", N_("A notified debtor is not told to pay on the factor's account"), least="hold",
          why=SAFETY),
    Check("M07.payee", "hold", N_("A notified invoice does not name the factor as payee"), "FD 10; EN 16931 BG-10"),
    Check("M08", "hold", N_("The text of the assignment is missing, or not in the debtor's language")),
    Check("M09", "reject", N_("A confidential invoice shows an account of the factor"), least="hold", why=SAFETY,
          people=2),
    Check("M10", "hold", N_("Lines, VAT and totals do not add up"), "FD 10; EN 16931 BR-CO", least="hold",
          why=SAFETY),
    Check("M11", "hold", N_("A rate of VAT that the country does not have, or an exemption that does not fit"),
          "FD 10; VAT directive 2006/112, art. 138, 146, 194 to 199"),
    Check("M12", "hold", N_("A weighty field was read with doubt, or the page says other than its data"), least="note",
          why=SAFETY),
    Check("M13", "reject", N_("The seller is not the client"), least="hold", why=OURS, people=2),
    Check("M13.unproven", "hold", N_("The seller has the client's name, and no number"), least="note", why=OURS),
    Check("M13.mixed", "hold", N_("The seller's numbers belong to two companies"), least="hold", why=OURS, people=2),
    Check("M13.number", "hold", N_("A number of the seller has wrong check digits"), people=2),
    Check("M14", "hold", N_("The buyer's name is not that of the debtor with his number")),
    Check("M14.unknown", "hold", N_("No debtor has one of the buyer's numbers"), least="hold", why=SAFETY),
    Check("M14.mixed", "hold", N_("The buyer's numbers belong to two companies"), people=2),
    Check("M14.number", "hold", N_("A number of the buyer has wrong check digits"), people=2),
    Check("M15", "hold", N_("The invoice is dated in the future, or is too old")),
    Check("M16", "hold", N_("The debtor has longer to pay than contract and law allow"),
          "FD 10; law 14: directive 2011/7/EU, art. 3"),
    Check("M16.none", "hold", N_("The invoice states no due date")),
    Check("M17", "reject", N_("Nothing is to be paid, or nothing is credited"), least="reject", why=SAFETY, people=2),
    Check("M17.note", "hold", N_("A credit note cannot be taken off one known invoice"), "FD 10, 12", least="hold",
          why=SAFETY),
    Check("M18", "hold", N_("A deposit, a progress claim, a subscription, a retention or goods on consignment")),
    Check("M18.no_claim", "hold", N_("The document says that it only informs"), least="hold", why=SAFETY),
    Check("M19", "hold", N_("Proof of delivery or the number of the order is missing where it is asked for")),
    Check("M20", "hold", N_("The debtor must confirm it first: a large amount, a first invoice, one of a sample")),
    Check("M20.first", "hold", N_("The first invoice to a debtor is among the client's largest"), roles=CREDIT),
    Check("M21", "reject", N_("The invoice is in a currency that is not bought"), least="reject", why=SAFETY,
          people=2),
    Check("M21.total", "hold", N_("The document states its total in two currencies"), least="hold", why=SAFETY),
    Check("M22", "hold", N_("Client and debtor share an account, an address or a mail domain"), people=2),
    Check("M23", "hold", N_("The debtor leaves bought invoices unpaid for long"), roles=CREDIT),
    Check("M23.due", "hold", N_("The invoice was due before it came in")),
    Check("M24", "hold", N_("The debtor is in a country whose law this house does not know"), least="hold", why=LAW),
    Check("M24.insolvent", "hold", N_("The debtor is insolvent"), "FD 10; law GEN-03", least="hold", why=SAFETY,
          people=2),
    Check("M25", "hold", N_("The debtor sells to the client too and may set off")),
    Check("M26", "hold", N_("The claim may not be assigned, by the contract or by the words of the invoice"),
          "FD 10, 16.3; law 12", least="hold", why=LAW),
    Check("M27", "hold", N_("The client owes more on his current account than is tolerated"), roles=CREDIT),
    Check("M28", "note", N_("The number falls or leaps within its series")),
    Check("M29", "hold", N_("The amount is far above what this client invoices to this debtor"), roles=CREDIT),
    Check("M29.absurd", "hold", N_("The amount is beyond anything plausible"), least="hold", why=SAFETY, people=2),
    Check("M30", "hold", N_("The debtor must withhold a part for tax and social security, or pays it to a blocked "
                            "account"), "FD 10, 16.3, EX15", least="hold", why=LAW),
    Check("M31", "hold", N_("The debtor is a consumer, or a sole trader whom only the registered may chase"),
          "FD 10; law 3 to 5", least="hold", why=LAW),
    Check("M32", "hold", N_("The signs of fraud in the client's year score too high"), "FD 10, 14", least="hold",
          why=SAFETY),
    Check("M33", "hold", N_("Part of the invoice is said to be paid already"), least="hold", why=SAFETY),
    Check("M33.paid", "reject", N_("The debtor's money for it came before the invoice did"), least="hold", why=SAFETY,
          people=2),
    Check("M34", "hold", N_("The client's bank account changed a few days ago"), least="hold", why=SAFETY, people=2,
          most="hold"),
)  # fmt: skip
BY_CODE = {check.code: check for check in CHECKS}
#: Cases of one check that are told apart by a word and set together.
_ALIAS = dict.fromkeys(("M17.none", "M17.several", "M17.unknown", "M17.debtor", "M17.more"), "M17.note")


def entry(code: str) -> Check | None:
    """The check of a finding: its own, or that of the longest beginning."""
    while code:
        if code in _ALIAS or code in BY_CODE:
            return BY_CODE[_ALIAS.get(code, code)]
        code = code.rpartition(".")[0]
    return None

"""The posting rules P00 to P43: one small pure function for each event, one file for each family.

A rule takes the event (its key and days), amounts as ``Money`` and the dimensions ``of`` the lines, all by keyword,
and returns a balanced ``Entry``. It decides nothing and computes nothing: how much is ``terms``' business, whether is
the domain's. Source: the house's posting table, in ``docs/books.md``; ``RULES`` is its short form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from cessie.lib.reasons import N_


class Rule(NamedTuple):
    """One row of the posting table: words for people, the accounts that may stand on each side."""

    words: str
    debit: frozenset[str]
    credit: frozenset[str]


def _rule(words: str, debit: str, credit: str) -> Rule:
    return Rule(words, frozenset(debit.split()), frozenset(credit.split()))


_ANY = (
    "1000 1005 1010 1020 1030 1035 1100 1110 1190 1200 1300 1320 1400 1410 2100 2110 2120 2200 2300 2310 2320 2350 "
    "2400 3000 4000 4010 4020 4030 4040 5000 5010 5030 5040 5050 9000 9001 9010 9011 9020 9021 9030 9031"
)

RULES: Final[Mapping[str, Rule]] = {
    "P00": _rule(N_("Opening balances"), _ANY, _ANY),
    "P01": _rule(N_("Purchase of an invoice at face value"), "1100", "2100"),
    "P02": _rule(N_("Holdback or guarantee fund set aside"), "2100", "2110 2120"),
    "P03": _rule(N_("Fee with VAT"), "2100", "4000 4010 4020 4030 4040 2400"),
    "P04": _rule(N_("Payout instructed"), "2100", "1030"),
    "P05": _rule(N_("Payment executed by the bank"), "1030", "1005"),
    "P06": _rule(N_("Payment rejected or returned"), "1030 1005", "2100 2310 1200"),
    "P07": _rule(N_("Receipt on the collection account"), "1000", "2300"),
    "P08": _rule(N_("Receipt allocated"), "2300", "1100 1110 1200 2100 2320"),
    "P09": _rule(N_("Holdback released"), "2110", "2100"),
    "P10": _rule(N_("Guarantee fund released"), "2120", "2100"),
    "P11": _rule(N_("Interest accrued"), "1400 4010", "4010 1400"),
    "P12": _rule(N_("Interest capitalised"), "2100 1400 2400", "1400 2400 2100"),
    "P13": _rule(N_("Credit note on a bought invoice"), "2100", "1100"),
    "P14": _rule(N_("Other dilution: discount, withholding, short payment"), "2100", "1100"),
    "P15": _rule(N_("Chargeback to the client"), "2100", "1100 1110"),
    "P16": _rule(N_("Debtor paid the client"), "2100", "1100"),
    "P17": _rule(N_("Client passes on what a debtor paid him"), "2300", "2100"),
    "P18": _rule(N_("Overpayment or duplicate payment"), "2300", "2310"),
    "P19": _rule(N_("Refund to a debtor"), "2310", "1030"),
    "P20": _rule(N_("Small difference"), "2300 5050", "5050 1100"),
    "P21": _rule(N_("Collection on an invoice not bought"), "2300 2320", "2320 2100"),
    "P22": _rule(N_("Doubtful receivable, or allowance"), "1110 5030 1190", "1100 1190 5030"),
    "P23": _rule(N_("Insurance indemnity accepted"), "1300", "1110"),
    "P24": _rule(N_("VAT bad-debt relief"), "1320", "1110"),
    "P25": _rule(N_("Own risk written off"), "1190 5000", "1110"),
    "P26": _rule(N_("Insurance indemnity received"), "1000 2100", "1300"),
    "P27": _rule(N_("Money after indemnity"), "2300", "2400 2350 5010 2100"),
    "P28": _rule(N_("Returned direct debit"), "1100 1110 2300 5040 2100", "2300 1000 5040"),
    "P29": _rule(N_("Receipt of third-party money"), "1020", "2200"),
    "P30": _rule(N_("Collection commission invoiced"), "1410", "4040 2400"),
    "P31": _rule(N_("Collection commission set off"), "2200", "1410"),
    "P32": _rule(N_("Collection commission moved to the office account"), "1005 1020 1035", "1020 1035"),
    "P33": _rule(N_("Third-party money remitted to the principal"), "1020 2200", "1020 2200"),
    "P34": _rule(N_("Dedicated account in the client's name"), "9010 9011", "9011 9010"),
    "P34f": _rule(N_("Dedicated account held by the factor"), "1010 2300 1000", "2300 1100 1010 2320"),
    "P35": _rule(N_("Late interest and fixed sum paid by the debtor"), "2300", "4030 2100"),
    "P36": _rule(N_("Transfer between own accounts"), "1035 1000 1005", "1000 1005 1035"),
    "P37": _rule(N_("Bank line outside the business"), "5040 3000 1000 1005", "1000 1005 5040 3000"),
    "P38": _rule(N_("Pledge and its advances"), "9000 1200 2300 9001", "9001 1030 1200 9000"),
    "P39": _rule(N_("Managed invoice entered"), "9020", "9021"),
    "P40": _rule(N_("Managed invoice settled or credited"), "9021", "9020"),
    "P41": _rule(N_("Claim part demanded from a debtor"), "9030", "9031"),
    "P42": _rule(N_("Claim part settled or waived"), "9031", "9030"),
    "P43": _rule(N_("Third-party money taken back"), "1410 2200 5040", "1020"),
}

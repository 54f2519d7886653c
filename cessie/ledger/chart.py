"""The chart of accounts: code, name, type, and which dimensions a line on the account must carry.

Amounts are debit-positive everywhere: an asset of 100.00 is +10000 cents, a liability of 100.00 is -10000 cents.
``kept`` names the dimensions by which a running balance is stored; an account that every posting touches (bank, fees,
VAT) keeps none: its balance is the last closed month's snapshot plus the lines since, so that no row queues writers.

>>> CHART["1100"].name, CHART["1100"].needs
('Purchased receivables', ('contract', 'client', 'debtor', 'invoice'))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cessie.lib.reasons import N_


class Type(StrEnum):
    """What an account is in the statements; a memo account stands outside them and nets with its contra to zero."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"
    MEMO = "memo"


class Side(StrEnum):
    """The side on which an account normally stands."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``needs``: dimensions that each line must carry; ``kept``: those of its stored balances."""

    code: str
    name: str
    type: Type
    normal: Side
    needs: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


A, L, Q, N, X, M = Type.ASSET, Type.LIABILITY, Type.EQUITY, Type.INCOME, Type.EXPENSE, Type.MEMO
DR, CR = Side.DEBIT, Side.CREDIT
INVOICE = ("contract", "client", "debtor", "invoice")
CONTRACT = ("contract", "client")
REFERENCE = ("reference",)
PRINCIPAL = ("client", "reference")
DEMAND = ("client", "debtor", "reference")

#: What ``reference`` names differs by account: the payment (1030), the transfer (1035), the bank line (2300),
#: the claim on an insurer (1300, 2350) or on a debtor (2200, 9030). ``client`` of 1410, 1020 and 2200 is the principal.
ACCOUNTS: Final = (
    Account("1000", N_("Bank, collection account"), A, DR, ("bank",)),
    Account("1005", N_("Bank, payout and office account"), A, DR, ("bank",)),
    Account("1010", N_("Bank, dedicated account held by the factor"), A, DR, ("bank", *CONTRACT)),
    Account("1020", N_("Bank, third-party (trust) account"), A, DR, ("bank", "client")),
    Account("1030", N_("Payments in transit"), A, DR, REFERENCE, REFERENCE),
    Account("1035", N_("Transfers in transit between own accounts"), A, DR, REFERENCE, REFERENCE),
    Account("1100", N_("Purchased receivables"), A, DR, INVOICE, INVOICE),
    Account("1110", N_("Doubtful purchased receivables"), A, DR, INVOICE, INVOICE),
    Account("1190", N_("Allowance for credit losses"), A, CR, CONTRACT, CONTRACT),
    Account("1200", N_("Advances secured by pledge"), A, DR, CONTRACT, CONTRACT),
    Account("1300", N_("Insurance indemnity receivable"), A, DR, REFERENCE, REFERENCE),
    Account("1320", N_("VAT bad-debt relief receivable"), A, DR, INVOICE, INVOICE),
    Account("1400", N_("Accrued interest not yet billed"), A, DR, CONTRACT, CONTRACT),
    Account("1410", N_("Fees receivable from principals"), A, DR, ("client",), ("client",)),
    Account("2100", N_("Client current account"), L, CR, CONTRACT, CONTRACT),
    Account("2110", N_("Holdback per invoice"), L, CR, INVOICE, INVOICE),
    Account("2120", N_("Guarantee fund (pool)"), L, CR, CONTRACT, CONTRACT),
    Account("2200", N_("Third-party funds owed to principals"), L, CR, ("bank", *PRINCIPAL), PRINCIPAL),
    Account("2300", N_("Unallocated cash"), L, CR, REFERENCE, REFERENCE),
    Account("2310", N_("Debtor credit balances"), L, CR, ("debtor",), ("debtor",)),
    Account("2320", N_("Collections on non-purchased invoices"), L, CR, CONTRACT, CONTRACT),
    Account("2350", N_("Payable to credit insurer"), L, CR, REFERENCE, REFERENCE),
    Account("2400", N_("VAT payable"), L, CR, ("country",)),
    Account("3000", N_("Equity and opening differences"), Q, CR),
    Account("4000", N_("Factoring commission"), N, CR),
    Account("4010", N_("Financing interest"), N, CR),
    Account("4020", N_("Service fees"), N, CR),
    Account("4030", N_("Late interest and fixed compensation"), N, CR),
    Account("4040", N_("Collection commission"), N, CR),
    Account("5000", N_("Credit losses"), X, DR),
    Account("5010", N_("Recoveries"), N, CR),
    Account("5030", N_("Allowance charge"), X, DR),
    Account("5040", N_("Bank charges"), X, DR),
    Account("5050", N_("Rounding and small differences"), X, DR),
    Account("9000", N_("Memo: receivables assigned but not purchased"), M, DR, CONTRACT, CONTRACT),
    Account("9001", N_("Memo: contra of 9000"), M, CR),
    Account("9010", N_("Memo: dedicated account in the client's name"), M, DR, CONTRACT, CONTRACT),
    Account("9011", N_("Memo: contra of 9010"), M, CR),
    Account("9020", N_("Memo: managed invoices, not purchased"), M, DR, INVOICE, INVOICE),
    Account("9021", N_("Memo: contra of 9020"), M, CR),
    Account("9030", N_("Memo: claim parts demanded from debtors"), M, DR, DEMAND, DEMAND),
    Account("9031", N_("Memo: contra of 9030"), M, CR),
)  # fmt: skip

CHART: Final[Mapping[str, Account]] = MappingProxyType({account.code: account for account in ACCOUNTS})

#: Funds in use = the sum of these, debit positive: never stored (factoring-domain 0, decision 3).
FUNDS_IN_USE: Final = ("1100", "1110", "2100", "2110", "2120")
#: What a debtor owes on an invoice that was bought, and on one that is managed.
BOUGHT: Final = ("1100", "1110")
MANAGED: Final = ("9020",)
#: What is held back of bought invoices until they are paid.
HOLDBACK: Final = "2110"
#: Memo accounts and their contra: each pair nets to zero.
MEMO_PAIRS: Final = (("9000", "9001"), ("9010", "9011"), ("9020", "9021"), ("9030", "9031"))
#: Bank accounts of the house: each line carries the key of its own bank account.
BANKS: Final = ("1000", "1005", "1010", "1020")

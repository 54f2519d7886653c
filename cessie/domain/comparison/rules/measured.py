"""What a company's own sales ledger says of it: the figures of the entry score that are measured, never typed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from cessie.domain.comparison.rules.sales import Sale, Sales
from cessie.lib.money import half_up


def measure(sales: Sales) -> dict[str, int]:
    """Days outstanding counted on the last ninety days, credit notes of the year's invoices, the largest customer of
    the year, and what is open and overdue by more than 60 days; percents in hundredths."""
    year = [sale for sale in sales.sales if sale.issued > sales.last - timedelta(days=365)]
    recent = sum(sale.cents for sale in year if sale.issued > sales.last - timedelta(days=90))
    open_ = {sale: sale.cents - sum(part.cents for part in sale.settled) for sale in sales.sales}
    owed, sold = sum(open_.values()), sum(sale.cents for sale in year)
    late = sum(cents for sale, cents in open_.items() if (sales.last - sale.due).days > 60)
    found = {}
    if recent:
        found["dso"] = half_up(Decimal(owed * 90) / recent)
    if sold:
        found["dilution"] = sum(_credited(sale) for sale in year) * 10_000 // sold
        by_debtor = Counter[str]()
        for sale in year:
            by_debtor[sale.debtor] += sale.cents
        found["largest"] = max(by_debtor.values()) * 10_000 // sold
    if owed > 0:
        found["late"] = late * 10_000 // owed
    return found


def _credited(sale: Sale) -> int:
    return sum(part.cents for part in sale.settled if part.credit)

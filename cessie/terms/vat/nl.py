"""The Netherlands. Standard rate: Wet op de omzetbelasting 1968, article 9."""

from datetime import date
from decimal import Decimal

from cessie.terms.vat.row import COLLECTION, DAMAGES, KOSMIRO, MKG, Rule

STANDARD_RATES = ((date(2001, 1, 1), Decimal(19)), (date(2012, 10, 1), Decimal(21)))

RULES = {
    "COMMISSION": Rule("TAXABLE", f"decree on factoring contracts, BWBR0015555; {MKG}", "in force"),
    "FINANCING": Rule("EXEMPT", f"older national practice; {KOSMIRO}", "open"),
    "SETUP": Rule("TAXABLE", KOSMIRO, "unverified"),
    "SERVICE": Rule("TAXABLE", MKG, "unverified"),
    "COLLECTION": Rule("TAXABLE", COLLECTION, "in force"),
    "DEFAULT_INTEREST": Rule("OUTSIDE", DAMAGES, "in force"),
}

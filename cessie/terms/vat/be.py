"""Belgium. Standard rate: royal decree 20 of 20 July 1970, article 1."""

from datetime import date
from decimal import Decimal

from cessie.terms.vat.row import COLLECTION, DAMAGES, KOSMIRO, MKG, Rule

STANDARD_RATES = ((date(1996, 1, 1), Decimal(21)),)

RULES = {
    "COMMISSION": Rule("TAXABLE", MKG, "unverified"),
    "FINANCING": Rule("EXEMPT", f"older national practice; {KOSMIRO}", "open"),
    "SETUP": Rule("TAXABLE", KOSMIRO, "unverified"),
    "SERVICE": Rule("TAXABLE", MKG, "unverified"),
    "COLLECTION": Rule("TAXABLE", COLLECTION, "in force"),
    "DEFAULT_INTEREST": Rule("OUTSIDE", DAMAGES, "in force"),
}

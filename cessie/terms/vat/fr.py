"""France. Standard rate: Code général des impôts, article 278."""

from datetime import date
from decimal import Decimal

from cessie.terms.vat.row import COLLECTION, DAMAGES, KOSMIRO, MKG, Rule

STANDARD_RATES = ((date(2000, 4, 1), Decimal("19.6")), (date(2014, 1, 1), Decimal(20)))

RULES = {
    "COMMISSION": Rule("TAXABLE", f"BOI 3 D-6-94; {MKG}", "in force"),
    "FINANCING": Rule("EXEMPT", f"older national practice; {KOSMIRO}", "reopened"),
    "SETUP": Rule("TAXABLE", KOSMIRO, "unverified"),
    "SERVICE": Rule("TAXABLE", MKG, "unverified"),
    "COLLECTION": Rule("TAXABLE", COLLECTION, "in force"),
    "DEFAULT_INTEREST": Rule("OUTSIDE", DAMAGES, "in force"),
}

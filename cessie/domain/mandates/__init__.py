"""Mandates of debtors and the money that is fetched under them by SEPA direct debit."""

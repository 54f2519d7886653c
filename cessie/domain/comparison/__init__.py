"""Offers of several factors laid over a company's own sales ledger: which contract costs it least, and why."""

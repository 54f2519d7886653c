"""Debtors who do not pay, and those who insure them."""

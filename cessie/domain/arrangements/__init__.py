"""Promises and instalment plans: what a debtor agreed to pay, and when; kept or broken as the books say."""

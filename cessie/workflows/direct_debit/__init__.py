"""Mandates that debtors sign, and what is collected under them."""

"""Invoices that the house does not buy but manages for their creditor, and what was paid on them on his own account."""

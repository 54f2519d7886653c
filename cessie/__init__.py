"""Cessie turns invoices into money: factoring, invoice-to-cash and collection over one set of books."""

__version__ = "0.1.0.dev0"

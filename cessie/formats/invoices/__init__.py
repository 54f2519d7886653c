"""Invoices and credit notes: bytes to ``InvoiceDocument`` and back."""

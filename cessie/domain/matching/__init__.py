"""Money in: receipts and their allocation to open invoices, with reasons."""

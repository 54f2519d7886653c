"""What the house charges: reference rates, financing interest, fees, VAT on them, fee invoices, the end of a month."""

"""Money out: orders, batches, release by two people, the payment file."""

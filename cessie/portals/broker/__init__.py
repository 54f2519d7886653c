"""What a broker sees: his customers, their ledgers and offers, and what was compared for them."""

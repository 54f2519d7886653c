"""From a company that asks to a contract that ends: quotes, limits, offers, purchases, and what closes an invoice."""

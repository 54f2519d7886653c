"""Clients' ledgers, what may be drawn on them, and whether they are true."""

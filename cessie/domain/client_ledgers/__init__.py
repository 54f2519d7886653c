"""Ledgers that clients send: balances with their roll-forward proof, and what clients say their money is for."""

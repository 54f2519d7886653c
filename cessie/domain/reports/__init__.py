"""Figures over everything: what the house earns and carries, for whom, how old, how spread, proved against the books.

Nothing is stored but the confirmations that left the house: every figure is asked of the ledger anew.
"""

"""Dossiers: what a principal gave to be collected from one debtor, how it is built up, and what is done about it."""

"""Limits on debtors, exposure, reservation under lock, checks before funding."""

"""Backups of a house: taken while it works, given back only to an empty place."""

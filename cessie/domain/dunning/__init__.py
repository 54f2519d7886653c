"""Ladders of reminders: what a debtor is written, told or handed over for, when, and what it may cost him."""

"""Originals kept whole by their hash before anything is decided."""

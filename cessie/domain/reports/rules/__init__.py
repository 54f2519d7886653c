"""Formulas of the reports, each with its source in docs/reports.md; pure."""

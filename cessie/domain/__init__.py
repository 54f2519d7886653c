"""The business, one Django app a subject, in the order of the road (docs/design)."""

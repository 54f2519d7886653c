"""Pages of the debtor, each beside its view."""

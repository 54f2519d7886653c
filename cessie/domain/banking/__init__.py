"""The house's own bank accounts, their chain of statements and each line, taken once."""

"""The house's own desks: doubts to decide, money to let go, statements to take in, books to read."""

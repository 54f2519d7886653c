"""Bank statements: bytes to ``StatementFile``."""

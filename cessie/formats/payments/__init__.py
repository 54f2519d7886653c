"""Orders to the bank and its answers: ``PaymentFile`` to bytes and back, status reports to ``StatusReport``."""

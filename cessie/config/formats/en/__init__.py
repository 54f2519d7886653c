"""English as in Europe: the day first."""

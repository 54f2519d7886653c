"""Bytes to frozen values and back, one file a format; pure."""

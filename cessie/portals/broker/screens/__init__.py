"""Pages of the broker's portal."""

"""What the ladder does on a day: pure. See docs/ladders.md."""

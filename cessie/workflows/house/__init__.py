"""The house itself: how it begins and moves in, what it may forget, what waits for somebody."""

"""The queue of doubts: what waits for a person, with owner, clock and evidence."""

"""Who carries what is written, and who is told."""

"""What all portals share: the page frame, its style, charts, icons, words for amounts and reasons."""

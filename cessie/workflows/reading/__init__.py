"""What a file says, before anything follows from it."""

"""Cases before bailiff, lawyer and court: where each stands, by whose act, until which day, and what it costs."""

"""Keys with which a client's own programs act for it: what each may do, how fast, and what it was answered."""

"""What may be collected, when, and what follows when it comes back. Pure."""

"""The door: login with two factors, language, password, and the way to one's own portal."""

"""The page that explains the API."""

"""The API: what a client's own programs may ask and do, one door of HTTP and JSON (docs/api.md)."""

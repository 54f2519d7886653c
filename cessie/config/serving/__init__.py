"""Serving: a parent that watches over a web process and a worker process, and takes them down with it."""

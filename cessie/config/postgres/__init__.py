"""The parts of the local PostgreSQL: who runs it, its programs, its places, its processes, its cluster.

``cessie.config.localpg`` puts them together; nothing else needs them.
"""

"""Contracts with clients: dated versions of one model; products are presets."""

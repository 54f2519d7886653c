"""Measurements that anyone can repeat; no part of the product."""

"""Who did what, when and why: append-only, sealed into hash-chained blocks."""

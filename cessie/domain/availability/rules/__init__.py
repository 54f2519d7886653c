"""The arithmetic around drawings, on paper: their life, and what a run stood on."""

"""The papers of a case: one typst source of ours, and data that enters as JSON alone."""

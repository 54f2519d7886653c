"""The papers of the house: one typst source of ours, and data that enters as JSON alone."""

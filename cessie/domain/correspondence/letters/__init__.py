"""Letters in type: our typst source, and data that enters as JSON alone, never as source."""

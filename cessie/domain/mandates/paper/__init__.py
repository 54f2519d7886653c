"""A mandate as it is shown and signed: our typst source, and data that enters as JSON alone."""

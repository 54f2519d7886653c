"""The pure rules of the comparison."""

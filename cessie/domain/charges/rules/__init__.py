"""The pure rules of what is charged."""

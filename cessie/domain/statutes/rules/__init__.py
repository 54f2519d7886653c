"""The life of a statutory rate in the house."""

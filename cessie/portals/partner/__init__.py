"""The portal of lawyers and bailiffs: the cases that are given to them, and nothing else."""

"""The purchase proposal, its approval, the cession and the release of the holdback."""

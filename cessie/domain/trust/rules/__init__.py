"""The arithmetic of third-party money, on paper: lives, shares, commission."""

"""The official rules of EN 16931, run offline by Saxon in a process of its own: what it breaks, it breaks alone."""

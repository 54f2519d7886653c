"""Outside services, one file or folder each; they move bytes and decide nothing about money."""

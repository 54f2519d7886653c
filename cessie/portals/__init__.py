"""Pages that gather from several apps, their frames and navigation."""

"""Money that the house pays, takes back or charges."""

"""What statutes demand: dated tables and rules, pure; rates and days are handed in."""

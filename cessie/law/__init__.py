"""What statutes demand: late interest, costs, terms and deadlines by country, pure; rates and days are handed in.

Every answer carries its steps and sources, and says what no lawyer has confirmed. A country is one file in
``countries``; ``answering`` reads a question as JSON and writes the answer. See docs/law.md.
"""

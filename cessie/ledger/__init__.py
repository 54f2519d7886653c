"""The books: double entry, append only, one door. The only truth about money in the house.

Pure: ``chart`` (accounts), ``entry`` (a posting as a value), ``rules`` (what each event posts). In the database:
``post`` (the one door), ``reverse``, ``period`` (closing), ``queries`` (what is owed, held, paid), ``invariants``.
The ledger knows no business app: dimensions are keys of things kept elsewhere.
"""

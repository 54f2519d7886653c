"""One file a report: what it is called, by what it can be asked, its columns and formulas, and how it is made.

The folder is the registry: a file here is a report in both portals.
"""

"""The receivable as a document: registered, checked, accepted or held for a person."""

"""Companies and persons with checked identifiers; clients, debtors, accounts with history, memberships."""

"""The simulated world: plays clients, debtors and a bank through the public verbs and files."""

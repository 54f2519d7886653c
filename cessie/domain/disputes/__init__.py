"""What debtors contest of an invoice: raised, answered by the client, resolved; until then it is not pressed for."""

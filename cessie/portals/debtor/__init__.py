"""The debtor's page behind the link in his letters: what he owes one client, and what he has to say to it."""

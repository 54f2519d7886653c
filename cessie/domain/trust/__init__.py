"""Money of others: what debtors paid on the third-party account, what it cost, and what was passed on to principals."""

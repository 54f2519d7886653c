"""What the house writes to debtors: letters, the channels by which they leave, and the proof that they did."""

"""What follows what: conducts the verbs of the apps; holds no arithmetic and no postings.

Each room has a subject and imports from those below it: ``incoming``, ``purchases``; ``balances``, ``losses``,
``follow_up``; ``direct_debit``; ``money``, ``letters``; ``reading``; ``house`` stands by itself. Above them the clock
tells what a day does by itself, ``money_in`` offers each bank line, ``sending`` lets letters out, and the jobs hand
each its moment.
"""

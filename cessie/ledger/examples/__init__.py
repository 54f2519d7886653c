"""Worked examples: whole lives of invoices to the cent, played through the posting rules and compared.

``factoring-worked-examples.json`` is the house's conformance suite, ``own-examples.json`` adds the rules that it does
not reach. Only outside facts are fed: days, what happened, money received, which invoice, why; every amount that a
contract determines is computed by ``terms`` and every line by ``rules``, then compared. Pure, no database.
"""

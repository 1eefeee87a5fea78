"""Customer behaviour: choice, purchase, membership, bonds, exits, and the hazard clocks that time them.

Rules are formulas, and use a letter for what a formula has as an index:

* ``m`` the market: all columns of one run
* ``i`` the customer: row of the population
* ``k`` the firm: its place in the scenario, counted from 0
* ``c`` the exit cause: its place among the causes that can strike
* ``a`` the attribute of an offer: price, product, service, technology, conduct, …
* ``s`` the story: its place among the scandals and inventions of the scenario
* ``t`` the time, in weeks from the beginning of the run
"""

"""Customer behaviour: choice, purchase, membership, bonds, exits, and the hazard clocks that time them.

Rules are formulas over columns, and use the same word for the same thing:

* ``market`` all columns and constants of one run
* ``customer`` the customer: row of the population
* ``firm`` the firm: its place in the scenario, counted from 0
* ``cause`` the exit cause: its place among the causes that can strike
* ``attribute`` the attribute of an offer: price, product, service, technology, conduct, …
* ``story`` the story: its place among the scandals and inventions of the scenario
* ``now`` the time, in weeks from the beginning of the run
* ``buffer`` a worker's own room: rows of the log that are not handed on yet, counts, what its customer perceives
"""

"""The state of the market as columns: the population, its relations with firms, what firms publish."""

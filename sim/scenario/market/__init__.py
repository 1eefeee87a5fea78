"""Declarations of the market: population, distributions, behaviour, exit causes, offers."""

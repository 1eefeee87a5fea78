"""A game session: branches, seats, rounds, permissions, results."""

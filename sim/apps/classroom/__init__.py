"""The class server: one process owns the game, and seats play from browsers and notebooks."""

"""Commands of games and exercises."""

"""Ways of steering a firm, one per file, found by scanning this folder: bots in a game and strategies in research."""

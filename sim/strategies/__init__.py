"""Strategies for steering a firm, one per file; they are bots in games and strategies in research."""

"""Strategies for steering a firm, by subject; they are bots in games and strategies in research."""

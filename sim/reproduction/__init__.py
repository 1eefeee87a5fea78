"""Saved work made again: runs, comparisons, games, and what differs."""

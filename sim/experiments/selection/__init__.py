"""Selection of the best strategy, and search over settings."""

"""Ways of being a key account, one per file."""

"""Tables of the synthetic data, one kind per file."""
